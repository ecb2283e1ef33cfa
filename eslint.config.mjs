import next from "eslint-config-next/core-web-vitals";
import boundaries from "eslint-plugin-boundaries";
import tseslint from "typescript-eslint";
import { forbiddenFor, rooms } from "./scripts/rooms.mjs";

const code = ["**/*.ts", "**/*.tsx"];

const onlyAuth = {
  regex: "^next-auth(/|$)",
  message: "next-auth is imported by lib/auth alone: ask lib/auth for the session or the actor.",
};
const noPrisma = {
  regex: "^(@prisma/|prisma/|prisma$|@/prisma/generated/)",
  message:
    "Prisma is touched by data, mutations, jobs and lib/auth, through lib/db: read through lib/<noun>/data.ts.",
};
const noPool = {
  regex: "^pg$",
  message: "lib/db opens the transactions: a connection of its own knows no actor.",
};

function restrict(files, ...patterns) {
  return {
    files,
    // Only where the plugin of the rule is at work: what TypeScript compiles.
    ignores: ["**/*.mjs", "**/*.js", "**/*.cjs"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

export default tseslint.config(
  {
    ignores: [
      ".next/**",
      ".data/**",
      "prisma/generated/**",
      "next-env.d.ts",
      "coverage/**",
      "playwright-report/**",
      "test-results/**",
      "public/verify.mjs",
    ],
  },
  // Comments that switch rules off are not read: a rule holds everywhere or is changed here.
  { linterOptions: { noInlineConfig: true } },
  ...next,
  {
    files: code,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and booleans in sentences are clear; objects are not, and stay forbidden.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `onClick={() => void save()}` and one-line arrow functions read better than their blocks.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // React's form actions and handlers are async by design.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      // Async without await is how an interface that promises is met by something that need not wait.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    // Hooks live in components; elsewhere a function may be called `use…` because it uses something.
    files: ["lib/**", "sandbox/**", "worker/**", "scripts/**", "e2e/**"],
    rules: { "react-hooks/rules-of-hooks": "off" },
  },
  {
    // The React Compiler's own analysis. It is not used here, because react-hook-form and it do not
    // get on; what it asks for beyond the rules of hooks changes nothing without it.
    files: ["components/**"],
    rules: {
      "react-hooks/refs": "off",
      "react-hooks/immutability": "off",
      "react-hooks/set-state-in-effect": "off",
    },
  },
  {
    // next/image would optimise pictures; ours are SVG drawn by the portal itself, which nothing makes
    // smaller, and its script alone weighs more than the pages may.
    files: ["components/**"],
    rules: { "@next/next/no-img-element": "off" },
  },
  {
    // In a test, a value that is missing may well throw.
    files: ["**/*.test.ts", "lib/**/fixtures.ts", "e2e/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["**/*.mjs", "**/*.cjs", "**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: [...code, "**/*.mjs"],
    plugins: { boundaries },
    settings: {
      "import/resolver": { typescript: { alwaysTryTypes: true } },
      "boundaries/root-path": import.meta.dirname,
      "boundaries/files": rooms.map((room) => ({ category: room.name, pattern: room.files })),
      "boundaries/files-single-match": true,
      "boundaries/legacy-templates": false,
    },
    rules: {
      "boundaries/no-unknown-files": "error",
      "boundaries/dependencies": [
        "error",
        {
          default: "allow",
          policies: rooms.map((room) => ({
            from: { file: { categories: room.name } },
            disallow: { to: { file: { categories: forbiddenFor(room) } } },
            message: `${room.name} may not import {{to.file.path}}. ${room.remedy}`,
          })),
        },
      ],
    },
  },
  restrict(["app/**", "components/**", "lib/**"], onlyAuth, noPrisma, noPool),
  restrict(["lib/**/data.ts", "lib/**/mutations.ts", "lib/**/jobs.ts"], onlyAuth, noPool),
  // What must outlive a transaction: locks of a session, and the counters of the rate limiter.
  restrict(["lib/db.ts", "lib/worker-lock.ts", "worker/**"], onlyAuth),
  restrict(["lib/auth/**"]),
  restrict(["**/*.test.ts", "lib/**/fixtures.ts"], onlyAuth),
);
