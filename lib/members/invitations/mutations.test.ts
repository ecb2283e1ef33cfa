import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { findInvitation, takeInvitation } from "@/lib/auth/invitations";
import { rememberPerson } from "@/lib/auth/mutations";
import { closeDatabase, withActor } from "@/lib/db";
import type { Mail, MailClient } from "@/lib/gateways/mail";
import { getInvitation, listInvitations } from "@/lib/members/invitations/data";
import { mailInvitations } from "@/lib/members/invitations/jobs";
import {
  decideInvitation,
  invitePerson,
  makeInvitationLink,
  renewInvitation,
  revokeInvitation,
} from "@/lib/members/invitations/mutations";
import { inviteSchema } from "@/lib/members/invitations/schema";
import { getMember } from "@/lib/members/data";
import { ok, refuse } from "@/lib/result";
import { testDatabase } from "@/scripts/test-database";
import { value } from "@/scripts/test-draft";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

const system = systemActor("test");
let actors: TestActors;
beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
/** Everybody holds what they held at first. */
beforeEach(() =>
  withActor(system, async (tx) => {
    await tx.invitation.deleteMany();
    await tx.membership.deleteMany({ where: { NOT: { givenById: null } } });
    await tx.membership.updateMany({ data: { endedAt: null, endedById: null } });
  }),
);
afterAll(() => closeDatabase());

const refusal = (code: string) => ({ ok: false, refusal: { code } });
const tom = { givenName: "Tom", surname: "Claes" };
const input = (change: object = {}) =>
  inviteSchema.parse({
    ...{ ...tom, email: "tom@maanrode.example", language: "fr" },
    rights: [
      { role: "sender", serviceId: actors.an.actingFor.serviceId },
      { role: "auditor", serviceId: null },
    ],
    ...change,
  });

/** Invites, and has the mail sent. */
async function invited(change: object = {}) {
  const { id } = value(await invitePerson(actors.sofie, input(change)));
  const mail = await mailed();
  return { id, mail, token: tokenIn(mail) };
}

async function mailed(): Promise<Mail> {
  const mails: Mail[] = [];
  const client: MailClient = {
    send: async (mail) => {
      mails.push(mail);
      return Promise.resolve(ok(null));
    },
  };
  expect(await mailInvitations(system, client)).toBe(1);
  expect(await mailInvitations(system, client)).toBe(0);
  return mails[0] as Mail;
}

const tokenIn = ({ text }: Mail) => /\/invitations\/([\w-]+)/.exec(text)?.[1] ?? "";
const current = async (id: string) => {
  const invitation = await getInvitation(actors.sofie, id);
  if (!invitation) throw new Error("no invitation");
  return { ...invitation, ref: { invitationId: id, lockNumber: invitation.lockNumber } };
};

async function somebody(names: { givenName: string; surname: string }, number = "08120100721") {
  const { id } = await rememberPerson({
    ...names,
    ...{ nationalNumber: number, email: null, language: "nl" },
    ...{ subject: number, session: null, idToken: "", fasLevel: 500, method: "eid" },
  });
  return { ...names, personId: id, sessionId: crypto.randomUUID() };
}

test("an invitation goes by mail, is taken once by who it is for, and gives exactly its rights", async () => {
  const { id, mail, token } = await invited();
  expect(mail).toMatchObject({ to: "tom@maanrode.example", language: "fr", attachments: [] });
  expect(mail.subject).toBe("Ville de Maanrode vous invite sur le portail d’envoi");
  expect(mail.text).toContain("Sofie Jacobs vous invite");
  expect(await current(id)).toMatchObject({ state: "waiting", mailState: "sent" });

  const person = await somebody(tom);
  expect(await findInvitation(person, token)).toMatchObject({
    organisation: { fr: "Ville de Maanrode" },
    isSameName: true,
    state: "waiting",
  });
  expect(await takeInvitation(person, token)).toBe("accepted");
  expect(await takeInvitation(person, token)).toBe("used");
  expect(await takeInvitation(await somebody(tom, "01090901986"), token)).toBe("used");
  expect((await getMember(actors.sofie, person.personId))?.rights).toMatchObject([
    { role: "auditor", serviceId: null, givenBy: "Sofie Jacobs" },
    { role: "sender", serviceId: actors.an.actingFor.serviceId },
  ]);
  expect(await current(id)).toMatchObject({
    state: "accepted",
    acceptedBy: { personId: person.personId },
  });
  const acts = await withActor(system, (tx) =>
    tx.auditRecord.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } }),
  );
  expect(acts.map(({ act }) => act)).toEqual(["person_invited", "invitation_taken"]);
  expect(JSON.stringify(acts)).not.toContain("maanrode.example");
});

