/** Private keys and certificates of the sandbox: made at the first start, kept with mode 600. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { replaceFile } from "./append-log";

export interface KeyFolder {
  /** The text kept under `name`, made by `make` the first time. */
  readOrMake(name: string, make: () => Promise<string>): Promise<string>;
}

export function openKeyFolder(folder: string): KeyFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    async readOrMake(name, make) {
      const file = path.join(folder, name);
      if (existsSync(file)) return readFileSync(file, "utf8");
      const text = await make();
      replaceFile(file, text);
      return text;
    },
  };
}
