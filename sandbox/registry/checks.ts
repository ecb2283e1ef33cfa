/** What a publication must satisfy beyond its schema, in the words of the real service's refusals. Pure. */
import type { Part } from "../http/multipart";
import { isSameDigest, sha256Base64url } from "../digest";
import { isEnterpriseNumber, isNiss } from "../identifiers";
import { isTrio, type TranslatedString } from "../organisations";
import type { Enterprise, Person } from "../people";
import { mediaTypes } from "./media-types";
import type { EboxAddress } from "./message";
import type { MessageToPublish } from "./schema";
import { invalidInput, invalidSender, type Refusal } from "./status-message";

interface Directory {
  findPerson(niss: string): Person | undefined;
  findEnterprise(enterpriseNumber: string): Enterprise | undefined;
}

const MAXIMUM_SUBJECT = 400;
const MAXIMUM_FILE_NAME = 255;
const MAXIMUM_BUSINESS_VALUE = 256;

export function checkSender(message: MessageToPublish, callerNumber: string): Refusal | undefined {
  if (message.sender.enterpriseNumber !== callerNumber) {
    return invalidSender("Invalid sender: user credentials does not match payload");
  }
  if (
    !isTrio(message.sender.enterpriseNumber, message.senderApplicationId, message.messageTypeId)
  ) {
    return invalidSender("Invalid message configuration");
  }
  return undefined;
}

function checkOneLanguage(text: TranslatedString): Refusal | undefined {
  const count = Object.keys(text).length;
  if (count > 1) {
    return {
      status: 400,
      code: "NOT_IMPLEMENTED",
      message: "Multiple languages provided when only one expected",
    };
  }
  return count === 0
    ? invalidInput("No language provided when exactly one is expected")
    : undefined;
}

export function checkTexts(message: MessageToPublish): Refusal | undefined {
  const texts = [
    message.subject,
    ...(message.bodyContent === undefined ? [] : [message.bodyContent]),
  ];
  for (const text of texts) {
    const refusal = checkOneLanguage(text);
    if (refusal !== undefined) return refusal;
  }
  const languages = new Set(texts.flatMap((text) => Object.keys(text)));
  if (languages.size > 1) {
    return {
      status: 400,
      code: "NOT_IMPLEMENTED",
      message: "Multiple languages provided when only one expected",
    };
  }
  if (Object.values(message.subject).some((subject) => subject.length > MAXIMUM_SUBJECT)) {
    return invalidInput(`Subject is longer than ${MAXIMUM_SUBJECT} characters`);
  }
  if (message.structuredData !== undefined) {
    return { status: 400, code: "NOT_IMPLEMENTED", message: "structuredData is not supported" };
  }
  if (message.forTheAttentionOf !== undefined && !isNiss(message.forTheAttentionOf.ssin)) {
    return invalidInput("forTheAttentionOf: ssin is not valid");
  }
  const values = message.businessDataList?.flatMap((each) =>
    each.values.flatMap((value) => Object.values(value)),
  );
  if (values?.some((value) => value.length > MAXIMUM_BUSINESS_VALUE)) {
    return invalidInput(
      `A business data value is longer than ${MAXIMUM_BUSINESS_VALUE} characters`,
    );
  }
  return undefined;
}

/** The refusals for a citizen without a box and an enterprise without a box are worded here: no source gives them. */
export function checkRecipient(recipient: EboxAddress, directory: Directory): Refusal | undefined {
  if (recipient.eboxType === "citizen") {
    if (!isNiss(recipient.ssin)) return invalidInput(`${recipient.ssin} is not a valid ssin`);
    const person = directory.findPerson(recipient.ssin);
    const hasBox = person !== undefined && person.box !== "none";
    return hasBox ? undefined : invalidInput("The recipient has not accepted the e-Box");
  }
  const company = directory.findEnterprise(recipient.enterpriseNumber);
  const isValid = isEnterpriseNumber(recipient.enterpriseNumber) && company?.isActive === true;
  if (!isValid) return invalidInput(`${recipient.enterpriseNumber} is not a valid company`);
  return company.box === "none"
    ? invalidInput(`${recipient.enterpriseNumber} has no e-Box`)
    : undefined;
}

export function checkContents(
  message: MessageToPublish,
  files: readonly Part[],
): Refusal | undefined {
  if (message.attachments.length !== files.length) {
    return invalidInput("Json Attachments number is inconsistent with number of parts");
  }
  const names = new Set(files.map((file) => file.name));
  const described = new Set(message.attachments.map((attachment) => attachment.httpPartName));
  if (
    described.size !== files.length ||
    message.attachments.some(({ httpPartName }) => !names.has(httpPartName))
  ) {
    return invalidInput("Some json attachment info do not match any file upload part");
  }
  if (message.isBodyMainContent && message.bodyContent === undefined) {
    return invalidInput("isBodyMainContent is present without bodyContent");
  }
  const mainContents =
    message.attachments.filter((attachment) => attachment.isMainContent).length +
    Number(message.isBodyMainContent);
  if (mainContents === 0)
    return invalidInput("No main content attachment. Exactly one is expected");
  if (mainContents > 1) return invalidInput("Too many main content. Exactly one is expected");
  return firstRefusal(files.map((file) => () => checkFile(file, message)));
}

function checkFile(file: Part, message: MessageToPublish): Refusal | undefined {
  if (!file.mediaType || !file.fileName)
    return invalidInput("Missing mediaType or fileName in part");
  if (file.fileName.length > MAXIMUM_FILE_NAME) {
    return invalidInput(`File name is longer than ${MAXIMUM_FILE_NAME} characters`);
  }
  // The citizens' web application shows PDF only.
  const allowed = message.recipient.eboxType === "citizen" ? ["application/pdf"] : mediaTypes;
  if (!allowed.includes(file.mediaType)) {
    return invalidInput(
      "Attachment mime type is not valid. See spec for list of available mime types",
    );
  }
  const digest = message.attachments.find(({ httpPartName }) => httpPartName === file.name)?.digest;
  if (digest !== undefined && !isSameDigest(digest.digestValue, sha256Base64url(file.content))) {
    return { status: 400, code: "DIGEST_DO_NOT_MATCH", message: "Issue with Digest" };
  }
  return undefined;
}

/** The first refusal, the later checks left undone: a caller is told one thing at a time, as by the real service. */
export function firstRefusal(checks: readonly (() => Refusal | undefined)[]): Refusal | undefined {
  for (const check of checks) {
    const refusal = check();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
