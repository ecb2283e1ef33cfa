import "server-only";
import { channelLimits, readAttachments, readOwnLetter } from "@/lib/attachments/data";
import {
  DRAWN_PAGES,
  type Attachment,
  type ChannelLimits,
  type OwnLetter,
} from "@/lib/attachments/schema";
import { readArchive, readFilesOfLetter } from "@/lib/attachments/personal/data";
import type { ArchiveView, PersonalAttachment } from "@/lib/attachments/personal/schema";
import { withActor, type Transaction } from "@/lib/db";
import { inTurn } from "@/lib/auth/rate-limit";
import { fullName } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { Download } from "@/lib/download";
import { environment } from "@/lib/env";
import type { Problem } from "@/lib/errors";
import { ruleOfColumns } from "@/lib/follow-ups/rules";
import type { UnopenedRule } from "@/lib/follow-ups/schema";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { readStoredFile } from "@/lib/gateways/storage";
import { drawLetter, renderLetter, setLetter } from "@/lib/letters/letter";
import type { LetterInput, LetterLanguage } from "@/lib/letters/schema";
import { languagesAllowed } from "@/lib/message-types/rules";
import { plainText, titleOf } from "@/lib/messages/body/rules";
import { inLanguage, languageFor, languagesWritten, textsOf } from "@/lib/messages/languages/rules";
import { writtenSchema, type MessageText, type Written } from "@/lib/messages/languages/schema";
import { previewLetter } from "@/lib/messages/letter";
import { referenceShown, type LetterPlace, type RecipientsFacts } from "@/lib/messages/rules";
import {
  deliveryChoiceSchema,
  DRAFT_STATES,
  messageIdSchema,
  type AskedLetter,
  type DeliveryChoice,
  type MessageState,
} from "@/lib/messages/schema";
import { orderSchema, planSchema, type Plan } from "@/lib/messages/orders/schema";
import { registeredStop } from "@/lib/proofs/data";
import { messagePaymentSchema, type MessagePayment } from "@/lib/payments/schema";
import { receiptRuleOfColumns } from "@/lib/receipts/rules";
import type { ReceiptRule } from "@/lib/receipts/schema";
import { EXAMPLE_TOKEN, replyAddress } from "@/lib/replies/requests/data";
import { replyOptionOf } from "@/lib/replies/options/rules";
import type { ReplyKind, ReplyOption } from "@/lib/replies/options/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { readRecipients, type DraftRecipient } from "@/lib/recipients/data";
import type { RecipientFileView } from "@/lib/recipients/files/schema";
import { readTemplateOfDraft, type TemplateOfDraft } from "@/lib/templates/data";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { openingHoursSchema, type OpeningHours } from "@/lib/services/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";
import { z } from "zod";

/** A message while it is written: everything the composer, the preview and the check need. */
export type Draft = Written & {
  id: string;
  reference: string;
  state: MessageState;
  /** Letters of a test environment say so. */
  environment: "test" | "production";
  lockNumber: number;
  savedAt: Date;
  createdAt: Date;
  authorName: string;
  messageType: {
    id: string;
    code: string;
    name: Localized;
    paymentExpected: boolean;
    legalBasis: string | null;
    validityNumber: number;
    validityUnit: string;
    /** In which it may be written. */
    languages: LetterLanguage[];
    /** What is done about what is not opened; null: nothing. */
    unopened: UnopenedRule | null;
    /** From when it counts as received, where it goes registered; null: no rule. */
    receipt: ReceiptRule | null;
  };
  sender: Sender;
  /** What its order fixed, where it was ordered and has not gone; null: a draft. */
  ordered: OrderedFacts | null;
  /** When it was to go before it was taken back; null: never ordered, or ordered now. */
  lastPlan: Plan | null;
  ownReference: string;
  values: Record<string, string>;
  paymentWanted: boolean | null;
  payment: MessagePayment | null;
  replyOption: ReplyOption | null;
  /** An example: each delivery gets its own when the message is sent. */
  replyUrl: string;
  deliveryChoice: DeliveryChoice | null;
  registeredOpenTo: ("citizen" | "enterprise")[];
  /** What it was begun from, as far as its writer can still read it. */
  template: TemplateOfDraft | null;
  /** Characters of subject and text that the letter has no shapes for. */
  unprintable: string[];
  /** The one whose letter is shown; the first unless another was asked for. */
  recipient: DraftRecipient | null;
  /** Those typed by hand, all of them; of a spreadsheet the one shown alone. */
  people: DraftRecipient[];
  recipients: Omit<RecipientsFacts, "file"> & { file: RecipientFileView | null };
  /** Where that letter stands among the others; null where there are none. */
  shown: LetterPlace | null;
  /** In which language it is shown: that recipient's, unless one was asked for that nobody has. */
  shownIn: LetterLanguage | null;
  /** Letters for those without a usable box are made for paper. */
  paperWanted: boolean;
  attachments: Attachment[];
  /** The ZIP with files for single recipients; null: none. */
  archive: ArchiveView | null;
  /** Those that the recipient whose letter is shown gets alone. */
  personalFiles: PersonalAttachment[];
  /** The PDF among them that is the letter in place of the text. */
  ownLetter: OwnLetter | null;
  /** What the boxes take. */
  limits: ChannelLimits;
};

