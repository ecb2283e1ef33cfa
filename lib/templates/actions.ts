"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as mutations from "@/lib/templates/mutations";
import {
  arrangeTemplateSchema,
  createTemplateSchema,
  publishTemplateSchema,
  renameFolderSchema,
  restoreVersionSchema,
  templateRefSchema,
  writeTemplateSchema,
} from "@/lib/templates/schema";

export const writeTemplate = action("template:write", writeTemplateSchema, mutations.writeTemplate);

const create = action("template:write", createTemplateSchema, mutations.createTemplate);
const arrange = action("template:write", arrangeTemplateSchema, mutations.arrangeTemplate);
const publish = action("template:write", publishTemplateSchema, mutations.publishTemplate);
const restore = action("template:write", restoreVersionSchema, mutations.restoreTemplateVersion);
const archive = action("template:write", templateRefSchema, mutations.archiveTemplate);
const bringBack = action("template:write", templateRefSchema, mutations.bringBackTemplate);
const rename = action("template:write", renameFolderSchema, mutations.renameFolder);

/** What a form without JavaScript gets back: nothing yet, or what is wrong. */
export type FormAnswer = Problem | null;

export async function createTemplate(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const copyOf = textOf(form, "copyOf") || null;
  const created = await create({ ...placeOf(form), copyOf });
  if (!created.ok) return created.refusal;
  const { id } = created.value;
  redirect(copyOf === null ? `/templates/${id}/text` : `/templates/${id}`);
}

export async function arrangeTemplate(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const arranged = await arrange({ ...refOf(form), ...placeOf(form) });
  if (!arranged.ok) return arranged.refusal;
  redirect(`/templates/${textOf(form, "templateId")}`);
}

export async function publishTemplate(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const published = await publish({ ...refOf(form), note: textOf(form, "note") });
  if (!published.ok) return published.refusal;
  redirect(`/templates/${textOf(form, "templateId")}`);
}

export async function restoreTemplateVersion(
  _before: FormAnswer,
  form: FormData,
): Promise<FormAnswer> {
  const restored = await restore({ ...refOf(form), number: Number(textOf(form, "number")) });
  if (!restored.ok) return restored.refusal;
  redirect(`/templates/${textOf(form, "templateId")}`);
}

/** Archives or brings back, as the pressed button says. */
export async function shelveTemplate(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const isBack = textOf(form, "shelve") === "back";
  const done = await (isBack ? bringBack(refOf(form)) : archive(refOf(form)));
  if (!done.ok) return done.refusal;
  redirect(isBack ? `/templates/${textOf(form, "templateId")}` : "/templates");
}

export async function renameFolder(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const renamed = await rename({ folder: textOf(form, "folder"), name: textOf(form, "name") });
  if (!renamed.ok) return renamed.refusal;
  redirect("/templates");
}

function refOf(form: FormData) {
  return {
    templateId: textOf(form, "templateId"),
    lockNumber: Number(textOf(form, "lockNumber")),
  };
}

function placeOf(form: FormData) {
  return {
    name: textOf(form, "name"),
    folder: textOf(form, "folder"),
    messageTypeId: textOf(form, "messageTypeId") || null,
  };
}
