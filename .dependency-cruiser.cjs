/** What no single file shows: circles, and the wall between the product and its sandbox. */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or a third one is missing.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "sandbox-knows-no-product",
      comment: "They meet over HTTP, as in production.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(app|components|lib|worker|prisma|scripts|e2e)/" },
    },
    {
      name: "product-knows-no-sandbox",
      comment: "There is no mock of the outside world inside the product.",
      severity: "error",
      from: { pathNot: "^sandbox/" },
      to: { path: "^sandbox/" },
    },
    {
      name: "no-lost-imports",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: { pathNot: "^(next-env\\.d\\.ts|\\.next/)" },
      to: { couldNotResolve: true },
    },
    {
      name: "no-test-tools-in-production",
      comment: "`npm run demo` installs without them.",
      severity: "error",
      from: {
        path: "^(app|components|lib|worker|sandbox|prisma)/",
        pathNot: "(\\.test\\.ts|/fixtures\\.ts)$",
      },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "prisma/generated"] },
    exclude: { path: ["^\\.next/", "^\\.data/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
