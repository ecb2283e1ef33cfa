import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { savePayment, startMessage } from "@/lib/messages/mutations";
import { listAccounts, listServiceAccounts } from "@/lib/payments/accounts/data";
import { addAccount, archiveAccount, bringBackAccount } from "@/lib/payments/accounts/mutations";
import { addAccountSchema } from "@/lib/payments/accounts/schema";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(() => closeDatabase());

const service = () => actors.an.actingFor.serviceId ?? "";
const account = () => ({
  serviceId: service(),
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode, ontvangsten",
});
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const payment = {
  amountCents: 8600,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Mijn eigen rekening",
  communication: { kind: "structured" as const, value: "010806817183" },
  dueDate: null,
};

async function save(iban: string) {
  const type = await withActor(actors.an, (tx) => tx.messageType.findFirstOrThrow());
  const started = await startMessage(actors.an, { messageTypeId: type.id });
  if (!started.ok) throw new Error(started.refusal.code);
  const { id: messageId } = started.value;
  const saved = await savePayment(actors.an, {
    messageId,
    lockNumber: 1,
    payment: { ...payment, iban },
  });
  const row = await withActor(actors.an, (tx) =>
    tx.message.findUniqueOrThrow({ where: { id: messageId } }),
  );
  return { saved, kept: row.payment };
}

test("an administrator keeps a list, senders of that service pick from it, and all is on record", async () => {
  expect(await listAccounts(actors.an, service())).toEqual([]);
  expect(await save("BE72000000001616")).toMatchObject({
    kept: { beneficiary: "Mijn eigen rekening" },
  });

  const added = await addAccount(actors.sofie, account());
  if (!added.ok) throw new Error(added.refusal.code);
  const { id: accountId } = added.value;
  expect(await addAccount(actors.sofie, account())).toMatchObject(refusal("account_exists"));
  expect(await listAccounts(actors.an, service())).toMatchObject([{ iban: "BE72000000001616" }]);
  expect(await listAccounts(actors.karim, service())).toEqual([]);

  // Under the name that the administrator wrote, whatever was sent along.
  expect(await save("BE72000000001616")).toMatchObject({
    kept: { beneficiary: "Stad Maanrode, ontvangsten" },
  });
  expect(await save("BE43068999999501")).toMatchObject({
    saved: refusal("account_unknown"),
    kept: null,
  });

  expect(await archiveAccount(actors.sofie, { accountId })).toMatchObject({ ok: true });
  expect(await listAccounts(actors.an, service())).toEqual([]);
  const [listed] = (await listServiceAccounts(actors.sofie)).filter(
    ({ serviceId }) => serviceId === service(),
  );
  expect(listed?.accounts).toMatchObject([{ id: accountId, isArchived: true }]);
  expect(await bringBackAccount(actors.sofie, { accountId })).toMatchObject({ ok: true });
  expect(await bringBackAccount(actors.sofie, { accountId })).toMatchObject({ ok: true });
  const records = await withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { subjectId: accountId }, orderBy: { at: "asc" } }),
  );
  expect(records.map(({ act }) => act)).toEqual([
    "account_added",
    "account_archived",
    "account_brought_back",
  ]);
});

test("nobody else changes where money goes, by the product or past it", async () => {
  for (const who of ["an", "karim", "peter", "luc", "marie"] as const) {
    expect(await addAccount(actors[who], account()), who).toMatchObject(refusal("not_found"));
    const { organisationId } = actors[who].actingFor;
    const data = { ...account(), organisationId: organisationId ?? "", iban: "BE43068999999501" };
    const entered = withActor(actors[who], (tx) => tx.paymentAccount.createMany({ data }));
    await expect(entered, who).rejects.toThrow(/row-level security/);
  }
  const rewritten = withActor(actors.sofie, (tx) =>
    tx.paymentAccount.updateMany({ data: { iban: "BE43068999999501" } }),
  );
  await expect(rewritten).rejects.toThrow(/permission denied/);
});

test.each([
  ["BE72 0000 0000 1617", "iban_invalid"],
  ["US12 3456", "iban_invalid"],
])("an account %s is refused", (iban, code) => {
  const parsed = addAccountSchema.safeParse({ ...account(), serviceId: crypto.randomUUID(), iban });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([code]);
});
