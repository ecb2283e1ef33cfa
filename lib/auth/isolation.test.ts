import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as approvals from "@/lib/approvals/data";
import * as overviewData from "@/lib/audit/overview/data";
import * as overview from "@/lib/audit/overview/mutations";
import { overviewFilterSchema } from "@/lib/audit/overview/schema";
import * as trailData from "@/lib/audit/trail/data";
import * as trail from "@/lib/audit/trail/mutations";
import { auditFilterSchema } from "@/lib/audit/trail/schema";
import * as transactions from "@/lib/audit/transactions/data";
import * as attachmentsData from "@/lib/attachments/data";
import * as attachments from "@/lib/attachments/mutations";
import * as personalData from "@/lib/attachments/personal/data";
import * as personal from "@/lib/attachments/personal/mutations";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor, type Transaction } from "@/lib/db";
import * as deliveriesData from "@/lib/deliveries/data";
import * as deliveries from "@/lib/deliveries/mutations";
import { historyFilterSchema } from "@/lib/deliveries/schema";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import * as followUpsData from "@/lib/follow-ups/data";
import * as followUps from "@/lib/follow-ups/mutations";
import * as typesData from "@/lib/message-types/data";
import * as members from "@/lib/members/data";
import * as invitationsData from "@/lib/members/invitations/data";
import * as invitations from "@/lib/members/invitations/mutations";
import * as rights from "@/lib/members/mutations";
import * as reviewsData from "@/lib/members/reviews/data";
import * as reviews from "@/lib/members/reviews/mutations";
import * as types from "@/lib/message-types/mutations";
import * as earlier from "@/lib/messages/earlier/data";
import * as languages from "@/lib/messages/languages/mutations";
import * as messagesData from "@/lib/messages/data";
import * as messages from "@/lib/messages/mutations";
import * as paperData from "@/lib/messages/paper/data";
import * as paper from "@/lib/messages/paper/mutations";
import * as sendingData from "@/lib/messages/sending/data";
import * as halting from "@/lib/messages/halting/mutations";
import * as ordersData from "@/lib/messages/orders/data";
import * as orders from "@/lib/messages/orders/mutations";
import * as accountsData from "@/lib/payments/accounts/data";
import * as accounts from "@/lib/payments/accounts/mutations";
import * as platform from "@/lib/platform/data";
import * as proofs from "@/lib/proofs/data";
import * as bundlesData from "@/lib/proofs/bundles/data";
import * as bundles from "@/lib/proofs/bundles/mutations";
import * as findingsData from "@/lib/proofs/findings/data";
import * as findings from "@/lib/proofs/findings/mutations";
import * as proofDocuments from "@/lib/proofs/documents/mutations";
import * as recipientFilesData from "@/lib/recipients/files/data";
import * as recipientFiles from "@/lib/recipients/files/mutations";
import * as presence from "@/lib/messages/presence/mutations";
import * as trials from "@/lib/messages/trials/mutations";
import * as trialsData from "@/lib/messages/trials/data";
import * as recipientsData from "@/lib/recipients/data";
import * as recent from "@/lib/recipients/recent/data";
import * as recalling from "@/lib/recipients/recent/mutations";
import * as recipients from "@/lib/recipients/mutations";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import * as answersData from "@/lib/replies/answers/data";
import * as answers from "@/lib/replies/answers/mutations";
import * as repliesData from "@/lib/replies/data";
import * as replies from "@/lib/replies/mutations";
import * as retentionData from "@/lib/retention/data";
import * as retention from "@/lib/retention/mutations";
import * as holdsData from "@/lib/retention/holds/data";
import * as holds from "@/lib/retention/holds/mutations";
import * as templatesData from "@/lib/templates/data";
import * as templates from "@/lib/templates/mutations";
import * as subscriptionData from "@/lib/proofs/subscriptions/data";
import * as subscriptions from "@/lib/proofs/subscriptions/mutations";
import * as servicesData from "@/lib/services/data";
import * as services from "@/lib/services/mutations";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach, exampleOrder, type TestRows } from "@/scripts/test-rows";

/**
 * Every read and write of the product, tried on somebody else's things. The list is made from the
 * files: a new function without a row here fails the test.
 */
let actors: TestActors;
let an: TestRows;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  an = await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
  await enterForeign();
});

afterAll(() => closeDatabase());

type Attempt = (actor: PersonActor) => Promise<unknown>;

/** What has nothing of a service in it: everybody is told the same. */
const SAME_FOR_ALL = [
  "deliveries/data.findSearchAddress",
  "messages/data.isRegisteredStopped",
  "messages/data.listMessageTypes",
  "messages/mutations.startMessage",
  "templates/data.listTemplateTypes",
  "templates/mutations.createTemplate",
  // The administrator's; what they get is told beside them.
  "services/data.getManagedService",
  "services/data.isServiceArchived",
  "services/data.listManagedServices",
  "services/mutations.addService",
  "services/mutations.archiveService",
  "services/mutations.bringBackService",
  "services/mutations.changeService",
  "message-types/data.getManagedType",
  "message-types/data.listDefaultTemplates",
  "message-types/data.listManagedTypes",
  "message-types/mutations.changeFourEyes",
  "message-types/mutations.changeType",
  "retention/data.getRetention",
  "retention/data.listErasures",
  "retention/mutations.changeHousePolicy",
  "retention/mutations.exportErasures",
  "retention/holds/data.getHold",
  "retention/holds/data.listHolds",
  "retention/holds/data.listHoldServices",
  "retention/holds/mutations.liftHold",
  "retention/holds/mutations.placeHold",
  // The auditors' and administrators'; what they get is told in a test of their own.
  "audit/overview/mutations.removeView",
  "audit/trail/data.findByReference",
  "audit/trail/data.listAuditChoices",
  "audit/trail/mutations.findTrailAddress",
  // Of who asks for the whole organisation; what they get is told in its own tests.
  "proofs/findings/data.listFindings",
  "proofs/findings/mutations.downloadFinding",
  "proofs/findings/mutations.orderFinding",
  "payments/accounts/data.listServiceAccounts",
  // One's own; what auditors get, and nobody else, is told beside them.
  "proofs/subscriptions/data.getOwnAddress",
  "proofs/subscriptions/data.getSubscription",
  "proofs/subscriptions/mutations.subscribe",
  "proofs/subscriptions/mutations.unsubscribe",
  "payments/accounts/mutations.addAccount",
  "payments/accounts/mutations.archiveAccount",
  "payments/accounts/mutations.bringBackAccount",
  "members/data.countAdministrators",
  "members/data.getMember",
  "members/data.listMembers",
  "members/data.listOthers",
  "members/data.listRightServices",
  "members/mutations.exportMembers",
  "members/reviews/data.getReview",
  "members/reviews/data.getReviewDue",
  "members/reviews/mutations.finishReview",
  "members/reviews/mutations.keepRights",
  "members/reviews/mutations.startReview",
  "members/mutations.giveRight",
  "members/mutations.takeRight",
  "members/mutations.deactivatePerson",
  "members/invitations/data.getInvitation",
  "members/invitations/data.listInvitations",
  "members/invitations/mutations.decideInvitation",
  "members/invitations/mutations.invitePerson",
  "members/invitations/mutations.makeInvitationLink",
  "members/invitations/mutations.renewInvitation",
  "members/invitations/mutations.revokeInvitation",
];

/** A right, and an invitation, of an organisation that none of those who try administers. */
const foreignRight = () =>
  withActor(systemActor("test"), (tx) =>
    tx.membership.findFirstOrThrow({ where: { personId: actors.marie.personId } }),
  );
const foreignInvitation = () => ({ invitationId: foreign.invitationId, lockNumber: 1 });

