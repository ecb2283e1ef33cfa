/** Rows of a service put straight into a test's database, for tests of who may see and change them. */
import { createHash, randomInt } from "node:crypto";
import type { PersonActor } from "@/lib/auth/schema";
import type { Transaction } from "@/lib/db";
import { letterInputOf } from "@/lib/deliveries/letter";
import { storeFile } from "@/lib/gateways/storage";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import type { Asked } from "@/lib/approvals/schema";
import type { Order } from "@/lib/messages/orders/schema";
import type { AnswerContent } from "@/lib/replies/answers/schema";
import { encryptBytes, encryptNumber, hashNumber } from "@/lib/number-vault";

export function bytes(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(32).fill(value);
}

export type TestRows = {
  messageId: string;
  templateId: string;
  attachmentId: string;
  archiveId: string;
  personalFileId: string;
  deliveryId: string;
  replyId: string;
  answerId: string;
  evidenceId: string;
  auditRecordId: string;
};

/** The order of a message without anything special about it, as it is kept. */
export function exampleOrder(): Order {
  const name = { nl: "Proef", fr: "Essai", de: "Probe", en: "Trial" };
  return {
    by: {
      by: "An Willems",
      method: "eid",
      level: "high",
      fasLevel: 500,
      signedInAt: new Date().toISOString(),
    },
    logoSha256: null,
    facts: {
      environment: "test",
      language: "nl",
      sender: {
        organisationName: name,
        serviceName: name,
        addressLines: [],
        contactEmail: null,
        contactPhone: null,
        website: null,
        replyAddressLines: [],
        openingHours: null,
      },
      ownReference: "",
      subject: "Proef",
      body: documentFromPlainText("Geachte heer Verhoeven"),
      otherTexts: {},
      paymentWanted: false,
      payment: null,
      replyOption: null,
      deliveryChoice: "normal",
      ownLetter: null,
    },
  };
}

/** The same as whoever approves it gets to see it. */
export function exampleAsked(): Asked {
  return {
    facts: exampleOrder().facts,
    plan: { kind: "now" },
    paperWanted: false,
    attachments: [],
    recipients: { count: 1, digest: "", people: [{ name: "Dirk Verhoeven", digest: "aa" }] },
  };
}

