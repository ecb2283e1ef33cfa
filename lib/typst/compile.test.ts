import { afterAll, describe, expect, test } from "vitest";
import { layoutOf } from "@/lib/letters/layout";
import { exampleLetter } from "@/lib/letters/example";
import { type CompileRequest, Typst, TypstError, type TypstLimits } from "./compile";

const patient: TypstLimits = { documents: 500, memory: 2 ** 31, patience: 60_000 };
const lines: Typst[] = [];

function typst(limits: Partial<TypstLimits> = {}): Typst {
  const line = new Typst({ ...patient, ...limits });
  lines.push(line);
  return line;
}

afterAll(async () => {
  await Promise.all(lines.map((line) => line.stop()));
});

function request(subject = "Onderwerp"): CompileRequest {
  return {
    template: "letter",
    inputs: { ...layoutOf({ ...exampleLetter, subject }), payments: [], logo: null },
    standard: "a-2a",
    timestamp: new Date("2026-11-02T10:00:00Z"),
  };
}

const header = (pdf: Uint8Array) => Buffer.from(pdf.subarray(0, 5)).toString("latin1");

async function codeOf(compiled: Promise<unknown>): Promise<string> {
  const error: unknown = await compiled.then(
    () => "compiled",
    (reason: unknown) => reason,
  );
  return error instanceof TypstError ? error.code : String(error);
}

test("requests made at once are answered each with its own document, by one process", async () => {
  const line = typst();
  const [one, same, other] = await Promise.all([
    line.compile(request("een")),
    line.compile(request("een")),
    line.compile(request("twee")),
  ]);
  expect(header(one)).toBe("%PDF-");
  expect(Buffer.compare(one, same)).toBe(0);
  expect(Buffer.compare(one, other)).not.toBe(0);
});

test("the time stamp stands in the document", async () => {
  const line = typst();
  const early = await line.compile(request());
  const late = await line.compile({ ...request(), timestamp: new Date("2027-01-01T00:00:00Z") });
  expect(Buffer.from(early).toString("latin1")).toContain("2026-11-02T10:00:00");
  expect(Buffer.from(late).toString("latin1")).toContain("2027-01-01T00:00:00");
});

test("text is never read as markup", async () => {
  const line = typst();
  const hostile = '#panic("x") ] } ) $ #import "/typst/child.mjs" \\ _a_ *b* @c <d> `e` // f';
  expect(header(await line.compile(request(hostile)))).toBe("%PDF-");
});

test("a file of one request is not there for the next", async () => {
  const line = typst();
  const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const path = "letters/files/logo.svg";
  const inputs = { ...(request().inputs as object), logo: `/${path}` };
  const pdf = await line.compile({ ...request(), inputs, files: [{ path, bytes }] });
  expect(header(pdf)).toBe("%PDF-");
  expect(await codeOf(line.compile({ ...request(), inputs }))).toBe("refused");
});

describe("when it goes wrong", () => {
  test("a refused text is told without being quoted, and the process goes on", async () => {
    const line = typst();
    const refused = line.compile(request("geheim 王 geheim"));
    await expect(refused).rejects.toMatchObject({ code: "refused" });
    const error = await refused.catch((reason: unknown) => reason);
    expect((error as TypstError).message).not.toContain("王");
    expect((error as TypstError).diagnostics.join()).toContain("王");
    expect(header(await line.compile(request()))).toBe("%PDF-");
  });

  test("the request at which the process dies fails, those behind it do not", async () => {
    const line = typst();
    await line.compile(request());
    const { processId } = line;
    const first = codeOf(line.compile(request("een")));
    const second = line.compile(request("twee"));
    process.kill(processId ?? 0, "SIGKILL");
    expect(await first).toBe("died");
    expect(header(await second)).toBe("%PDF-");
    expect(line.processId).not.toBe(processId);
  });

  test("a request that takes too long is given up", async () => {
    expect(await codeOf(typst({ patience: 1 }).compile(request()))).toBe("timed_out");
  });
});

describe("a process is replaced", () => {
  test.each([
    ["after its number of documents", { documents: 1 }],
    ["when it holds too much memory", { memory: 1 }],
  ])("%s", async (_, limits) => {
    const line = typst(limits);
    const started: (number | undefined)[] = [];
    for (const subject of ["een", "twee"]) {
      const compiled = line.compile(request(subject));
      started.push(line.processId);
      expect(header(await compiled)).toBe("%PDF-");
    }
    expect(new Set(started).size).toBe(2);
  });

  test("also after it was stopped", async () => {
    const line = typst();
    await line.compile(request());
    await line.stop();
    expect(line.processId).toBeUndefined();
    expect(header(await line.compile(request()))).toBe("%PDF-");
  });
});