export type OrderedFacts = {
  /** Hexadecimal; null: without a logo. */
  logoSha256: string | null;
  plan: Plan;
  /** When the first letter goes; null: as soon as somebody approved it. */
  sendAt: Date | null;
  orderedBy: string;
};

/** The service as it stands on letters. */
export type Sender = {
  organisationId: string;
  serviceId: string;
  enterpriseNumber: string;
  organisationName: Localized;
  serviceName: Localized;
  addressLines: string[];
  contactEmail: string | null;
  contactPhone: string | null;
  website: string | null;
  replyAddressLines: string[];
  openingHours: OpeningHours | null;
  /** It sends nothing any more. */
  isArchived: boolean;
  hasLogo: boolean;
  iban: string | null;
  bic: string | null;
};

export async function getDraft(
  actor: PersonActor,
  messageId: string,
  asked: AskedLetter = {},
): Promise<Draft | null> {
  return withActor(actor, (tx) => readDraft(tx, actor, messageId, asked));
}

/** Who sends the draft; null when it is none that the actor may change. */
export async function readDraftSender(
  actor: PersonActor,
  messageId: string,
): Promise<{ enterpriseNumber: string } | null> {
  const draft = await withActor(actor, (tx) =>
    tx.message.findFirst({
      where: {
        id: messageId,
        serviceId: { in: [...actor.writes] },
        state: { in: [...DRAFT_STATES] },
      },
      select: { organisation: { select: { enterpriseNumber: true } } },
    }),
  );
  return draft?.organisation ?? null;
}

/** For writes that must see the draft inside their own transaction. */
export async function readDraft(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
  asked: AskedLetter = {},
): Promise<Draft | null> {
  const row = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] } },
  });
  if (!row) return null;
  // One question after the other: a transaction has one connection, and that answers one at a time.
  const author = await tx.person.findUniqueOrThrow({ where: { id: row.authorId } });
  const messageType = await tx.messageType.findUniqueOrThrow({
    where: { id: row.messageTypeId },
    include: { capabilities: true },
  });
  const organisation = await tx.organisation.findUniqueOrThrow({
    where: { id: row.organisationId },
  });
  const service = await tx.service.findUniqueOrThrow({ where: { id: row.serviceId } });
  const written = writtenSchema.parse(row);
  const { recipient, people, recipients, shown } = await readRecipients(tx, row.id, written, asked);
  const attachments = await readAttachments(tx, row.id);
  const archive = await readArchive(tx, row.id);
  const personalFiles =
    archive && recipient
      ? await readFilesOfLetter(tx, { messageId: row.id, position: recipient.position })
      : [];
  const ownLetter = await readOwnLetter(tx, row.id);
  const template = await readTemplateOfDraft(tx, actor, row);
  const values = recipient?.values ?? {};
  const order = row.order === null || row.sentAt ? null : orderSchema.parse(row.order);
  return {
    id: row.id,
    reference: row.reference,
    state: row.state as MessageState,
    environment: environment().PORTAL_ENVIRONMENT,
    lockNumber: row.lockNumber,
    savedAt: row.savedAt,
    createdAt: row.createdAt,
    authorName: nameOf(author),
    messageType: {
      id: messageType.id,
      code: messageType.code,
      name: localizedSchema.parse(messageType.name),
      paymentExpected: messageType.paymentExpected,
      legalBasis: messageType.legalBasis,
      validityNumber: messageType.validityNumber,
      validityUnit: messageType.validityUnit,
      languages: languagesAllowed(messageType.languages),
      unopened: order ? (order.facts.messageType?.unopened ?? null) : ruleOfColumns(messageType),
      receipt: order
        ? (order.facts.messageType?.receipt ?? null)
        : receiptRuleOfColumns(messageType),
    },
    lastPlan: order ? null : planSchema.nullable().parse(row.plan),
    ordered: order && {
      logoSha256: order.logoSha256,
      plan: planSchema.parse(row.plan),
      sendAt: row.sendAt,
      orderedBy: order.by.by,
    },
    sender: {
      organisationId: organisation.id,
      serviceId: service.id,
      enterpriseNumber: organisation.enterpriseNumber,
      organisationName: localizedSchema.parse(organisation.name),
      serviceName: localizedSchema.parse(service.name),
      addressLines: service.addressLines,
      contactEmail: service.contactEmail,
      contactPhone: service.contactPhone,
      website: service.website,
      replyAddressLines: service.replyAddressLines,
      openingHours: openingHoursSchema.nullable().parse(service.openingHours),
      isArchived: service.archivedAt !== null,
      hasLogo: service.logo !== null,
      iban: service.iban,
      bic: service.bic,
      ...order?.facts.sender,
    },
    ...written,
    ownReference: row.ownReference,
    values,
    paymentWanted: row.paymentWanted,
    payment: messagePaymentSchema.nullable().parse(row.payment),
    replyOption: replyOptionOf(row),
    replyUrl: replyAddress(EXAMPLE_TOKEN),
    deliveryChoice: deliveryChoiceSchema.nullable().parse(row.deliveryChoice),
    template,
    registeredOpenTo: messageType.capabilities
      .filter((capability) => capability.serviceId === service.id)
      .map((capability) => z.enum(["citizen", "enterprise"]).parse(capability.channel)),
    unprintable: missingGlyphs(
      [
        // Beside the sender's own PDF nothing of it is printed.
        ...(ownLetter ? [] : [row.ownReference, ...textsOf(written).map(wordsOf)]),
        ...(ownLetter || people.length > 1 ? [] : Object.values(values)),
      ].join(" "),
    ),
    recipient,
    people,
    recipients,
    shown,
    shownIn: shownIn(written, recipient, asked),
    paperWanted: row.paperWanted,
    attachments,
    archive,
    personalFiles,
    ownLetter,
    limits: channelLimits(),
  };
}