/** One row of everything that a service can have, for this actor's service, with the files they name. */
export async function enterOneOfEach(tx: Transaction, actor: PersonActor): Promise<TestRows> {
  const own = {
    organisationId: actor.actingFor.organisationId ?? "",
    serviceId: actor.actingFor.serviceId ?? "",
  };
  const type = await tx.messageType.findFirstOrThrow({
    where: { organisationId: own.organisationId },
  });
  const number = { encrypted: encryptNumber("08040901112"), hash: hashNumber("08040901112") };
  const reference = `MR-2026-${randomInt(1e9)}`;
  const leaf = BigInt(randomInt(1e9));
  const at = new Date();
  const content = {
    texts: { nl: { subject: "Proef", body: documentFromPlainText("Geachte ((naam))") } },
    samples: {},
  };
  const template = await tx.template.create({
    data: { ...own, name: "Proef", messageTypeId: type.id, content, version: 1 },
  });
  await tx.templateVersion.create({
    data: { ...own, templateId: template.id, number: 1, content, publishedAt: at },
  });
  const message = await tx.message.create({
    data: {
      ...own,
      reference,
      templateId: template.id,
      templateVersion: 1,
      messageTypeId: type.id,
      authorId: actor.personId,
      language: "nl",
      subject: "Proef",
      body: documentFromPlainText("Geachte heer Verhoeven"),
    },
  });
  await tx.draftPresence.create({
    data: { ...own, messageId: message.id, personId: actor.personId, seenAt: at },
  });
  await tx.messageRecipient.create({
    data: {
      ...own,
      messageId: message.id,
      position: 1,
      kind: "citizen",
      numberEncrypted: number.encrypted,
      numberHash: number.hash,
      name: "Dirk Verhoeven",
    },
  });
  await tx.approval.create({
    data: {
      ...own,
      messageId: message.id,
      round: 1,
      asked: exampleAsked(),
      askedAt: at,
      askedById: actor.personId,
    },
  });
  const sheet = await tx.recipientFile.create({
    data: {
      ...own,
      id: crypto.randomUUID(),
      messageId: message.id,
      fileName: "lijst.csv",
      ...(await storeFile(Buffer.from("INSZ;naam\n08040901113;Dirk Verhoeven\n"))),
      uploadedById: actor.personId,
      uploadedAt: at,
      state: "read",
      header: ["INSZ", "naam"],
      findings: {
        match: { targets: { number: 0, name: 1 }, values: {}, ignored: [], missing: [] },
        kinds: [{ code: "number_check_digit", column: 0, count: 1, firstRow: 2 }],
      },
      faultyRows: 1,
    },
  });
  await tx.recipientFault.create({
    data: {
      ...own,
      fileId: sheet.id,
      row: 2,
      cellsEncrypted: encryptBytes(Buffer.from('["08040901113","Dirk Verhoeven"]')),
      problems: [{ column: 0, code: "number_check_digit" }],
    },
  });
  const attachment = await tx.attachment.create({
    data: {
      ...own,
      id: crypto.randomUUID(),
      messageId: message.id,
      fileName: "plan.pdf",
      mediaType: "application/pdf",
      ...(await storeFile(Buffer.from("%PDF-1.4 plan"))),
      position: 1,
      scanState: "not_scanned",
    },
  });
  const archive = await tx.personalArchive.create({
    data: {
      ...own,
      id: crypto.randomUUID(),
      messageId: message.id,
      fileName: "dossiers.zip",
      size: 1000,
      uploadedById: actor.personId,
      uploadedAt: at,
      state: "unpacked",
      fileCount: 1,
    },
  });
  const personalFile = await tx.personalFile.create({
    data: {
      ...own,
      archiveId: archive.id,
      messageId: message.id,
      position: 0,
      path: "dossiers/dirk.pdf",
      mediaType: "application/pdf",
      ...(await storeFile(Buffer.from("%PDF-1.4 dossier"))),
      scanState: "not_scanned",
    },
  });
  await tx.messageRecipient.updateMany({
    where: { messageId: message.id },
    data: { personalFileIds: [personalFile.id] },
  });
  const service = await tx.service.findUniqueOrThrow({ where: { id: own.serviceId } });
  const printed = letterInputOf(exampleLetter, service.logo);
  const letter = await storeFile(await renderLetter(printed, at));
  const delivery = await tx.delivery.create({
    data: {
      ...own,
      messageId: message.id,
      position: 1,
      reference: `${reference}/001`,
      recipientKind: "citizen",
      recipientNumberEncrypted: number.encrypted,
      recipientNumberHash: number.hash,
      recipientName: "Dirk Verhoeven",
      recipientSearch: "dirk verhoeven",
      language: "nl",
      subject: "Proef",
      deliveryChoice: "normal",
      letter: exampleLetter,
      letterSha256: letter.sha256,
      letterSize: letter.size,
      sentAt: at,
    },
  });
  const ofDelivery = { ...own, deliveryId: delivery.id };
  await tx.printedLetter.create({
    data: {
      ...ofDelivery,
      messageId: message.id,
      run: 1,
      printedAt: at,
      printedById: actor.personId,
    },
  });
  await tx.deliveryEvent.create({
    data: {
      ...ofDelivery,
      kind: "sent",
      occurredAt: at,
      observedAt: at,
      detail: {
        by: "An Willems",
        method: "eid",
        level: "high",
        fasLevel: 500,
        signedInAt: at.toISOString(),
      },
    },
  });
  await tx.mailboxAnswer.create({
    data: {
      ...ofDelivery,
      call: "publish",
      status: 201,
      body: encryptBytes(bytes(2)),
      requestedAt: at,
      answeredAt: at,
    },
  });
  const answer = await storeFile(Buffer.from("%PDF-1.4 bewijs"));
  const reply = await tx.reply.create({
    data: {
      ...ofDelivery,
      mailboxMessageId: `reply-${reference}`,
      receivedAt: at,
      observedAt: at,
      subject: "Re: Proef",
      text: "Dank u",
      files: [
        {
          fileName: "bewijs.pdf",
          mediaType: "application/pdf",
          size: answer.size,
          sha256: Buffer.from(answer.sha256).toString("hex"),
        },
      ],
    },
  });
  await tx.replyRequest.create({
    data: {
      ...ofDelivery,
      tokenHash: new Uint8Array(createHash("sha256").update(reference).digest()),
      recipientNumberHash: number.hash,
      asked: { kind: "choice", question: "Akkoord?", labels: ["Ja", "Nee"] },
      isChangeable: false,
    },
  });
  const given: AnswerContent = {
    version: 1,
    reference: `${reference}/001`,
    question: "Akkoord?",
    number: 1,
    answeredAt: at.toISOString(),
    entries: [
      { id: "choice", kind: "choice", label: "Akkoord?", value: "Ja" },
      {
        id: "f1",
        kind: "file",
        label: "Bewijs",
        value: "bewijs.pdf",
        file: {
          fileName: "bewijs.pdf",
          mediaType: "application/pdf",
          size: answer.size,
          sha256: Buffer.from(answer.sha256).toString("hex"),
        },
      },
    ],
    salt: "AAAA",
  };
  const by = {
    name: "Dirk Verhoeven",
    method: "eid",
    fasLevel: 500,
    level: "high",
    signedInAt: at.toISOString(),
  };
  const encrypted = (value: object) => encryptBytes(Buffer.from(JSON.stringify(value), "utf8"));
  const replyAnswer = await tx.replyAnswer.create({
    data: {
      ...ofDelivery,
      number: 1,
      attemptId: crypto.randomUUID(),
      answeredAt: at,
      content: encrypted(given),
      answeredBy: encrypted(by),
    },
  });
  await tx.replyHandling.create({ data: ofDelivery });
  await tx.followUp.create({ data: { ...ofDelivery, afterDays: 14, step: "tell" } });
  const evidence = await tx.evidence.create({
    data: {
      ...ofDelivery,
      event: "SubmissionAcceptance",
      eventTime: at,
      payload: encryptBytes(bytes(4)),
    },
  });
  await tx.evidenceSeal.create({
    data: {
      ...own,
      evidenceId: evidence.id,
      jws: encryptBytes(bytes(5)),
      salt: bytes(6),
      leafIndex: leaf,
      sealedAt: at,
    },
  });
  await tx.proofDocument.create({
    data: {
      ...ofDelivery,
      language: "nl",
      evidenceCount: 1,
      ...(await storeFile(Buffer.from("%PDF-1.7 proof"))),
      madeAt: at,
    },
  });
  await tx.proofBundle.create({
    data: {
      ...ofDelivery,
      language: "nl",
      evidenceCount: 1,
      frameSha256: (await storeFile(Buffer.from("PK frame"))).sha256,
      holes: [],
      sha256: bytes(1),
      crc32: 1n,
      size: 8n,
      madeAt: at,
    },
  });
  await tx.bundleOrder.create({
    data: {
      organisationId: own.organisationId,
      orderedById: actor.personId,
      orderedAt: at,
      language: "nl",
      deliveryIds: [delivery.id],
      serviceIds: [own.serviceId],
    },
  });
  await tx.logNode.create({ data: { level: 0, index: leaf, hash: bytes(7) } });
  const checkpoint = await tx.checkpoint.create({
    data: { size: leaf + 1n, rootHash: bytes(7), note: bytes(8), createdAt: at },
  });
  await tx.checkpointStamp.create({
    data: { checkpointId: checkpoint.id, token: bytes(9), stampedAt: at },
  });
  const audit = await tx.auditRecord.create({
    data: { ...own, act: "message_sent", subjectKind: "message" },
  });
  await tx.recordSeal.create({
    data: {
      kind: "audit_record",
      recordId: audit.id,
      salt: bytes(6),
      leafIndex: leaf + 1n,
      sealedAt: at,
    },
  });
  return {
    messageId: message.id,
    templateId: template.id,
    attachmentId: attachment.id,
    archiveId: archive.id,
    personalFileId: personalFile.id,
    deliveryId: delivery.id,
    replyId: reply.id,
    answerId: replyAnswer.id,
    evidenceId: evidence.id,
    auditRecordId: audit.id,
  };
}
