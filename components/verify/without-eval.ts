import { config } from "zod";

/** Before any schema is made: zod would try to write code of its own, as the portal does nowhere. */
config({ jitless: true });