function wordsOf({ subject, body }: MessageText): string {
  return `${subject} ${plainText(body)}`;
}

export type Preview = { letter: LetterInput; reference: string; lockNumber: number; at: Date };

/** The draft as the letter that is looked at has it, in its language alone. */
export function factsShown(draft: Draft) {
  return { ...inLanguage(draft, draft.shownIn), position: draft.recipient?.position };
}

function shownIn(
  message: Written,
  recipient: DraftRecipient | null,
  { recipient: position, language }: AskedLetter,
): LetterLanguage | null {
  const isAsked =
    language && position === undefined && languagesWritten(message).includes(language);
  return isAsked ? language : languageFor(message, recipient);
}

/** The letter as it would go out now, gaps marked; null when there is none to see. */
export async function getPreview(
  actor: PersonActor,
  messageId: string,
  asked: AskedLetter = {},
): Promise<Preview | null> {
  const id = messageIdSchema.safeParse(messageId);
  const draft = id.success ? await getDraft(actor, id.data, asked) : null;
  return draft && previewOf(actor, draft);
}

async function previewOf(actor: PersonActor, draft: Draft): Promise<Preview | null> {
  const { ordered } = draft;
  // A letter that is to go later bears the day on which it goes.
  const at = later(now(), ordered?.sendAt ?? null);
  const letter = previewLetter(factsShown(draft), referenceShown(draft), at);
  if (!letter) return null;
  const logo = await logoOf(actor, draft);
  return {
    letter: logo
      ? { ...letter, sender: { ...letter.sender, logo: { bytes: logo, mediaType: "image/png" } } }
      : letter,
    reference: draft.reference,
    lockNumber: draft.lockNumber,
    at,
  };
}

const FORMS = {
  pdf: { mediaType: "application/pdf", ending: "pdf", make: renderLetter },
  picture: { mediaType: "image/svg+xml", ending: "svg", make: drawLetter },
} as const;

/** The same as a file: what the recipient would open if the message were sent now. */
export async function makePreview(
  actor: PersonActor,
  messageId: string,
  form: keyof typeof FORMS,
  asked: AskedLetter = {},
): Promise<Result<Download, Problem>> {
  const id = messageIdSchema.safeParse(messageId);
  const draft = id.success ? await getDraft(actor, id.data, asked) : null;
  if (draft?.ownLetter) return makeOwnPreview(actor, draft.ownLetter, form);
  const preview = draft && (await previewOf(actor, draft));
  if (!preview) return refuse({ code: "not_found" });
  const { mediaType, ending, make } = FORMS[form];
  const made = await inTurn(actor.personId, () =>
    setLetter(preview.letter, (letter) => make(letter, preview.at)),
  );
  if (!made) return refuse({ code: "too_many_requests" });
  if (!made.ok) return made;
  return ok({ bytes: made.value, mediaType, fileName: `${preview.reference}.${ending}` });
}

