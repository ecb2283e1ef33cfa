"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import * as mutations from "@/lib/recipients/files/mutations";
import {
  addRecipientFileSchema,
  answerFaultsSchema,
  chooseLanguageSchema,
  matchColumnsSchema,
  removeRecipientFileSchema,
} from "@/lib/recipients/files/schema";

export const addRecipientFile = action(
  "message:write",
  addRecipientFileSchema,
  mutations.addRecipientFile,
);

const match = action("message:write", matchColumnsSchema, mutations.matchColumns);
const answer = action("message:write", answerFaultsSchema, mutations.answerFaults);
const remove = action("message:write", removeRecipientFileSchema, mutations.removeRecipientFile);
const choose = action("message:write", chooseLanguageSchema, mutations.chooseLanguage);
const check = action("message:write", removeRecipientFileSchema, mutations.checkBoxesAgain);

/** What a form gets back: nothing yet, or what is wrong. */
type FormAnswer = Problem | null;

function refOf(form: FormData) {
  return {
    messageId: textOf(form, "messageId"),
    lockNumber: Number(textOf(form, "lockNumber")),
  };
}

/** Every form of the page comes back to it. */
async function answered(
  form: FormData,
  given: Promise<{ ok: true } | { ok: false; refusal: Problem }>,
): Promise<FormAnswer> {
  const done = await given;
  if (!done.ok) return done.refusal;
  redirect(`/messages/${textOf(form, "messageId")}/recipient`);
}

export async function matchColumns(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const places = [...form.entries()].flatMap(([name, value]): [string, number | null][] => {
    if (!name.startsWith("column ") || typeof value !== "string" || value === "") return [];
    return [[name.slice("column ".length), value === "none" ? null : Number(value)]];
  });
  return answered(form, match({ ...refOf(form), matching: Object.fromEntries(places) }));
}

export async function answerFaults(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const yes = (name: string) => {
    const value = textOf(form, name);
    return value === "" ? null : value === "yes";
  };
  return answered(
    form,
    answer({
      ...refOf(form),
      leaveOutFaulty: yes("leaveOutFaulty"),
      keepRepeated: yes("keepRepeated"),
      sendAgain: yes("sendAgain"),
    }),
  );
}

export async function removeRecipientFile(
  _before: FormAnswer,
  form: FormData,
): Promise<FormAnswer> {
  return answered(form, remove(refOf(form)));
}

export async function chooseLanguage(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answered(form, choose({ ...refOf(form), language: textOf(form, "language") as "nl" }));
}

export async function checkBoxesAgain(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answered(form, check(refOf(form)));
}
