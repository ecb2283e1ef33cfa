import { defineConfig } from "prisma/config";

// Generating needs no engine, but the command line would download one: it is told that it has one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
});
