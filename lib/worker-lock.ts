/** The advisory lock that every living worker holds, shared; `/health` looks for it. */
export const WORKER_LOCK = 7310_01;
