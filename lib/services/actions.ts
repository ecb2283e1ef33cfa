"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import { requireActor } from "@/lib/auth/session";
import type { Problem } from "@/lib/errors";
import {
  SERVICE_FIELDS,
  fieldsApart,
  serviceInput,
  typedOfService,
  type TypedService,
} from "@/lib/services/answers";
import { getManagedService } from "@/lib/services/data";
import * as mutations from "@/lib/services/mutations";
import { addServiceSchema, changeServiceSchema, serviceRefSchema } from "@/lib/services/schema";

const add = action("service:manage", addServiceSchema, mutations.addService);
const change = action("service:manage", changeServiceSchema, mutations.changeService);
const archive = action("service:manage", serviceRefSchema, mutations.archiveService);
const bringBack = action("service:manage", serviceRefSchema, mutations.bringBackService);

/**
 * What a form without JavaScript gets back: nothing yet, or what is wrong and what was typed.
 * `theirs`: what somebody else has saved meanwhile, where it differs, and the number it was saved under.
 */
export type ServiceAnswer = {
  problem: Problem;
  typed: TypedService;
  theirs: { lockNumber: number; fields: Record<string, string> } | null;
} | null;

export async function saveService(_before: ServiceAnswer, form: FormData): Promise<ServiceAnswer> {
  // Browsers end lines as HTTP does; compared with what is saved, that is no change.
  const typed = Object.fromEntries(
    SERVICE_FIELDS.map((field) => [field, textOf(form, field).replaceAll("\r\n", "\n")]),
  );
  const serviceId = textOf(form, "serviceId");
  const { partition, ...facts } = serviceInput(typed);
  if (serviceId === "") {
    const added = await add({ partition, ...facts });
    if (!added.ok) return { problem: added.refusal, typed, theirs: null };
    redirect(`/services/${added.value.id}?saved=added`);
  }
  const lockNumber = Number(textOf(form, "lockNumber"));
  const changed = await change({ serviceId, lockNumber, ...facts });
  if (!changed.ok) {
    const { refusal: problem } = changed;
    const theirs =
      problem.code === "service_changed" ? await savedMeanwhile(serviceId, typed) : null;
    return { problem, typed, theirs };
  }
  redirect("/services?saved=changed");
}

/** So that whoever comes second sees both, and neither is lost. */
async function savedMeanwhile(serviceId: string, typed: TypedService) {
  const service = await getManagedService(await requireActor("service:manage"), serviceId);
  if (!service) return null;
  const theirs = typedOfService(service);
  const apart = fieldsApart({ ...typed, partition: service.partition }, theirs);
  return {
    lockNumber: service.lockNumber,
    fields: Object.fromEntries(apart.map((field) => [field, theirs[field] ?? ""])),
  };
}

/** Archives or brings back, as the pressed button says. */
export async function shelveService(
  _before: Problem | null,
  form: FormData,
): Promise<Problem | null> {
  const isArchived = textOf(form, "shelve") === "archive";
  const serviceId = textOf(form, "serviceId");
  const shelved = await (isArchived ? archive : bringBack)({ serviceId });
  if (!shelved.ok) return shelved.refusal;
  redirect(`/services?saved=${isArchived ? "archived" : "brought_back"}`);
}