const foreignAccount = () => ({
  serviceId: actors.marie.actingFor.serviceId ?? "",
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Overgenomen",
});
/** Of an organisation that none of those who try administers. */
const foreignService = () => actors.marie.actingFor.serviceId ?? "";
const serviceFacts = {
  name: { nl: "Dienst", fr: "Service", de: "Dienst", en: "Service" },
  addressLines: ["Markt 1"],
  replyAddressLines: [],
  contactEmail: null,
  contactPhone: null,
  website: null,
  openingHours: null,
};
const foreignType = async () =>
  withActor(systemActor("test"), (tx) =>
    tx.messageType.findFirstOrThrow({
      where: { organisationId: actors.marie.actingFor.organisationId ?? "" },
    }),
  );
/** A draft that was thrown away and a hold, of an organisation that none of those who try administers. */
const foreign = {
  messageId: crypto.randomUUID(),
  holdId: crypto.randomUUID(),
  invitationId: crypto.randomUUID(),
  reference: "",
};
async function enterForeign(): Promise<void> {
  const { organisationId, serviceId } = actors.marie.actingFor;
  const own = { organisationId: organisationId ?? "", serviceId: serviceId ?? "" };
  const { id: messageTypeId } = await foreignType();
  const holdId = crypto.randomUUID();
  foreign.reference = `MR-2026-F${holdId.slice(0, 8)}`;
  foreign.holdId = holdId;
  await withActor(systemActor("test"), async (tx) => {
    const message = await tx.message.create({
      data: {
        ...{ ...own, messageTypeId, reference: foreign.reference, state: "cancelled" },
        ...{ authorId: actors.marie.personId, body: documentFromPlainText("Madame") },
      },
    });
    foreign.messageId = message.id;
    await tx.invitation.create({
      data: {
        ...{ id: foreign.invitationId, organisationId: own.organisationId, rights: [] },
        ...{ givenName: "Louis", surname: "Petit", email: "louis@tides.example", language: "fr" },
        ...{ createdById: actors.marie.personId, expiresAt: new Date("2999-01-01") },
        mailState: "none",
      },
    });
    await tx.legalHold.create({
      data: {
        ...{ id: holdId, organisationId: own.organisationId, kind: "period", reason: "Litige" },
        ...{ fromAt: new Date(0), untilAt: new Date(), placedAt: new Date() },
        placedById: actors.marie.personId,
      },
    });
  });
}
const enterAccount = (tx: Transaction, { actingFor }: PersonActor) =>
  tx.paymentAccount.create({
    data: {
      organisationId: actingFor.organisationId ?? "",
      serviceId: actingFor.serviceId ?? "",
      iban: "BE72000000001616",
      beneficiary: "Stad Maanrode",
    },
  });
const draft = () => ({ messageId: an.messageId, lockNumber: 1 });
const file = () => ({ ...draft(), attachmentId: an.attachmentId });
const delivery = () => ({ deliveryId: an.deliveryId });
const bundleOrder = () =>
  withActor(systemActor("test"), async (tx) => {
    const { id: orderId } = await tx.bundleOrder.findFirstOrThrow();
    return { orderId };
  });
const template = () => ({ templateId: an.templateId, lockNumber: 1 });
const noFilter = historyFilterSchema.parse({});

/** What a stranger is told: there is no such thing, or nothing. */
const NOT_FOUND = { ok: false, refusal: { code: "not_found" } };

const change = (work: Parameters<typeof withActor>[1]) => withActor(systemActor("test"), work);

const onPaper = () =>
  change(async (tx) => {
    await tx.message.update({ where: { id: an.messageId }, data: { sentAt: new Date() } });
    await tx.delivery.update({ where: { id: an.deliveryId }, data: { state: "on_paper" } });
  });

/** Its message counts as sent. */
const sendIt = () =>
  change((tx) => tx.message.update({ where: { id: an.messageId }, data: { sentAt: new Date() } }));

const awaitApproval = () =>
  change((tx) =>
    tx.message.update({
      where: { id: an.messageId },
      data: { state: "awaiting_approval", order: exampleOrder(), plan: { kind: "now" } },
    }),
  );

type Row = { attempt: Attempt; told: unknown; prepare?: () => Promise<unknown> };

/** The audit trail of what An's service did: nothing of it is a look. */
const trailOfAn = auditFilterSchema.parse({ act: "message_sent" });

const everything = overviewFilterSchema.parse({});

