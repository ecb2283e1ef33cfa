import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { openAppendLog } from "./append-log";
import { openKeyValueLog } from "./key-value-log";

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), "log-")), "log");

it("a log replays what was written, without a last line torn by a crash", () => {
  const file = newFile();
  const first = openAppendLog(file, () => undefined);
  first.append({ a: 1 });
  first.close();
  appendFileSync(file, '{"a":');
  const second = openAppendLog(file, () => undefined);
  second.append({ a: 2 });
  second.close();
  const replayed: unknown[] = [];
  openAppendLog(file, (entry) => replayed.push(entry)).close();
  expect(replayed).toEqual([{ a: 1 }, { a: 2 }]);
});

it("values live until their end, are forgotten when deleted, and survive a restart", () => {
  const file = newFile();
  const first = openKeyValueLog(file);
  first.set("kept", 1);
  first.set("kept", 2, Date.now() + 60_000);
  first.set("dead", 1, Date.now() - 1);
  first.set("deleted", 1);
  first.delete("deleted");
  first.close();
  const second = openKeyValueLog(file);
  expect(second.list("")).toEqual([{ key: "kept", value: 2 }]);
  expect(second.get("dead")).toBeUndefined();
  second.close();
});
