import sharp from "sharp";
import { systemActor } from "@/lib/auth/actor";
import { withActor, type Transaction } from "@/lib/db";
import { columnsOfRule } from "@/lib/follow-ups/rules";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import {
  MESSAGE_TYPES,
  ORGANISATIONS,
  PEOPLE,
  type SeedOrganisation,
  type SeedPerson,
} from "./organisations";
import { layTemplates } from "./templates";

/** Lays down the organisations, their services and message types, and who may do what. */
export async function layHouse(): Promise<void> {
  const logos = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { enterpriseNumber, logo } of ORGANISATIONS)
    logos.set(enterpriseNumber, await drawLogo(logo));
  await withActor(systemActor("seed"), async (tx) => {
    for (const organisation of ORGANISATIONS) await enterOrganisation(tx, organisation, logos);
    for (const person of PEOPLE) await enterPerson(tx, person);
  });
}

export async function isEmpty(): Promise<boolean> {
  return (await withActor(systemActor("seed"), (tx) => tx.organisation.count())) === 0;
}

async function enterOrganisation(
  tx: Transaction,
  given: SeedOrganisation,
  logos: Map<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const { enterpriseNumber, name, senderApplicationId, services } = given;
  const { id: organisationId } = await tx.organisation.create({
    data: { enterpriseNumber, name, senderApplicationId },
  });
  const serviceIds: string[] = [];
  for (const service of services) {
    const { id } = await tx.service.create({
      data: { ...service, organisationId, logo: logos.get(enterpriseNumber) },
    });
    serviceIds.push(id);
  }
  for (const { registered, unopened, defaultReplyOption, ...type } of MESSAGE_TYPES) {
    const { id: messageTypeId } = await tx.messageType.create({
      data: {
        ...type,
        ...(defaultReplyOption ? { defaultReplyOption } : {}),
        ...columnsOfRule(unopened),
        organisationId,
      },
    });
    for (const serviceId of serviceIds) {
      await tx.registeredCapability.createMany({
        data: registered.map((channel) => ({ organisationId, serviceId, messageTypeId, channel })),
      });
    }
  }
  await layTemplates(tx, organisationId);
}

async function enterPerson(tx: Transaction, { niss, roles, ...names }: SeedPerson): Promise<void> {
  const { id: personId } = await tx.person.create({
    data: { ...names, numberEncrypted: encryptNumber(niss), numberHash: hashNumber(niss) },
  });
  for (const { role, organisation, partition } of roles) {
    const found = organisation
      ? await tx.organisation.findUniqueOrThrow({
          where: { enterpriseNumber: organisation },
          include: { services: true },
        })
      : null;
    await tx.membership.create({
      data: {
        personId,
        role,
        organisationId: found?.id ?? null,
        serviceId: found?.services.find((service) => service.partition === partition)?.id ?? null,
      },
    });
  }
}

/** A plain round mark with the organisation's initial: invented, like the organisation. */
async function drawLogo({
  colour,
  letter,
}: SeedOrganisation["logo"]): Promise<Uint8Array<ArrayBuffer>> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">
    <circle cx="48" cy="48" r="46" fill="${colour}"/>
    ${
      letter === "M"
        ? `<path d="M62 22a28 28 0 1 0 12 40 24 24 0 1 1-12-40z" fill="#fff"/>`
        : `<path d="M14 44c11-10 22-10 34 0s23 10 34 0M14 62c11-10 22-10 34 0s23 10 34 0" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round"/>`
    }</svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer());
}
