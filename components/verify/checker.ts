/** The part that checks, fetched when the first file is given. */
import "./without-eval";
export { verifyFiles } from "@/lib/proofs/verify";