const TABLE: Record<string, Row> = {
  "audit/overview/data.getOverview": {
    attempt: async (actor) => (await overviewData.getOverview(actor, everything)).page.rows,
    told: [],
  },
  "audit/overview/mutations.viewOverview": {
    attempt: async (actor) => {
      const viewed = await overview.viewOverview(actor, everything);
      return viewed.ok && viewed.value.page.rows;
    },
    told: [],
  },
  "audit/overview/mutations.exportOverview": {
    attempt: async (actor) => {
      const request = { filter: everything, format: "csv", language: "nl" } as const;
      const made = await overview.exportOverview(actor, request);
      return made.ok && Buffer.from(made.value.bytes).toString().trim().split("\n").length;
    },
    // The heading alone.
    told: 1,
  },
  "audit/overview/mutations.orderSelection": {
    attempt: (actor) => overview.orderSelection(actor, { filter: everything, language: "nl" }),
    told: NOT_FOUND,
  },
  "audit/overview/mutations.saveView": {
    attempt: (actor) =>
      overview.saveView(actor, { name: "Mijn", filter: everything }).catch(() => "refused"),
    told: "refused",
  },
  "audit/overview/mutations.removeView": {
    attempt: (actor) => overview.removeView(actor, { viewId: an.messageId }),
    told: NOT_FOUND,
  },
  "audit/trail/data.findByReference": {
    attempt: (actor) => trailData.findByReference(actor, "MR-0000-00000"),
    told: null,
  },
  "audit/trail/data.listAuditChoices": {
    // Of another organisation's people, whoever asks.
    attempt: async (actor) => {
      const others = { an: actors.marie, marie: actors.an };
      const other = actor.personId === actors.marie.personId ? others.marie : others.an;
      return (await trailData.listAuditChoices(actor)).people.filter(
        ({ id }) => id === other.personId,
      );
    },
    told: [],
  },
  "audit/trail/data.listAuditRecords": {
    attempt: async (actor) => (await trailData.listAuditRecords(actor, trailOfAn)).rows,
    told: [],
  },
  "audit/trail/mutations.viewTrail": {
    attempt: async (actor) => {
      const viewed = await trail.viewTrail(actor, trailOfAn);
      return viewed.ok && viewed.value.page.rows;
    },
    told: [],
  },
  "audit/trail/mutations.findTrailAddress": {
    attempt: (actor) => trail.findTrailAddress(actor, { ...trailOfAn, query: "MR-0000-00000" }),
    // Of a reference that is not one's own as of one that there is not.
    told: { ok: false, refusal: { code: "search_unknown" } },
  },
  "audit/trail/mutations.exportTrail": {
    attempt: async (actor) => {
      const made = await trail.exportTrail(actor, {
        filter: trailOfAn,
        format: "csv",
        language: "nl",
      });
      return made.ok && Buffer.from(made.value.bytes).toString().trim().split("\n").length;
    },
    // The heading alone.
    told: 1,
  },
  "audit/trail/mutations.downloadAuditRecord": {
    attempt: (actor) =>
      trail.downloadAuditRecord(actor, { recordId: an.auditRecordId, file: "record" }),
    told: NOT_FOUND,
  },
  "audit/transactions/data.getTransaction": {
    attempt: (actor) => transactions.getTransaction(actor, an.deliveryId),
    told: null,
  },
  "audit/transactions/data.findDeliveryOf": {
    attempt: (actor) =>
      transactions.findDeliveryOf(actor, { subjectKind: "reply", subjectId: an.replyId }),
    told: null,
  },
  "audit/trail/mutations.viewAuditRecord": {
    attempt: async (actor) => {
      const record = await withActor(systemActor("test"), (tx) =>
        tx.auditRecord.findFirstOrThrow({ where: { act: "message_sent" } }),
      );
      return trail.viewAuditRecord(actor, { recordId: record.id });
    },
    told: NOT_FOUND,
  },
  "attachments/mutations.receiveUpload": {
    attempt: async (actor) => {
      const metadata = Object.entries({ messageId: an.messageId, fileName: "plan.pdf" })
        .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
        .join(",");
      const upload = new Request("http://localhost:3000/api/uploads", {
        method: "POST",
        headers: { "tus-resumable": "1.0.0", "upload-length": "10", "upload-metadata": metadata },
      });
      return (await attachments.receiveUpload(actor, upload)).status;
    },
    told: 404,
  },
  "attachments/mutations.addAttachment": {
    attempt: (actor) => attachments.addAttachment(actor, { ...draft(), uploadId: an.attachmentId }),
    told: NOT_FOUND,
  },
  "attachments/mutations.removeAttachment": {
    attempt: (actor) =>
      attachments.removeAttachment(actor, { ...draft(), attachmentId: an.attachmentId }),
    told: NOT_FOUND,
  },
  "attachments/mutations.renameAttachment": {
    attempt: (actor) => attachments.renameAttachment(actor, { ...file(), fileName: "Overgenomen" }),
    told: NOT_FOUND,
  },
  "attachments/mutations.moveAttachment": {
    attempt: (actor) => attachments.moveAttachment(actor, { ...file(), direction: "up" }),
    told: NOT_FOUND,
  },
  "attachments/mutations.chooseMainContent": {
    attempt: (actor) =>
      attachments.chooseMainContent(actor, { ...draft(), attachmentId: an.attachmentId }),
    told: NOT_FOUND,
  },
  "attachments/data.listAttachments": {
    attempt: (actor) => attachmentsData.listAttachments(actor, an.messageId),
    told: null,
  },
  "attachments/data.openDraftFile": {
    attempt: (actor) => attachmentsData.openDraftFile(actor, file(), "file"),
    told: NOT_FOUND,
  },
  "deliveries/data.listDeliveries": {
    attempt: async (actor) => (await deliveriesData.listDeliveries(actor, noFilter)).rows,
    told: [],
  },
  "deliveries/data.findSearchAddress": {
    attempt: (actor) =>
      deliveriesData.findSearchAddress(actor, { ...noFilterText, query: "08040901112" }),
    told: expect.not.stringContaining("08040901112") as unknown,
  },
  "deliveries/data.getDelivery": {
    attempt: (actor) => deliveriesData.getDelivery(actor, an.deliveryId),
    told: null,
  },
  "deliveries/data.getDeliveryProgress": {
    attempt: (actor) => deliveriesData.getDeliveryProgress(actor, an.deliveryId),
    told: null,
  },
  "deliveries/data.getHomeSummary": {
    attempt: async (actor) => {
      const { lately, unreadReplies } = await deliveriesData.getHomeSummary(actor, new Date());
      return { lately, unreadReplies };
    },
    told: { lately: [], unreadReplies: 0 },
  },
  "deliveries/mutations.viewDelivery": {
    attempt: (actor) => deliveries.viewDelivery(actor, delivery()),
    told: NOT_FOUND,
  },
  "deliveries/mutations.viewHistory": {
    attempt: async (actor) => {
      const viewed = await deliveries.viewHistory(actor, noFilter);
      return viewed.ok && viewed.value.rows;
    },
    told: [],
  },
  "deliveries/mutations.showNumber": {
    attempt: (actor) => deliveries.showNumber(actor, delivery()),
    told: NOT_FOUND,
  },
  "deliveries/mutations.openLetter": {
    attempt: (actor) => deliveries.openLetter(actor, delivery()),
    told: NOT_FOUND,
  },
  "deliveries/mutations.drawSentLetter": {
    attempt: (actor) => deliveries.drawSentLetter(actor, delivery()),
    told: NOT_FOUND,
  },
  "deliveries/mutations.openAttachment": {
    attempt: (actor) =>
      deliveries.openAttachment(actor, { ...delivery(), attachmentId: an.attachmentId }),
    told: NOT_FOUND,
  },
  "deliveries/mutations.downloadProof": {
    attempt: (actor) =>
      deliveries.downloadProof(actor, {
        ...delivery(),
        evidenceId: an.evidenceId,
        file: "evidence",
      }),
    told: NOT_FOUND,
  },
  "messages/data.getDraft": {
    attempt: (actor) => messagesData.getDraft(actor, an.messageId),
    told: null,
  },
  "messages/languages/mutations.addLanguage": {
    attempt: (actor) =>
      languages.addLanguage(actor, { messageId: an.messageId, lockNumber: 1, language: "fr" }),
    told: NOT_FOUND,
  },
  "messages/languages/mutations.removeLanguage": {
    attempt: (actor) =>
      languages.removeLanguage(actor, { messageId: an.messageId, lockNumber: 1, language: "nl" }),
    told: NOT_FOUND,
  },
  "messages/data.getPreview": {
    attempt: (actor) => messagesData.getPreview(actor, an.messageId),
    told: null,
  },
  "messages/data.makePreview": {
    attempt: (actor) => messagesData.makePreview(actor, an.messageId, "pdf"),
    told: NOT_FOUND,
  },
  "messages/data.readDraftSender": {
    attempt: (actor) => messagesData.readDraftSender(actor, an.messageId),
    told: null,
  },
  "messages/data.getSentMessage": {
    attempt: (actor) => messagesData.getSentMessage(actor, an.messageId),
    told: null,
    prepare: () =>
      change((tx) =>
        tx.message.update({ where: { id: an.messageId }, data: { sentAt: new Date() } }),
      ),
  },
  "messages/data.isRegisteredStopped": {
    // About the time stamps of the whole platform, the same for everyone.
    attempt: (actor) => messagesData.isRegisteredStopped(actor),
    told: false,
  },
  "messages/data.listDrafts": { attempt: (actor) => messagesData.listDrafts(actor), told: [] },
  "messages/data.listMessageTypes": {
    attempt: async (actor) => {
      const own = actor.actingFor.organisationId;
      const types = await messagesData.listMessageTypes(actor);
      const rows = await withActor(systemActor("test"), (tx) =>
        tx.messageType.findMany({ where: { id: { in: types.map(({ id }) => id) } } }),
      );
      return rows.filter((row) => row.organisationId !== own);
    },
    told: [],
  },
  "messages/mutations.startMessage": {
    attempt: async (actor) => {
      const type = await withActor(systemActor("test"), (tx) =>
        tx.messageType.findFirstOrThrow({
          where: { organisationId: { not: actor.actingFor.organisationId ?? "" } },
        }),
      );
      return messages.startMessage(actor, { messageTypeId: type.id });
    },
    told: expect.objectContaining({ ok: false }) as unknown,
  },
  "messages/mutations.saveRecipient": {
    attempt: (actor) =>
      messages.saveRecipient(actor, {
        ...draft(),
        kind: "citizen",
        number: "08040901112",
        name: "Dirk Verhoeven",
        address: [],
        attention: "",
        language: "nl",
      }),
    told: NOT_FOUND,
  },
  "messages/mutations.saveText": {
    attempt: (actor) =>
      messages.saveText(actor, {
        ...draft(),
        subject: "Overgenomen",
        ownReference: "",
        body: documentFromPlainText("Overgenomen"),
        values: {},
      }),
    told: NOT_FOUND,
  },
  "messages/mutations.savePayment": {
    attempt: (actor) => messages.savePayment(actor, { ...draft(), payment: null }),
    told: NOT_FOUND,
  },
  "messages/mutations.saveReplies": {
    attempt: (actor) =>
      messages.saveReplies(actor, { ...draft(), replyOption: emptyReplyOption("ebox") }),
    told: NOT_FOUND,
  },
  "messages/mutations.saveDelivery": {
    attempt: (actor) => messages.saveDelivery(actor, { ...draft(), deliveryChoice: "normal" }),
    told: NOT_FOUND,
  },
  "messages/mutations.discardMessage": {
    attempt: (actor) => messages.discardMessage(actor, draft()),
    told: NOT_FOUND,
  },
  "messages/mutations.removeRecipient": {
    attempt: async (actor) => {
      const row = await withActor(systemActor("test"), (tx) =>
        tx.messageRecipient.findFirstOrThrow({ where: { messageId: an.messageId } }),
      );
      return messages.removeRecipient(actor, { ...draft(), recipientId: row.id });
    },
    told: NOT_FOUND,
  },
  "messages/mutations.savePaper": {
    attempt: (actor) => messages.savePaper(actor, { ...draft(), paperWanted: true }),
    told: NOT_FOUND,
  },
  "attachments/personal/data.openPersonalFile": {
    attempt: (actor) =>
      personalData.openPersonalFile(actor, {
        messageId: an.messageId,
        fileId: an.personalFileId,
      }),
    told: NOT_FOUND,
  },
  "attachments/personal/mutations.addArchive": {
    // Its own service is told that it is there already.
    attempt: (actor) => personal.addArchive(actor, { ...draft(), uploadId: an.archiveId }),
    told: NOT_FOUND,
  },
  "attachments/personal/mutations.removeArchive": {
    attempt: (actor) => personal.removeArchive(actor, draft()),
    told: NOT_FOUND,
  },
  "messages/earlier/data.getEarlierMessages": {
    prepare: () =>
      change(async (tx) => {
        const { messageTypeId } = await tx.message.findUniqueOrThrow({
          where: { id: an.messageId },
        });
        const like = { messageTypeId, sentAt: new Date() };
        const { deliveryId } = await enterOneOfEach(tx, actors.an);
        const delivery = await tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
        await tx.message.update({ where: { id: delivery.messageId }, data: like });
      }),
    attempt: (actor) => earlier.getEarlierMessages(actor, an.messageId),
    told: null,
  },
  "recipients/recent/data.listRecentRecipients": {
    attempt: (actor) => recent.listRecentRecipients(actor, { messageId: an.messageId, query: "" }),
    told: [],
  },
  "recipients/recent/data.readServiceOfDraft": {
    attempt: (actor) =>
      withActor(actor, (tx) => recent.readServiceOfDraft(tx, actor, an.messageId)),
    told: null,
  },
  "recipients/recent/mutations.recallRecipient": {
    attempt: (actor) =>
      recalling.recallRecipient(actor, { messageId: an.messageId, deliveryId: an.deliveryId }),
    told: NOT_FOUND,
  },
  "recipients/files/data.getReading": {
    attempt: (actor) => recipientFilesData.getReading(actor, an.messageId),
    told: null,
  },
  "recipients/files/data.listFaultyRows": {
    attempt: (actor) => recipientFilesData.listFaultyRows(actor, an.messageId),
    told: [],
  },
  "recipients/files/mutations.addRecipientFile": {
    // Its own service is told that the upload is not there.
    attempt: (actor) =>
      recipientFiles.addRecipientFile(actor, { ...draft(), uploadId: crypto.randomUUID() }),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.removeRecipientFile": {
    attempt: (actor) => recipientFiles.removeRecipientFile(actor, draft()),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.matchColumns": {
    attempt: (actor) => recipientFiles.matchColumns(actor, { ...draft(), matching: {} }),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.answerFaults": {
    attempt: (actor) =>
      recipientFiles.answerFaults(actor, {
        ...draft(),
        leaveOutFaulty: true,
        keepRepeated: null,
        sendAgain: null,
      }),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.chooseLanguage": {
    attempt: (actor) => recipientFiles.chooseLanguage(actor, { ...draft(), language: "fr" }),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.makeExample": {
    attempt: (actor) =>
      recipientFiles.makeExample(actor, { messageId: an.messageId, format: "csv" }),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.returnFaults": {
    attempt: (actor) => recipientFiles.returnFaults(actor, an.messageId, "nl"),
    told: NOT_FOUND,
  },
  "recipients/files/mutations.checkBoxesAgain": {
    attempt: (actor) => recipientFiles.checkBoxesAgain(actor, draft()),
    told: NOT_FOUND,
  },
  "messages/sending/data.getSendingProgress": {
    attempt: (actor) => sendingData.getSendingProgress(actor, an.messageId),
    told: null,
    prepare: () =>
      change((tx) =>
        tx.message.update({ where: { id: an.messageId }, data: { sentAt: new Date() } }),
      ),
  },
  "messages/paper/data.getPrinting": {
    attempt: (actor) => paperData.getPrinting(actor, an.messageId),
    told: null,
    prepare: () => onPaper(),
  },
  "messages/paper/mutations.printLetters": {
    attempt: (actor) => paper.printLetters(actor, { messageId: an.messageId, run: 1 }),
    told: NOT_FOUND,
    prepare: () => onPaper(),
  },
  "messages/paper/mutations.listPaper": {
    attempt: (actor) =>
      paper.listPaper(actor, { messageId: an.messageId, language: "nl" as const }),
    told: NOT_FOUND,
    prepare: () => onPaper(),
  },
  "messages/orders/mutations.giveOrder": {
    attempt: (actor) =>
      orders.giveOrder(actor, { ...draft(), isConfirmed: true, plan: { kind: "now" }, note: "" }),
    told: NOT_FOUND,
  },
  "messages/orders/mutations.approveMessage": {
    attempt: (actor) => orders.approveMessage(actor, { messageId: an.messageId, round: 1 }),
    told: NOT_FOUND,
  },
  "messages/orders/mutations.sendBack": {
    attempt: (actor) =>
      orders.sendBack(actor, {
        messageId: an.messageId,
        round: 1,
        comments: [{ place: "text", text: "Overgenomen" }],
      }),
    told: NOT_FOUND,
  },
  "messages/orders/mutations.takeBack": {
    attempt: (actor) => orders.takeBack(actor, { messageId: an.messageId }),
    told: NOT_FOUND,
  },
  "messages/halting/mutations.pauseSending": {
    attempt: (actor) => halting.pauseSending(actor, { messageId: an.messageId }),
    told: NOT_FOUND,
  },
  "messages/halting/mutations.resumeSending": {
    attempt: (actor) => halting.resumeSending(actor, { messageId: an.messageId }),
    told: NOT_FOUND,
  },
  "messages/halting/mutations.cancelSending": {
    attempt: (actor) => halting.cancelSending(actor, { messageId: an.messageId }),
    told: NOT_FOUND,
  },
  "messages/orders/data.listPlanned": {
    attempt: async (actor) =>
      (await ordersData.listPlanned(actor)).filter(({ id }) => id === an.messageId),
    told: [],
    prepare: () => awaitApproval(),
  },
  "approvals/data.listApprovals": {
    attempt: async (actor) =>
      (await approvals.listApprovals(actor)).filter(({ messageId }) => messageId === an.messageId),
    told: [],
  },
  "approvals/data.countApprovals": {
    // Its writers have nothing to decide: asked as somebody else would who works beside them.
    attempt: (actor) => approvals.countApprovals({ ...actor, personId: crypto.randomUUID() }),
    told: 0,
  },
  "approvals/data.getApproval": {
    attempt: (actor) => approvals.getApproval(actor, an.messageId),
    told: null,
  },
  "approvals/data.getApprovalWanted": {
    attempt: (actor) =>
      approvals.getApprovalWanted(actor, {
        id: an.messageId,
        recipients: 1,
        deliveryChoice: "registered",
      }),
    told: null,
    prepare: () =>
      change((tx) => tx.organisation.updateMany({ data: { fourEyesRegistered: true } })),
  },
  "messages/mutations.takeTemplateText": {
    attempt: (actor) =>
      messages.takeTemplateText(actor, { ...draft(), version: 1, language: "nl" }),
    told: NOT_FOUND,
  },
  "messages/mutations.takeTemplateVersion": {
    attempt: (actor) => messages.takeTemplateVersion(actor, { ...draft(), version: 2 }),
    told: NOT_FOUND,
  },
  "follow-ups/data.getFollowUp": {
    attempt: (actor) => followUpsData.getFollowUp(actor, an.deliveryId),
    told: null,
  },
  "follow-ups/data.getSilentRecipients": {
    attempt: async (actor) => (await followUpsData.getSilentRecipients(actor, an.messageId)).count,
    told: 0,
    prepare: () =>
      change(async (tx) => {
        const { id, messageId, ...row } = await tx.delivery.findUniqueOrThrow({
          where: { id: an.deliveryId },
        });
        const publishedAt = new Date(0);
        await tx.delivery.update({ where: { id }, data: { publishedAt, openedAt: null } });
        const [one, two] = [7, 8].map((position) => ({
          ...row,
          messageId,
          position,
          publishedAt,
          openedAt: null,
          repliedAt: null,
          letter: row.letter ?? {},
          reference: crypto.randomUUID(),
          idempotencyKey: crypto.randomUUID(),
          mailboxMessageId: null,
          recipientNumberEncrypted: new Uint8Array(row.recipientNumberEncrypted),
          recipientNumberHash: new Uint8Array(row.recipientNumberHash),
          letterSha256: null,
        }));
        if (one && two) await tx.delivery.createMany({ data: [one, two] });
      }),
  },
  "follow-ups/data.getReminderPlan": {
    attempt: (actor) => followUpsData.getReminderPlan(actor, an.messageId),
    told: null,
    prepare: () =>
      change((tx) =>
        tx.delivery.update({ where: { id: an.deliveryId }, data: { remindAt: new Date() } }),
      ),
  },
  "follow-ups/mutations.stopReminders": {
    attempt: (actor) => followUps.stopReminders(actor, { messageId: an.messageId }),
    told: NOT_FOUND,
    prepare: () =>
      change((tx) =>
        tx.message.update({ where: { id: an.messageId }, data: { sentAt: new Date() } }),
      ),
  },
  "follow-ups/mutations.decideFollowUp": {
    attempt: (actor) =>
      followUps.decideFollowUp(actor, { deliveryId: an.deliveryId, decision: "leave" }),
    told: NOT_FOUND,
  },
  "services/data.getManagedService": {
    attempt: (actor) => servicesData.getManagedService(actor, foreignService()),
    told: null,
  },
  "services/data.listManagedServices": {
    // Of another organisation, whoever asks.
    attempt: async (actor) =>
      (await servicesData.listManagedServices(actor)).filter(({ id }) => id === foreignService()),
    told: [],
  },
  "services/data.isServiceArchived": {
    attempt: (actor) => servicesData.isServiceArchived(actor),
    told: false,
  },
  "services/mutations.addService": {
    // Into the actor's own organisation, and nowhere else.
    attempt: async (actor) => {
      await services.addService(actor, { ...serviceFacts, partition: "FOREIGN" });
      return withActor(systemActor("test"), (tx) =>
        tx.service.count({
          where: {
            partition: "FOREIGN",
            organisationId: { not: actors.sofie.actingFor.organisationId ?? "" },
          },
        }),
      );
    },
    told: 0,
  },
  "services/mutations.changeService": {
    attempt: (actor) =>
      services.changeService(actor, {
        ...serviceFacts,
        serviceId: foreignService(),
        lockNumber: 1,
      }),
    told: NOT_FOUND,
  },
  "services/mutations.archiveService": {
    attempt: (actor) => services.archiveService(actor, { serviceId: foreignService() }),
    told: NOT_FOUND,
  },
  "services/mutations.bringBackService": {
    attempt: (actor) => services.bringBackService(actor, { serviceId: foreignService() }),
    told: NOT_FOUND,
  },
  "message-types/data.getManagedType": {
    attempt: async (actor) => typesData.getManagedType(actor, (await foreignType()).id),
    told: null,
  },
  "message-types/data.listDefaultTemplates": {
    // Of the administrator's own organisation alone.
    attempt: async (actor) => {
      const listed = await typesData.listDefaultTemplates(actor, (await foreignType()).id);
      const { organisationId } = await foreignType();
      return withActor(systemActor("test"), (tx) =>
        tx.template.count({ where: { id: { in: listed.map(({ id }) => id) }, organisationId } }),
      );
    },
    told: 0,
  },
  "message-types/data.listManagedTypes": {
    attempt: async (actor) => {
      const { id } = await foreignType();
      return (
        (await typesData.listManagedTypes(actor))?.types.some((type) => type.id === id) ?? false
      );
    },
    told: false,
  },
  "message-types/mutations.changeType": {
    attempt: async (actor) =>
      types.changeType(actor, {
        typeId: (await foreignType()).id,
        lockNumber: 1,
        defaultTemplateId: null,
        languages: ["nl"],
        deliveryChoice: null,
        isPaymentWanted: false,
        replyOption: null,
        isFourEyes: false,
        legalBasis: "",
        unopened: null,
        receipt: null,
        retention: { contentsMonths: 3, repliesMonths: 3 },
      }),
    told: NOT_FOUND,
  },
  "retention/data.getRetention": {
    // Of another organisation, whoever asks.
    attempt: async (actor) => {
      const { id } = await foreignType();
      return (
        (await retentionData.getRetention(actor))?.types.some((type) => type.id === id) ?? false
      );
    },
    told: false,
  },
  "retention/data.listErasures": {
    attempt: async (actor) => {
      const list = await retentionData.listErasures(actor, { until: "2099-01-01" });
      return list?.lines.some(({ subjectId }) => subjectId === foreign.messageId) ?? false;
    },
    told: false,
  },
  "retention/mutations.exportErasures": {
    attempt: async (actor) => {
      const made = await retention.exportErasures(actor, {
        ...{ filter: { until: "2099-01-01" }, format: "csv", language: "nl" },
      });
      return made.ok && Buffer.from(made.value.bytes).toString("utf8").includes(foreign.reference);
    },
    told: false,
  },
  "retention/mutations.changeHousePolicy": {
    // An administrator's own organisation is the only one that can be meant.
    attempt: async (actor) => {
      await retention.changeHousePolicy(actor, {
        ...{ lockNumber: 1, draftsDays: 30, recipientFilesDays: 7, noticeDays: 7 },
      });
      return withActor(systemActor("test"), (tx) =>
        tx.organisation.count({
          where: { id: actors.marie.actingFor.organisationId ?? "", draftsKeptDays: 30 },
        }),
      );
    },
    told: 0,
  },
  "retention/holds/data.listHolds": {
    attempt: async (actor) => {
      const holds = await holdsData.listHolds(actor);
      return holds?.some(({ id }) => id === foreign.holdId) ?? false;
    },
    told: false,
  },
  "retention/holds/data.getHold": {
    attempt: (actor) => holdsData.getHold(actor, foreign.holdId),
    told: null,
  },
  "retention/holds/data.listHoldServices": {
    attempt: async (actor) =>
      (await holdsData.listHoldServices(actor)).filter(
        ({ id }) => id === actors.marie.actingFor.serviceId,
      ),
    told: [],
  },
  "retention/holds/mutations.placeHold": {
    attempt: async (actor) => {
      const placed = await holds.placeHold(actor, {
        ...{ kind: "period", from: "2026-01-01", to: "2026-12-31", reason: "Overgenomen" },
        serviceId: actors.marie.actingFor.serviceId,
      });
      return placed.ok;
    },
    told: false,
  },
  "retention/holds/mutations.liftHold": {
    attempt: (actor) => holds.liftHold(actor, { holdId: foreign.holdId, reason: "Overgenomen" }),
    told: NOT_FOUND,
  },
  "message-types/mutations.changeFourEyes": {
    // An administrator's own organisation is the only one that can be meant.
    attempt: async (actor) => {
      await types.changeFourEyes(actor, { lockNumber: 1, from: 1, isRegistered: true });
      return withActor(systemActor("test"), (tx) =>
        tx.organisation.count({
          where: { id: actors.marie.actingFor.organisationId ?? "", fourEyesFrom: { not: null } },
        }),
      );
    },
    told: 0,
  },
  "members/data.countAdministrators": {
    // One administers the town, and whoever administers it counts her.
    attempt: async (actor) =>
      (await members.countAdministrators(actor)) - (actor.roles.includes("administrator") ? 1 : 0),
    told: 0,
  },
  "members/data.getMember": {
    attempt: (actor) => members.getMember(actor, actors.marie.personId),
    told: null,
  },
  "members/data.listMembers": {
    attempt: async (actor) =>
      ((await members.listMembers(actor)) ?? []).filter(
        ({ personId }) => personId === actors.marie.personId,
      ),
    told: [],
  },
  "members/data.listOthers": {
    attempt: async (actor) =>
      (await members.listOthers(actor, actor.personId)).filter(
        ({ id }) => id === actors.marie.personId,
      ),
    told: [],
  },
  "members/data.listRightServices": {
    attempt: async (actor) =>
      (await members.listRightServices(actor)).filter(
        ({ id }) => id === actors.marie.actingFor.serviceId,
      ),
    told: [],
  },
  "members/reviews/data.getReview": {
    attempt: async (actor) =>
      ((await reviewsData.getReview(actor))?.people ?? []).filter(
        ({ personId }) => personId === actors.marie.personId,
      ),
    told: [],
  },
  "members/reviews/data.getReviewDue": {
    attempt: async (actor) => (await reviewsData.getReviewDue(actor))?.isOpen ?? false,
    told: false,
  },
  "members/reviews/mutations.startReview": {
    attempt: async (actor) =>
      actor.roles.includes("administrator") ? NOT_FOUND : reviews.startReview(actor),
    told: NOT_FOUND,
  },
  "members/reviews/mutations.keepRights": {
    attempt: (actor) => reviews.keepRights(actor, { personId: actors.marie.personId }),
    told: NOT_FOUND,
  },
  "members/reviews/mutations.finishReview": {
    attempt: (actor) => reviews.finishReview(actor),
    told: NOT_FOUND,
  },
  "members/mutations.exportMembers": {
    attempt: async (actor) => {
      const made = await rights.exportMembers(actor, { format: "csv", language: "fr" });
      return made.ok && Buffer.from(made.value.bytes).toString().includes("Dupont");
    },
    told: false,
  },
  "members/mutations.giveRight": {
    attempt: (actor) =>
      rights.giveRight(actor, {
        personId: actors.marie.personId,
        right: { role: "auditor", serviceId: null },
        ...{ from: null, until: null, deputyForId: null },
      }),
    told: NOT_FOUND,
  },
  "members/mutations.takeRight": {
    attempt: async (actor) => rights.takeRight(actor, { membershipId: (await foreignRight()).id }),
    told: NOT_FOUND,
  },
  "members/mutations.deactivatePerson": {
    attempt: (actor) => rights.deactivatePerson(actor, { personId: actors.marie.personId }),
    told: NOT_FOUND,
  },
  "members/invitations/data.getInvitation": {
    attempt: async (actor) => invitationsData.getInvitation(actor, foreign.invitationId),
    told: null,
  },
  "members/invitations/data.listInvitations": {
    attempt: (actor) => invitationsData.listInvitations(actor),
    told: [],
  },
  "members/invitations/mutations.decideInvitation": {
    attempt: async (actor) =>
      invitations.decideInvitation(actor, { ...foreignInvitation(), isSame: true }),
    told: NOT_FOUND,
  },
  "members/invitations/mutations.invitePerson": {
    attempt: (actor) =>
      invitations.invitePerson(actor, {
        ...{ givenName: "Louis", surname: "Petit", email: "louis@tides.example", language: "fr" },
        rights: [{ role: "sender", serviceId: actors.marie.actingFor.serviceId }],
      }),
    told: NOT_FOUND,
  },
  "members/invitations/mutations.makeInvitationLink": {
    attempt: async (actor) => invitations.makeInvitationLink(actor, foreignInvitation()),
    told: NOT_FOUND,
  },
  "members/invitations/mutations.renewInvitation": {
    attempt: async (actor) => invitations.renewInvitation(actor, foreignInvitation()),
    told: NOT_FOUND,
  },
  "members/invitations/mutations.revokeInvitation": {
    attempt: async (actor) => invitations.revokeInvitation(actor, foreignInvitation()),
    told: NOT_FOUND,
  },
  "payments/accounts/data.listAccounts": {
    attempt: (actor) => accountsData.listAccounts(actor, actors.an.actingFor.serviceId ?? ""),
    told: [],
    prepare: () => change((tx) => enterAccount(tx, actors.an)),
  },
  "payments/accounts/data.listServiceAccounts": {
    // Of another organisation's services, whoever asks.
    attempt: async (actor) =>
      (await accountsData.listServiceAccounts(actor)).filter(
        ({ serviceId }) => serviceId === actors.marie.actingFor.serviceId,
      ),
    told: [],
  },
  "payments/accounts/mutations.addAccount": {
    attempt: (actor) => accounts.addAccount(actor, foreignAccount()),
    told: NOT_FOUND,
  },
  "payments/accounts/mutations.archiveAccount": {
    attempt: (actor) => accounts.archiveAccount(actor, { accountId: an.messageId }),
    told: NOT_FOUND,
  },
  "payments/accounts/mutations.bringBackAccount": {
    attempt: (actor) => accounts.bringBackAccount(actor, { accountId: an.messageId }),
    told: NOT_FOUND,
  },
  "platform/data.getPlatform": {
    attempt: async (actor) => (await platform.getPlatform(actor)).stuck,
    told: [],
    prepare: () =>
      change((tx) =>
        tx.delivery.update({ where: { id: an.deliveryId }, data: { movedAt: new Date(0) } }),
      ),
  },
  "proofs/data.getDeliveryProof": {
    attempt: (actor) => proofs.getDeliveryProof(actor, an.deliveryId),
    told: { ok: false, refusal: "not_found" },
  },
  "proofs/data.getAuditRecordProof": {
    attempt: (actor) => proofs.getAuditRecordProof(actor, an.auditRecordId),
    told: { ok: false, refusal: "not_found" },
  },
  "proofs/data.getEvidence": {
    attempt: (actor) => proofs.getEvidence(actor, an.evidenceId),
    told: { ok: false, refusal: "not_found" },
  },
  "proofs/bundles/data.findBundle": {
    attempt: (actor) => bundlesData.findBundle(actor, { ...delivery(), language: "nl" }, 1),
    told: null,
  },
  "proofs/bundles/data.listBundleOrders": {
    attempt: (actor) => bundlesData.listBundleOrders(actor),
    told: [],
  },
  "proofs/findings/data.listFindings": {
    attempt: (actor) => findingsData.listFindings(actor),
    told: [],
  },
  "proofs/findings/mutations.orderFinding": {
    attempt: (actor) =>
      findings.orderFinding(actor, {
        kind: "citizen",
        number: "08040901112",
        from: "2026-01-01",
        to: "2026-01-31",
        reason: "Rolnummer",
        language: "nl",
      }),
    told: NOT_FOUND,
  },
  "proofs/findings/mutations.downloadFinding": {
    attempt: (actor) =>
      findings.downloadFinding(actor, { findingId: an.messageId, file: "statement" }),
    told: NOT_FOUND,
  },
  "proofs/bundles/mutations.prepareBundle": {
    attempt: (actor) => bundles.prepareBundle(actor, { ...delivery(), language: "nl" }),
    told: NOT_FOUND,
  },
  "proofs/bundles/mutations.downloadBundle": {
    attempt: (actor) => bundles.downloadBundle(actor, { ...delivery(), language: "nl" }),
    told: NOT_FOUND,
  },
  "proofs/bundles/mutations.orderBundle": {
    attempt: (actor) =>
      bundles.orderBundle(actor, { deliveryIds: [an.deliveryId], language: "nl" }),
    told: NOT_FOUND,
  },
  "proofs/bundles/mutations.orderLeftOut": {
    attempt: async (actor) => bundles.orderLeftOut(actor, await bundleOrder()),
    told: NOT_FOUND,
    prepare: () =>
      change((tx) =>
        tx.bundleOrder.updateMany({
          data: {
            state: "failed",
            leftOut: [{ deliveryId: an.deliveryId, why: "not_ready" }],
          },
        }),
      ),
  },
  "proofs/bundles/mutations.stopBundleOrder": {
    attempt: async (actor) => bundles.stopBundleOrder(actor, await bundleOrder()),
    told: NOT_FOUND,
    prepare: () => change((tx) => tx.bundleOrder.updateMany({ data: { state: "waiting" } })),
  },
  "proofs/bundles/mutations.downloadBundleOrder": {
    attempt: async (actor) => bundles.downloadBundleOrder(actor, await bundleOrder()),
    told: NOT_FOUND,
    prepare: () =>
      change((tx) =>
        tx.bundleOrder.updateMany({
          data: { state: "ready", frameSha256: new Uint8Array(32), holes: [], size: 1n },
        }),
      ),
  },
  "proofs/subscriptions/data.getOwnAddress": {
    attempt: (actor) => subscriptionData.getOwnAddress(actor),
    told: null,
  },
  "proofs/subscriptions/data.getSubscription": {
    attempt: (actor) => subscriptionData.getSubscription(actor),
    told: null,
  },
  "proofs/subscriptions/mutations.subscribe": {
    attempt: (actor) =>
      subscriptions.subscribe(actor, {
        email: "an@maanrode.example",
        frequency: "daily",
        language: "nl",
      }),
    told: NOT_FOUND,
  },
  "proofs/subscriptions/mutations.unsubscribe": {
    attempt: (actor) => subscriptions.unsubscribe(actor),
    told: NOT_FOUND,
  },
  "proofs/documents/mutations.downloadProofDocument": {
    attempt: (actor) =>
      proofDocuments.downloadProofDocument(actor, { ...delivery(), language: "nl" }),
    told: NOT_FOUND,
  },
  "messages/trials/mutations.sendTrial": {
    attempt: (actor) => trials.sendTrial(actor, { ...draft(), recipient: 0 }),
    told: NOT_FOUND,
  },
  "messages/trials/data.listTrials": {
    attempt: (actor) => trialsData.listTrials(actor, an.messageId),
    told: [],
    prepare: () =>
      change(async (tx) => {
        const { id, reference, organisationId, serviceId, messageTypeId, authorId } =
          await tx.message.findUniqueOrThrow({ where: { id: an.messageId } });
        const place = { organisationId, serviceId, messageTypeId, authorId };
        const trial = await tx.message.create({
          data: { ...place, reference: `${reference}T`, body: {}, trialOfId: id },
        });
        await tx.delivery.update({
          where: { id: an.deliveryId },
          data: { messageId: trial.id },
        });
      }),
  },
  "messages/presence/mutations.noteHere": {
    attempt: (actor) => presence.noteHere(actor, an.messageId),
    told: NOT_FOUND,
  },
  "recipients/data.listValues": {
    attempt: (actor) => recipientsData.listValues(actor, an.messageId, "bedrag"),
    told: [],
    prepare: () =>
      change((tx) =>
        tx.messageRecipient.updateMany({
          where: { messageId: an.messageId },
          data: { values: { bedrag: "86,00" } },
        }),
      ),
  },
  "recipients/mutations.checkBox": {
    attempt: (actor) =>
      recipients.checkBox(actor, {
        messageId: an.messageId,
        kind: "citizen",
        number: "08040901112",
      }),
    told: NOT_FOUND,
  },
  "replies/answers/data.getDeliveryAnswers": {
    attempt: (actor) => answersData.getDeliveryAnswers(actor, an.deliveryId),
    told: null,
  },
  "replies/answers/data.listColleagues": {
    attempt: async (actor) =>
      (await answersData.listColleagues(actor)).filter(({ id }) => id === actors.an.personId),
    told: [],
  },
  "replies/answers/data.getMessageAnswers": {
    attempt: (actor) => answersData.getMessageAnswers(actor, { messageId: an.messageId, page: 1 }),
    told: null,
    prepare: sendIt,
  },
  "replies/answers/data.listAnsweredMessages": {
    attempt: async (actor) =>
      (await answersData.listAnsweredMessages(actor)).filter(
        ({ messageId }) => messageId === an.messageId,
      ),
    told: [],
    prepare: sendIt,
  },
  "replies/answers/mutations.viewMessageAnswers": {
    attempt: (actor) => answers.viewMessageAnswers(actor, { messageId: an.messageId, page: 1 }),
    told: NOT_FOUND,
    prepare: sendIt,
  },
  "replies/answers/mutations.assignReply": {
    attempt: (actor) =>
      answers.assignReply(actor, { ...delivery(), lockNumber: 1, personId: null }),
    told: NOT_FOUND,
  },
  "replies/answers/mutations.handleReply": {
    attempt: (actor) =>
      answers.handleReply(actor, {
        ...delivery(),
        lockNumber: 1,
        isHandled: true,
        seenUntil: new Date().toISOString(),
      }),
    told: NOT_FOUND,
  },
  "replies/answers/mutations.exportAnswers": {
    attempt: (actor) =>
      answers.exportAnswers(actor, { messageId: an.messageId, format: "csv", language: "nl" }),
    told: NOT_FOUND,
    prepare: sendIt,
  },
  "replies/data.countUnreadReplies": {
    attempt: (actor) => repliesData.countUnreadReplies(actor),
    told: 0,
  },
  "replies/data.listReplies": {
    attempt: async (actor) =>
      (await repliesData.listReplies(actor, { before: null, after: null })).rows,
    told: [],
  },
  "replies/mutations.markRepliesRead": {
    attempt: (actor) => replies.markRepliesRead(actor, delivery()),
    told: { ok: true, value: { count: 0 } },
  },
  "replies/mutations.viewReplies": {
    attempt: async (actor) => {
      const viewed = await replies.viewReplies(actor, { before: null, after: null });
      return viewed.ok && viewed.value.rows;
    },
    told: [],
  },
  "replies/mutations.openReplyFile": {
    attempt: (actor) =>
      replies.openReplyFile(actor, { ...delivery(), replyId: an.replyId, position: 0 }),
    told: NOT_FOUND,
  },
  "templates/data.listTemplates": {
    attempt: async (actor) =>
      (await templatesData.listTemplates(actor, { isArchived: false })).filter(
        ({ id }) => id === an.templateId,
      ),
    told: [],
  },
  "templates/data.getTemplate": {
    attempt: (actor) => templatesData.getTemplate(actor, an.templateId),
    told: null,
  },
  "templates/data.listTemplateVersions": {
    attempt: (actor) => templatesData.listTemplateVersions(actor, an.templateId),
    told: [],
  },
  "templates/data.getTemplateVersion": {
    attempt: (actor) => templatesData.getTemplateVersion(actor, an.templateId, 1),
    told: null,
  },
  "templates/data.listTemplateUse": {
    attempt: (actor) => templatesData.listTemplateUse(actor, an.templateId),
    told: [],
  },
  "templates/data.listTemplateChoices": {
    attempt: async (actor) =>
      (await templatesData.listTemplateChoices(actor)).filter(({ id }) => id === an.templateId),
    told: [],
  },
  "templates/data.listTemplateTypes": {
    attempt: async (actor) => {
      const types = await templatesData.listTemplateTypes(actor);
      const rows = await change((tx) =>
        tx.messageType.findMany({ where: { id: { in: types.map(({ id }) => id) } } }),
      );
      return (rows as { organisationId: string }[]).filter(
        ({ organisationId }) => organisationId !== actor.actingFor.organisationId,
      );
    },
    told: [],
  },
  "templates/mutations.createTemplate": {
    // A copy is how the text of another would be had.
    attempt: async (actor) => {
      const copied = await templates.createTemplate(actor, {
        name: "Overgenomen",
        folder: "",
        messageTypeId: null,
        copyOf: an.templateId,
      });
      return copied.ok;
    },
    told: false,
  },
  "templates/mutations.arrangeTemplate": {
    attempt: (actor) =>
      templates.arrangeTemplate(actor, {
        ...template(),
        name: "Overgenomen",
        folder: "",
        messageTypeId: null,
      }),
    told: NOT_FOUND,
  },
  "templates/mutations.writeTemplate": {
    attempt: (actor) =>
      templates.writeTemplate(actor, {
        ...template(),
        language: "nl",
        subject: "Overgenomen",
        body: documentFromPlainText("Overgenomen"),
        samples: {},
      }),
    told: NOT_FOUND,
  },
  "templates/mutations.publishTemplate": {
    attempt: (actor) => templates.publishTemplate(actor, { ...template(), note: "" }),
    told: NOT_FOUND,
  },
  "templates/mutations.restoreTemplateVersion": {
    attempt: (actor) => templates.restoreTemplateVersion(actor, { ...template(), number: 1 }),
    told: NOT_FOUND,
  },
  "templates/mutations.archiveTemplate": {
    attempt: (actor) => templates.archiveTemplate(actor, template()),
    told: NOT_FOUND,
  },
  "templates/mutations.bringBackTemplate": {
    attempt: (actor) => templates.bringBackTemplate(actor, template()),
    told: NOT_FOUND,
  },
  "templates/mutations.renameFolder": {
    attempt: async (actor) =>
      (await templates.renameFolder(actor, { folder: "Proeven", name: "Overgenomen" })).ok,
    told: false,
    prepare: () =>
      change((tx) =>
        tx.template.update({ where: { id: an.templateId }, data: { folder: "Proeven" } }),
      ),
  },
};

