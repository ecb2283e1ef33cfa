/** Every request the stand-ins received and what became of it, so that a test can count duplicates. */
import path from "node:path";
import { openAppendLog, replaceFile, type AppendLog } from "../append-log";
import type { Service } from "../services";

export interface JournalEntry {
  id: number;
  at: string;
  service: Service;
  method: string;
  path: string;
  idempotencyKey?: string;
  recipient?: string;
  /** Absent when the line was broken instead of an answer. */
  status?: number;
  /** The message published by this request, whether or not the caller was told. */
  messageId?: string;
  /** The code of a refusal. */
  code?: string;
  /** The fault that struck. */
  fault?: string;
}

interface JournalFilter {
  service?: string;
  /** Only requests at or after this time, ISO 8601. */
  since?: string;
}

export interface Journal {
  record(entry: Omit<JournalEntry, "id">): void;
  /** Oldest first. */
  list(filter: JournalFilter): JournalEntry[];
  clear(): void;
  close(): void;
}

export function openJournal(folder: string): Journal {
  const file = path.join(folder, "journal.log");
  let entries: JournalEntry[] = [];
  let log: AppendLog = openAppendLog(file, (entry) => void entries.push(entry as JournalEntry));
  let lastId = entries.at(-1)?.id ?? 0;

  return {
    record(entry) {
      lastId += 1;
      const complete = { id: lastId, ...entry };
      entries.push(complete);
      log.append(complete);
    },
    list({ service, since }) {
      const sinceTime = since === undefined ? undefined : Date.parse(since);
      return entries.filter(
        (entry) =>
          (service === undefined || entry.service === service) &&
          (sinceTime === undefined || Date.parse(entry.at) >= sinceTime),
      );
    },
    clear() {
      entries = [];
      log.close();
      replaceFile(file, "");
      log = openAppendLog(file, () => undefined);
    },
    close: () => log.close(),
  };
}