/** The sender's own PDF as it is, or its first pages drawn. */
async function makeOwnPreview(
  actor: PersonActor,
  { sha256, fileName }: OwnLetter,
  form: keyof typeof FORMS,
): Promise<Result<Download, Problem>> {
  const bytes = await readStoredFile(Buffer.from(sha256, "hex"));
  if (form === "pdf") return ok({ bytes, mediaType: "application/pdf", fileName });
  const picture = await inTurn(actor.personId, () => drawPdf(bytes, DRAWN_PAGES));
  if (!picture) return refuse({ code: "too_many_requests" });
  return ok({ bytes: picture, mediaType: "image/webp", fileName: `${fileName}.webp` });
}

export type SentMessage = {
  id: string;
  reference: string;
  lockNumber: number;
  sentAt: Date;
  /** Of the first; null while a long order is being laid out. */
  deliveryId: string | null;
  /** Of the first. */
  recipientName: string;
  recipientCount: number;
  /** Made for paper. */
  onPaper: number;
  deliveryChoice: DeliveryChoice;
  replyKind: ReplyKind;
};

/** What became of a message that was ordered; null while it was not. */
export async function getSentMessage(
  actor: PersonActor,
  messageId: string,
): Promise<SentMessage | null> {
  const { row, onPaper } = await withActor(actor, async (tx) => ({
    row: await tx.message.findFirst({
      where: { id: messageId, serviceId: { in: [...actor.reads] } },
      include: { deliveries: { orderBy: { position: "asc" }, take: 1 } },
    }),
    onPaper: await tx.messageRecipient.count({
      where: { messageId, reachability: "not_reachable", serviceId: { in: [...actor.reads] } },
    }),
  }));
  if (!row?.sentAt) return null;
  const [delivery] = row.deliveries;
  return {
    id: row.id,
    reference: row.reference,
    lockNumber: row.lockNumber,
    sentAt: row.sentAt,
    deliveryId: delivery?.id ?? null,
    recipientName: delivery?.recipientName ?? "",
    recipientCount: row.recipientCount ?? 1,
    onPaper,
    deliveryChoice: deliveryChoiceSchema.parse(row.deliveryChoice),
    replyKind: replyOptionOf(row)?.kind ?? "none",
  };
}

/** Registered sending waits for the time-stamp authority; what the composer says before the click. */
export async function isRegisteredStopped(actor: PersonActor): Promise<boolean> {
  return withActor(actor, (tx) => registeredStop(tx, now()));
}

function later(one: Date, other: Date | null): Date {
  return other && other > one ? other : one;
}

/** Of a draft the service's own, of an order the one that stood there when it was given. */
async function logoOf(actor: PersonActor, { ordered, sender }: Draft): Promise<Uint8Array | null> {
  if (!ordered) return sender.hasLogo ? getLogo(actor, sender.serviceId) : null;
  const { logoSha256 } = ordered;
  return logoSha256 ? readStoredFile(Buffer.from(logoSha256, "hex")) : null;
}

async function getLogo(actor: PersonActor, serviceId: string): Promise<Uint8Array | null> {
  const service = await withActor(actor, (tx) =>
    tx.service.findFirst({ where: { id: serviceId }, select: { logo: true } }),
  );
  return service?.logo ?? null;
}

export type MessageTypeChoice = {
  id: string;
  code: string;
  name: Localized;
  description: Localized;
  defaultTemplateId: string | null;
};

export async function listMessageTypes(actor: PersonActor): Promise<MessageTypeChoice[]> {
  const rows = await withActor(actor, (tx) =>
    tx.messageType.findMany({
      where: { organisationId: actor.actingFor.organisationId ?? "" },
      orderBy: { code: "asc" },
    }),
  );
  return rows.map(({ id, code, name, description, defaultTemplateId }) => ({
    id,
    code,
    defaultTemplateId,
    name: localizedSchema.parse(name),
    description: localizedSchema.parse(description),
  }));
}

export type DraftLine = {
  id: string;
  reference: string;
  subject: string;
  type: Localized;
  state: MessageState;
  savedAt: Date;
  authorName: string;
};

export async function listDrafts(actor: PersonActor): Promise<DraftLine[]> {
  const { rows, authors } = await withActor(actor, async (tx) => {
    const found = await tx.message.findMany({
      where: { serviceId: { in: [...actor.writes] }, state: { in: [...DRAFT_STATES] } },
      include: { messageType: { select: { name: true } } },
      orderBy: { savedAt: "desc" },
      take: 100,
    });
    const people = await tx.person.findMany({
      where: { id: { in: [...new Set(found.map(({ authorId }) => authorId))] } },
    });
    return { rows: found, authors: new Map(people.map((person) => [person.id, person])) };
  });
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    subject: titleOf(row.subject),
    type: localizedSchema.parse(row.messageType.name),
    state: row.state as MessageState,
    savedAt: row.savedAt,
    authorName: nameOf(authors.get(row.authorId)),
  }));
}

function nameOf(person: { givenName: string; surname: string } | undefined): string {
  return person ? fullName(person) : "";
}