const noFilterText = { n: "", state: "", type: "", choice: "", view: "", from: "", to: "" };

/** Asked inside a transaction that another function of the table opened for its actor. */
const INSIDE = [
  "audit/overview/data.readSelectedIds",
  "audit/overview/data.readSelection",
  "deliveries/data.readDeliveryLines",
  // Asks for the actor's own.
  "proofs/bundles/data.mine",
  "proofs/findings/data.ownFindings",
  "audit/trail/data.readAuditLines",
  "audit/trail/data.readAuditRecord",
  "messages/sending/mutations.holdOrder",
  "approvals/mutations.askApproval",
  "approvals/mutations.decide",
  "deliveries/data.readDeliveryFiles",
  "message-types/data.readManagedType",
  "messages/data.readDraft",
  "messages/mutations.saveDraft",
  "messages/mutations.mainLanguageChange",
  "messages/mutations.readWritable",
  "messages/mutations.touchDraft",
  "replies/answers/data.readAnswerLines",
  "services/data.readManagedService",
  "templates/data.readNewestVersion",
  "templates/data.readTemplateOfDraft",
];

describe("another service and another organisation get nothing", () => {
  test.each(Object.keys(TABLE))("%s", async (name) => {
    const row = TABLE[name];
    for (const who of ["karim", "marie", "sofie"] as const) {
      expect(await row?.attempt(actors[who]), who).toEqual(row?.told);
    }
  });

  test("and nothing of it has changed", async () => {
    const message = await withActor(systemActor("test"), (tx) =>
      tx.message.findUniqueOrThrow({ where: { id: an.messageId } }),
    );
    expect(message).toMatchObject({ state: "draft", subject: "Proef", lockNumber: 1 });
  });

  test("every function that takes a person is in the table", () => {
    expect(functionsTakingAPerson()).toEqual([...Object.keys(TABLE), ...INSIDE].sort());
  });
});