describe("somebody of another name", () => {
  test("gets nothing before an administrator has said who it is", async () => {
    const { id, token } = await invited();
    const person = await somebody({ givenName: "Thomas", surname: "Claes" });
    expect(await takeInvitation(person, token)).toBe("to_confirm");
    expect(await getMember(actors.sofie, person.personId)).toBeNull();
    const { ref } = await current(id);
    for (const who of ["an", "luc", "marie"] as const) {
      expect(await decideInvitation(actors[who], { ...ref, isSame: true })).toMatchObject(
        refusal("not_found"),
      );
    }
    expect(await decideInvitation(actors.sofie, { ...ref, isSame: true })).toMatchObject({
      ok: true,
    });
    expect(await decideInvitation(actors.sofie, { ...ref, isSame: false })).toMatchObject(
      refusal("invitation_changed"),
    );
    expect((await getMember(actors.sofie, person.personId))?.rights).toHaveLength(2);
  });

  test("who is refused never gets in, and the link stays used", async () => {
    const { id, token } = await invited();
    const person = await somebody({ givenName: "Mallory", surname: "Claes" });
    await takeInvitation(person, token);
    const { ref } = await current(id);
    expect(await decideInvitation(actors.sofie, { ...ref, isSame: false })).toMatchObject({
      ok: true,
    });
    expect(await getMember(actors.sofie, person.personId)).toBeNull();
    expect(await takeInvitation(person, token)).toBe("used");
    const reopened = withActor(actors.sofie, (tx) =>
      tx.invitation.updateMany({ where: { id }, data: { state: "waiting" } }),
    );
    await expect(reopened).rejects.toThrow(/constraint violated/);
  });
});

test("nobody gives rights to themselves by way of an invitation", async () => {
  const { token } = await invited({ givenName: "Sofie", surname: "Jacobs" });
  const { personId, givenName, surname } = actors.sofie;
  const self = { personId, givenName, surname, sessionId: crypto.randomUUID() };
  expect(await takeInvitation(self, token)).toBe("own");
  expect((await getMember(actors.sofie, personId))?.rights).toHaveLength(1);
});

test("a new mail has a new link, and the old one leads nowhere; neither does one taken back", async () => {
  const { id, token } = await invited();
  const person = await somebody(tom);
  const before = await current(id);
  expect(await renewInvitation(actors.sofie, before.ref)).toMatchObject({ ok: true });
  expect(await renewInvitation(actors.sofie, before.ref)).toMatchObject(
    refusal("invitation_changed"),
  );
  const second = tokenIn(await mailed());
  expect(second).not.toBe(token);
  expect(await takeInvitation(person, token)).toBe("not_found");
  const handed = value(await makeInvitationLink(actors.sofie, (await current(id)).ref));
  expect(await takeInvitation(person, second)).toBe("not_found");
  const third = handed.link.split("/").at(-1) ?? "";
  expect(await findInvitation(person, third)).toMatchObject({ state: "waiting" });
  expect(await revokeInvitation(actors.sofie, (await current(id)).ref)).toMatchObject({ ok: true });
  expect(await takeInvitation(person, third)).toBe("not_found");
  expect(await listInvitations(actors.sofie)).toEqual([]);
});

test("an invitation ends after two weeks, and can be sent again", async () => {
  const { id, token } = await invited();
  await withActor(system, (tx) =>
    tx.invitation.update({ where: { id }, data: { expiresAt: new Date() } }),
  );
  const person = await somebody(tom);
  expect(await takeInvitation(person, token)).toBe("expired");
  expect(await current(id)).toMatchObject({ state: "expired" });
  expect(await renewInvitation(actors.sofie, (await current(id)).ref)).toMatchObject({ ok: true });
  expect(await takeInvitation(person, tokenIn(await mailed()))).toBe("accepted");
});

test("one address waits for one invitation, whatever its capitals", async () => {
  await invited();
  expect(await invitePerson(actors.sofie, input({ email: "TOM@maanrode.example" }))).toMatchObject(
    refusal("invitation_waiting"),
  );
});

test("nobody takes what is no link, or without being signed in", async () => {
  const person = await somebody(tom);
  for (const token of ["", "x", "A".repeat(43), "'; DROP TABLE", "A".repeat(4000)]) {
    expect(await takeInvitation(person, token)).toBe("not_found");
  }
});

test("what no invitation can say is refused by its field", () => {
  const codes = (change: object) =>
    inviteSchema
      .safeParse({ ...input(), ...change })
      .error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  expect(codes({ givenName: " " })).toEqual(["givenName name_missing"]);
  expect(codes({ surname: "x".repeat(101) })).toEqual(["surname name_too_long"]);
  expect(codes({ email: "tom@" })).toEqual(["email email_invalid"]);
  expect(codes({ email: "a@b.be\nBcc: c@d.be" })).toEqual(["email email_invalid"]);
  expect(codes({ rights: [] })).toEqual(["rights rights_missing"]);
  expect(codes({ rights: [{ role: "operator", serviceId: null }] })).toHaveLength(1);
});

test.each([
  ["mail_outcome_unknown", "unknown"],
  ["mail_refused", "failed"],
  ["mail_unreachable", "waiting"],
] as const)("a mail that ended with %s is %s", async (code, mailState) => {
  const { id } = value(await invitePerson(actors.sofie, input()));
  const client: MailClient = {
    send: async () => Promise.resolve(refuse({ code, detail: "550" })),
  };
  expect(await mailInvitations(system, client)).toBe(0);
  expect(await current(id)).toMatchObject({ mailState });
});

test("where no mail server is set, the administrator is told to hand the link over", async () => {
  const before = process.env.SMTP_URL;
  delete process.env.SMTP_URL;
  const { id } = value(await invitePerson(actors.sofie, input()));
  expect(await mailInvitations(system)).toBe(0);
  if (before !== undefined) process.env.SMTP_URL = before;
  expect(await current(id)).toMatchObject({ state: "waiting", mailState: "none" });
});
