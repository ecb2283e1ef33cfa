import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      // `server-only` throws under plain Node: it is meant for bundlers.
      {
        find: "server-only",
        replacement: fileURLToPath(new URL("./scripts/empty.ts", import.meta.url)),
      },
      { find: /^@\//, replacement: fileURLToPath(new URL("./", import.meta.url)) },
    ],
  },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", ".next/**", ".data/**", "e2e/**"],
    globalSetup: ["scripts/test-server.ts"],
    setupFiles: ["scripts/test-environment.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
