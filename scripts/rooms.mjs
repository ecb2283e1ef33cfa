/**
 * The import law of the house, once: which files make up a room, what a room may import, and what to
 * do instead. ESLint reads it; the first room whose pattern fits a file is the file's room.
 */
const everything = "*";

/** Shapes, decisions and pure tools: they run in the browser, the server, the worker and the tests. */
const pure = ["schema", "rules", "part", "tool", "errors"];
const server = ["server-tool", "db", "auth", "codec"];

export const rooms = [
  {
    name: "sandbox",
    files: ["sandbox/**"],
    may: ["sandbox"],
    remedy: "The sandbox imports nothing of the product: they meet over HTTP, as in production.",
  },
  {
    name: "test",
    files: ["**/*.test.ts", "**/fixtures.ts", "vitest.config.ts"],
    may: everything,
    except: ["sandbox"],
    remedy: "A test of the product meets the sandbox over HTTP.",
  },
  {
    name: "e2e",
    files: ["e2e/**", "playwright.config.ts"],
    may: ["e2e", ...pure],
    remedy: "End-to-end tests use the product as people do: through the browser and the database.",
  },
  {
    name: "scripts",
    files: ["scripts/**", "bench/**", "prisma/seed/**", "*.config.*"],
    may: everything,
    except: ["sandbox", "page", "route", "e2e"],
    remedy: "Scripts start processes and read the database; they import neither pages nor sandbox.",
  },
  {
    name: "generated",
    files: ["prisma/generated/**"],
    may: ["generated"],
    remedy: "Prisma's client is generated and imports nothing of ours.",
  },
  {
    name: "worker",
    files: ["worker/**"],
    may: ["worker", "jobs", "data", "mutations", "gateway", ...pure, ...server],
    remedy: "The worker only wires jobs up: put the work itself into lib/<noun>/jobs.ts.",
  },
  {
    name: "route",
    files: ["app/**/route.ts", "proxy.ts", "instrumentation.ts"],
    may: ["route", "data", "mutations", ...pure, ...server],
    remedy:
      "A route handler guards, then calls lib/<noun>/data.ts or mutations.ts: move the rest there.",
  },
  {
    name: "page",
    files: ["app/**"],
    may: ["page", "component", "ui", "data", "actions", "queries", ...pure, ...server],
    except: ["db"],
    remedy:
      "A page guards, loads and composes: read through lib/<noun>/data.ts, write through a form's action.",
  },
  {
    name: "ui",
    files: ["components/ui/**"],
    may: ["ui", "tool"],
    remedy:
      "components/ui knows no noun: take what is shown as a property, or move the component to components/<noun>.",
  },
  {
    name: "component",
    files: ["components/**"],
    may: ["component", "ui", "actions", "queries", ...pure],
    remedy:
      "A component asks schema, rules, actions and queries: let the page load data and pass it on.",
  },
  {
    name: "auth",
    files: ["lib/auth/**"],
    may: ["auth", ...pure, "server-tool", "db", "generated"],
    remedy: "The gate stands below the nouns: let the noun call lib/auth instead.",
  },
  {
    name: "gateway",
    files: ["lib/gateways/**"],
    may: ["gateway", ...pure, "server-tool"],
    remedy: "A gateway speaks to the outside world and knows no database: let a job call it.",
  },
  {
    name: "db",
    files: ["lib/db.ts"],
    may: ["tool", "server-tool", "auth", "generated"],
    remedy: "lib/db opens transactions and nothing else.",
  },
  {
    name: "server-tool",
    files: ["lib/{env,log,number-vault,worker-lock,loop}.ts"],
    may: ["tool", "server-tool", "generated", "schema"],
    remedy: "A tool knows no noun: pass it what it needs.",
  },
  {
    name: "errors",
    files: ["lib/errors.ts"],
    may: ["schema", "tool"],
    remedy: "The table of refusals knows the codes of every noun and nothing else.",
  },
  {
    name: "tool",
    files: ["lib/*.ts", "lib/text/**"],
    may: ["tool"],
    remedy: "A tool knows no noun and does no input or output: pass it what it needs.",
  },
  {
    name: "schema",
    files: ["lib/**/schema.ts"],
    may: pure,
    remedy:
      "Shapes run in the browser too: import only other shapes, rules and pure tools, and pass in the rest.",
  },
  {
    name: "rules",
    files: ["lib/**/rules.ts"],
    may: pure,
    remedy:
      "Rules are pure and run in the browser too: take the data and `now` as parameters instead.",
  },
  {
    name: "data",
    files: ["lib/**/data.ts"],
    may: ["data", "gateway", "generated", ...pure, ...server],
    remedy: "A read loads rows and shapes them: it calls no writes, jobs or components.",
  },
  {
    name: "mutations",
    files: ["lib/**/mutations.ts"],
    may: ["mutations", "data", "gateway", "generated", ...pure, ...server],
    remedy: "A write is one transaction: add a job for what happens outside.",
  },
  {
    name: "jobs",
    files: ["lib/**/jobs.ts"],
    may: ["jobs", "mutations", "data", "gateway", "generated", ...pure, ...server],
    remedy: "A job calls data, mutations and gateways; pages and components never meet it.",
  },
  {
    name: "actions",
    files: ["lib/**/actions.ts"],
    may: ["actions", "mutations", "data", ...pure, "auth", "server-tool"],
    remedy: "An action is one line over lib/auth's wrapper: the work belongs in mutations.ts.",
  },
  {
    name: "queries",
    files: ["lib/**/queries.ts"],
    may: ["queries", ...pure],
    remedy: "A query runs in the browser: fetch from a route of app/api instead.",
  },
  {
    name: "codec",
    files: ["lib/spreadsheet/**", "lib/zip/**"],
    may: ["codec", "schema", "tool"],
    remedy: "A codec turns bytes into values and back, on the server, and knows no noun.",
  },
  {
    name: "part",
    files: ["lib/**"],
    may: pure,
    remedy:
      "A part of a noun with a name of its own is pure: take what you need as parameters, or use one of the seven files.",
  },
];

/** The rooms that a room may not import. */
export function forbiddenFor(room) {
  return rooms
    .map((other) => other.name)
    .filter((name) => (room.may === everything ? false : !room.may.includes(name)))
    .concat(room.except ?? [])
    .filter((name, at, all) => all.indexOf(name) === at && name !== room.name);
}
