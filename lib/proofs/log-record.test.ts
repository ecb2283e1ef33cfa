import { describe, expect, test } from "vitest";
import { auditRecordText, recordText } from "./log-record";

const row = {
  id: "0199",
  at: new Date("2026-11-03T09:12:00.120Z"),
  organisationId: null,
  act: "letter_viewed",
  numberHash: new Uint8Array([1, 2, 3]),
  detail: { b: 1, a: "é" },
};

describe("a record's exact bytes", () => {
  test("are its row as canonical JSON, with a name for its kind and without empty columns", () => {
    expect(auditRecordText(row)).toBe(
      '{"act":"letter_viewed","at":"2026-11-03T09:12:00.120Z","detail":{"a":"é","b":1},"id":"0199","numberHash":"AQID","recordKind":"audit_record"}',
    );
  });

  test("do not change when the table gets another column, and do when a column changes", () => {
    expect(auditRecordText({ ...row, service: null })).toBe(auditRecordText(row));
    expect(auditRecordText({ ...row, service: "x" })).not.toBe(auditRecordText(row));
    expect(auditRecordText({ ...row, act: "letter_viewer" })).not.toBe(auditRecordText(row));
  });

  test("of one kind are never those of another", () => {
    expect(recordText("delivery_event", row)).not.toBe(auditRecordText(row));
  });

  test("of a message are what was ordered, and not how it went on", () => {
    const message = { id: "1", subject: "Boete", body: {}, state: "sending", lockNumber: 3n };
    expect(recordText("message", message)).toBe(
      '{"body":{},"id":"1","recordKind":"message","subject":"Boete"}',
    );
    expect(recordText("message", { ...message, state: "sent" })).toBe(
      recordText("message", message),
    );
  });
});
