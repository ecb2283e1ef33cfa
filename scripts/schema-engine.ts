/**
 * Prisma's own schema engine, compiled to WebAssembly. The usual engine is a binary that the command
 * line downloads from a host which closed networks do not reach; this one comes with `npm ci`.
 */
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type ErrorRegistry,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import type {
  MigrationList,
  SchemaContainer,
  SchemaEngine,
} from "@prisma/schema-engine-wasm/schema_engine_bg";
import { Pool, type QueryArrayResult } from "pg";
import { Failure } from "./failure";

export const everything = { externalTables: [], externalEnums: [] };

type Connections = { factory: SqlMigrationAwareDriverAdapterFactory; close: () => Promise<void> };

/**
 * PostgreSQL's internal one-byte type, which its catalogues use and the adapter does not know. It passes
 * the adapter as the array of that type, which it does know, and is called by its own name afterwards.
 */
const characterOid = 18;
const characterArrayOid = 1002;

/**
 * A connection as the engine needs it. Scripts are run whole: the adapter splits them on ";", which
 * breaks the bodies of functions. Only one connection: the engine's advisory lock belongs to it.
 */
async function connect(pool: Pool): Promise<SqlDriverAdapter> {
  const query = pool.query.bind(pool) as (...input: unknown[]) => Promise<QueryArrayResult>;
  const disguised = async (...input: unknown[]) => {
    const result = await query(...input);
    for (const field of result.fields)
      if (field.dataTypeID === characterOid) field.dataTypeID = characterArrayOid;
    return result;
  };
  pool.query = disguised as Pool["query"];
  const adapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (input) => {
    const { columnTypes, ...rest } = await queryRaw(input);
    const named = columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return { ...rest, columnTypes: named };
  };
  adapter.executeScript = async (script) => {
    await query(script);
  };
  return adapter;
}

function connections(databaseUrl: string): Connections {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const { provider, adapterName } = new PrismaPg({});
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider,
    adapterName,
    connect: () => connect(pool),
    // Asked for only when the engine replays migrations itself; ours run on a server of their own.
    connectToShadowDb: () => Promise.reject(new Error("There is no shadow database.")),
  };
  return { factory, close: () => pool.end() };
}

let loaded: Promise<void> | undefined;

/**
 * The engine gives itself ten seconds to get its lock and forgets the timer when it has it. Such a timer
 * would keep a finished command waiting.
 */
function engineImports(): WebAssembly.ModuleImports {
  const imports = { ...engineModule } as unknown as Record<string, WebAssembly.ImportValue>;
  const timer = Object.keys(imports).find((name) => name.startsWith("__wbg_setTimeout_"));
  if (timer)
    imports[timer] = (callback: () => void, milliseconds: number) =>
      setTimeout(callback, milliseconds).unref();
  return imports;
}

/** Node 20 cannot import a `.wasm` file as a module, so that it is instantiated by hand, once. */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const file = createRequire(import.meta.url)
      .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
      .replace(/\.js$/, ".wasm");
    const { instance } = await WebAssembly.instantiate(await readFile(file), {
      "./schema_engine_bg.js": engineImports(),
    });
    // A panic inside the engine reports here; without it the report itself would fail.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) },
    });
    engineModule.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  })();
  return loaded;
}

/** The engine names an error of the database by number only; the error itself waits in the registry. */
function explain(error: unknown, registry: ErrorRegistry): Error {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
  const id = /External error id#(\d+)/.exec(text)?.[1];
  const cause = id === undefined ? undefined : registry.consumeError(Number(id))?.error;
  if (!(cause instanceof Error)) return error instanceof Error ? error : new Error(text);
  const migration = /migration_name="([^"]+)"/.exec(text)?.[1];
  const place = migration === undefined ? "The database" : `The migration ${migration}`;
  return new Failure(`${place} failed: ${cause.message}`);
}

/** Runs `work` with an engine bound to the database and closes what it opened afterwards. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: SchemaContainer[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const { factory, close } = connections(databaseUrl);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await engineModule.SchemaEngine.new(
      { datamodels: schema.map((file) => [file.path, file.content]) },
      () => undefined,
      bound,
    );
    return await work(engine);
  } catch (error) {
    throw explain(error, bound.errorRegistry);
  } finally {
    await close();
  }
}

/** The SQL that leads from a database to the schema; empty when the two agree. */
export async function difference(databaseUrl: string, schema: SchemaContainer[]): Promise<string> {
  return withSchemaEngine(databaseUrl, schema, async (engine) => {
    const answer = await engine.diff({
      from: { tag: "schemaDatasource", files: schema, configDir: "." },
      to: { tag: "schemaDatamodel", files: schema },
      script: true,
      exitCode: true,
      filters: everything,
    });
    return answer.exitCode === 0 ? "" : (answer.stdout ?? "");
  });
}

/** Every `*.prisma` file of the folder, in a fixed order. */
export async function readSchema(directory: string): Promise<SchemaContainer[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return { path, content: await readFile(path, "utf8") };
    }),
  );
}

/** Every migration of the folder. A folder without `migration.sql` is an unfinished one and skipped. */
export async function readMigrations(directory: string): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = [];
  for (const name of names.sort()) {
    const content = await readFile(join(directory, name, "migration.sql"), "utf8").catch(
      () => undefined,
    );
    if (content === undefined) continue;
    migrationDirectories.push({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: content } },
    });
  }
  return {
    baseDir: directory,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}
