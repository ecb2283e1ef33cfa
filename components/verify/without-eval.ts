import { config } from "zod";

/** Before any schema is made: zod would try to write code of its own, which the page's policy refuses. */
config({ jitless: true });
