/** The third process: stands in for the outside world in tests and on a developer's machine, never in production. */
import { readEnvironment } from "./environment";
import { startSandbox } from "./sandbox";

const sandbox = await startSandbox(readEnvironment(process.env));
console.log(`sandbox ready ${sandbox.url}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
