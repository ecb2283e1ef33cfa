/** GET /refData/…: organisations, applications and message types with their names and logos. */
import { z } from "zod";
import { bytesAnswer, jsonAnswer, type Answer } from "../http/answer";
import { pageOf, pagingSchema } from "../http/paging";
import type { SandboxRequest } from "../http/request";
import { messageTypes, organisations, type MessageType, type Organisation } from "../organisations";
import { logoOf } from "./logos";
import { REGISTRY_PATH } from "./paths";
import { schemaMessage } from "./schema";
import { invalidInput, notFound, refusalAnswer } from "./status-message";

const query = z.strictObject(pagingSchema(25, 100));
const LOGO_ID = "logo";
const typeIds = messageTypes.map(({ messageTypeId }) => messageTypeId);

function logosOf({ enterpriseNumber }: Organisation, resource: string, origin: string) {
  const logo = logoOf(enterpriseNumber);
  if (logo === undefined) return [];
  const contentHref = `${origin}${REGISTRY_PATH}/refData/${resource}/images/${LOGO_ID}/content`;
  return [{ imageId: LOGO_ID, size: logo.length / 1_024, mediaType: "image/png", contentHref }];
}

function organisationView(each: Organisation, origin: string) {
  return {
    organizationId: each.enterpriseNumber,
    organizationShortName: each.shortName,
    organizationLongName: each.shortName,
    organizationLogos: logosOf(each, `senderOrganizations/${each.enterpriseNumber}`, origin),
    organizationUrl: each.url,
    contactBusiness: each.contact,
    contactTechnical: each.contact,
    senderApplicationIds: [each.applicationId],
    messageTypeIds: typeIds,
  };
}

function applicationView(each: Organisation, origin: string) {
  return {
    applicationId: each.applicationId,
    applicationName: each.applicationName,
    applicationDescription: each.applicationName,
    applicationLogos: logosOf(
      each,
      `senderApplications/${encodeURIComponent(each.applicationId)}`,
      origin,
    ),
    applicationUrl: each.url,
    senderOrganizationIds: [each.enterpriseNumber],
    messageTypeIds: typeIds,
    contactBusiness: each.contact,
    contactTechnical: each.contact,
  };
}

function messageTypeView(each: MessageType) {
  return {
    messageTypeId: each.messageTypeId,
    messageTypeName: each.name,
    messageTypeDescription: each.name,
    validityPeriod: each.validityPeriod,
    senderOrganizationIds: organisations.map(({ enterpriseNumber }) => enterpriseNumber),
    senderApplicationIds: organisations.map(({ applicationId }) => applicationId),
  };
}

interface Collection {
  what: string;
  views(origin: string): { id: string; view: object }[];
}

export const collections: Record<
  "senderOrganizations" | "senderApplications" | "messageTypes",
  Collection
> = {
  senderOrganizations: {
    what: "senderOrganizationId",
    views: (origin) =>
      organisations.map((each) => ({
        id: each.enterpriseNumber,
        view: organisationView(each, origin),
      })),
  },
  senderApplications: {
    what: "senderApplicationId",
    views: (origin) =>
      organisations.map((each) => ({
        id: each.applicationId,
        view: applicationView(each, origin),
      })),
  },
  messageTypes: {
    what: "messageTypeId",
    views: () =>
      messageTypes.map((each) => ({ id: each.messageTypeId, view: messageTypeView(each) })),
  },
};

export function listCollection(collection: Collection, request: SandboxRequest): Answer {
  const parsed = query.safeParse(Object.fromEntries(request.query));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const views = collection.views(request.origin).map(({ view }) => view);
  return jsonAnswer(200, { items: pageOf(views, parsed.data), totalItems: views.length });
}

export function getOne(
  collection: Collection,
  request: SandboxRequest,
  id: string | undefined,
): Answer {
  const found = collection.views(request.origin).find((each) => each.id === id);
  return found === undefined
    ? refusalAnswer(notFound(collection.what))
    : jsonAnswer(200, found.view);
}

/** `id` is an organisation's number or an application's identifier: both show the organisation's logo. */
export function getLogo(id: string | undefined, imageId: string | undefined): Answer {
  const owner = organisations.find(
    (each) => each.enterpriseNumber === id || each.applicationId === id,
  );
  const logo = owner === undefined ? undefined : logoOf(owner.enterpriseNumber);
  return logo === undefined || imageId !== LOGO_ID
    ? refusalAnswer(notFound("Image"))
    : bytesAnswer("image/png", logo);
}