describe("its own service gets something else", () => {
  test.each(Object.keys(TABLE).filter((name) => !SAME_FOR_ALL.includes(name)))(
    "%s",
    async (name) => {
      an = await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
      const row = TABLE[name];
      await row?.prepare?.();
      const who = actors[ownerOf(name)];
      // The rows of the log are no log: what is found there may be refused as broken.
      const got = await row?.attempt(who).catch((error: unknown) => error);
      expect(got).not.toEqual(row?.told);
    },
  );
});

/** A digest of each table, except the trail itself and what is the auditor's own. */
async function contents(): Promise<Record<string, string>> {
  const apart = [
    "AuditRecord",
    "LogQueue",
    "RateLimit",
    "SavedView",
    "BundleOrder",
    "Finding",
    "CheckpointSubscription",
  ];
  const rows = await change(async (tx) => {
    const tables = await tx.$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
    const names = tables.map(({ name }) => name).filter((name) => !apart.includes(name));
    return tx.$queryRawUnsafe<{ name: string; digest: string }[]>(
      names
        .map(
          (name) => `SELECT '${name}' AS name, md5(coalesce(string_agg(md5(t::text), '' ORDER BY
            md5(t::text)), '')) AS digest FROM "${name}" t`,
        )
        .join(" UNION ALL "),
    );
  });
  return Object.fromEntries(
    (rows as { name: string; digest: string }[]).map(({ name, digest }) => [name, digest]),
  );
}

