import { availableParallelism, cpus, totalmem } from "node:os";

export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${gigabytes} GiB, Node ${process.version}`;
}
