"use server";

import { redirect } from "next/navigation";
import { action, textOf } from "@/lib/auth/gate";
import type { Problem } from "@/lib/errors";
import { changeFourEyes, changeType } from "@/lib/message-types/mutations";
import { changeTypeSchema, fourEyesSchema } from "@/lib/message-types/schema";
import { typeInput, type TypedType } from "@/lib/message-types/answers";

const change = action("type:manage", changeTypeSchema, changeType);
const changeEyes = action("type:manage", fourEyesSchema, changeFourEyes);

/** What a form without JavaScript gets back: nothing yet, or what is wrong and what was typed. */
export type TypeAnswer = { problem: Problem; typed: TypedType } | null;
export type FourEyesAnswer = { problem: Problem; from: string; isRegistered: boolean } | null;

export async function saveType(_before: TypeAnswer, form: FormData): Promise<TypeAnswer> {
  const typed: TypedType = {
    defaultTemplateId: textOf(form, "defaultTemplateId"),
    languages: ["nl", "fr", "de"].filter((language) => textOf(form, language) !== ""),
    deliveryChoice: textOf(form, "deliveryChoice"),
    payment: textOf(form, "payment"),
    replyKind: textOf(form, "replyKind"),
    replyWords: textOf(form, "replyWords"),
    fourEyes: textOf(form, "fourEyes"),
    legalBasis: textOf(form, "legalBasis"),
    afterDays: textOf(form, "afterDays"),
    step: textOf(form, "step"),
    byItself: textOf(form, "byItself"),
    receiptFrom: textOf(form, "receiptFrom"),
    receiptDays: textOf(form, "receiptDays"),
    receiptWorkingDays: textOf(form, "receiptWorkingDays"),
    receiptBasis: textOf(form, "receiptBasis"),
    contentsMonths: textOf(form, "contentsMonths"),
    repliesMonths: textOf(form, "repliesMonths"),
  };
  const changed = await change({
    typeId: textOf(form, "typeId"),
    lockNumber: Number(textOf(form, "lockNumber")),
    ...typeInput(typed),
  });
  if (!changed.ok) return { problem: changed.refusal, typed };
  redirect("/message-types?changed=yes");
}

export async function saveFourEyes(
  _before: FourEyesAnswer,
  form: FormData,
): Promise<FourEyesAnswer> {
  const from = textOf(form, "from").trim();
  const isRegistered = textOf(form, "isRegistered") !== "";
  const changed = await changeEyes({
    lockNumber: Number(textOf(form, "lockNumber")),
    from: from === "" ? null : Number(from),
    isRegistered,
  });
  if (!changed.ok) return { problem: changed.refusal, from, isRegistered };
  redirect("/message-types?changed=yes");
}
