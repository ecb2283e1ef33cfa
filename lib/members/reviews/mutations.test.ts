import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { giveRight } from "@/lib/members/mutations";
import { getReview, getReviewDue } from "@/lib/members/reviews/data";
import { finishReview, keepRights, startReview } from "@/lib/members/reviews/mutations";
import { reviewDueAt } from "@/lib/members/reviews/rules";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(() => closeDatabase());

const OK = { ok: true, value: null };
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const open = async () => {
  const review = await getReview(actors.sofie);
  return (review?.people ?? []).filter(({ isDone }) => !isDone);
};

test("rights are looked at one by one, those given meanwhile too, and then for half a year no more", async () => {
  expect(await getReviewDue(actors.sofie)).toMatchObject({ lastAt: null, isDue: false });
  expect(await finishReview(actors.sofie)).toMatchObject(refusal("not_found"));
  expect(await startReview(actors.sofie)).toEqual(OK);
  // Somebody else goes on with it; there are not two.
  expect(await startReview(actors.sofie)).toEqual(OK);
  expect(await getReviewDue(actors.sofie)).toMatchObject({ isOpen: true });
  for (const { personId } of await open()) {
    expect(await finishReview(actors.sofie)).toMatchObject(refusal("review_incomplete"));
    expect(await keepRights(actors.sofie, { personId })).toEqual(OK);
  }
  const right = { role: "auditor" as const, serviceId: null };
  const lasting = { from: null, until: null, deputyForId: null };
  await giveRight(actors.sofie, { personId: actors.an.personId, right, ...lasting });
  expect((await open()).map(({ name }) => name)).toEqual(["An Willems"]);
  expect(await finishReview(actors.sofie)).toMatchObject(refusal("review_incomplete"));
  await keepRights(actors.sofie, { personId: actors.an.personId });
  expect(await finishReview(actors.sofie)).toEqual(OK);
  expect(await getReviewDue(actors.sofie)).toMatchObject({ isOpen: false, isDue: false });
  const acts = await withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { act: { startsWith: "rights_review" } } }),
  );
  expect(acts.map(({ act }) => act).sort()).toEqual(["rights_review_started", "rights_reviewed"]);
});

test("only administrators look, and nobody says it for them", async () => {
  for (const who of ["an", "luc", "marie", "ingrid"] as const) {
    expect(await startReview(actors[who]), who).toMatchObject(refusal("not_found"));
    expect(await getReview(actors[who]), who).toBeNull();
    const data = {
      organisationId: actors.sofie.actingFor.organisationId ?? "",
      startedById: actors[who].personId,
    };
    const entered = withActor(actors[who], (tx) => tx.rightsReview.createMany({ data }));
    await expect(entered, who).rejects.toThrow(/row-level security/);
  }
});

test.each([
  ["2026-11-24T10:00:00Z", "2027-05-23T22:00:00.000Z"],
  ["2026-08-31T10:00:00Z", "2027-02-27T23:00:00.000Z"],
  ["2026-05-31T22:30:00Z", "2026-11-30T23:00:00.000Z"],
])("half a year after %s is %s", (since, due) => {
  expect(reviewDueAt(new Date(since)).toISOString()).toBe(due);
});