describe("an auditor changes nothing, even past the gate", () => {
  test.each(Object.keys(TABLE).filter((name) => name.includes("mutations.")))(
    "%s",
    async (name) => {
      an = await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
      await TABLE[name]?.prepare?.();
      const before = await contents();
      // Refused as a value or by the database: what counts is what is there afterwards.
      await TABLE[name]?.attempt(actors.luc).catch(() => null);
      expect(await contents()).toEqual(before);
    },
  );
});

/** Whose it is: what the sender has is their service's, the trail is the auditor's. */
function ownerOf(name: string): keyof TestActors {
  if (name.startsWith("platform/")) return "ingrid";
  return name.startsWith("audit/") || name.endsWith(".getAuditRecordProof") ? "luc" : "an";
}

function functionsTakingAPerson(): string[] {
  const found = files("lib").flatMap((file) => {
    const source = readFileSync(file, "utf8");
    const pattern =
      /^export (?:async )?function (\w+)\(\s*(?:tx: Transaction,\s*)?actor: (?:Person)?Actor\b/gm;
    const room = path.relative("lib", file).replace(/\.ts$/, "");
    return [...source.matchAll(pattern)].map((match) => `${room}.${match[1]}`);
  });
  return found.sort();
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|\/)(data|mutations)\.ts$/.test(name))
    .map((name) => path.join(folder, name));
}
