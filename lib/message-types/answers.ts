import type { z } from "zod";
import type { changeTypeSchema, ManagedType } from "@/lib/message-types/schema";

/** The page's fields as they are typed; what was left empty is asked each time, or not done. */
export type TypedType = {
  defaultTemplateId: string;
  languages: string[];
  deliveryChoice: string;
  payment: string;
  replyKind: string;
  fourEyes: string;
  legalBasis: string;
  afterDays: string;
  step: string;
  byItself: string;
  receiptFrom: string;
  receiptDays: string;
  receiptWorkingDays: string;
  receiptBasis: string;
  contentsMonths: string;
  repliesMonths: string;
};

type TypeInput = Omit<z.input<typeof changeTypeSchema>, "typeId" | "lockNumber">;

export function typedOf(type: ManagedType): TypedType {
  return {
    defaultTemplateId: type.template?.id ?? "",
    languages: type.languages,
    deliveryChoice: type.deliveryChoice ?? "",
    payment: type.isPaymentWanted ? "wanted" : "",
    replyKind: type.replyKind ?? "",
    fourEyes: type.isFourEyes ? "yes" : "",
    legalBasis: type.legalBasis,
    afterDays: type.unopened ? String(type.unopened.afterDays) : "",
    step: type.unopened?.step ?? "tell",
    byItself: type.unopened?.isByItself ? "yes" : "",
    receiptFrom: type.receipt?.from ?? "none",
    receiptDays: type.receipt ? String(type.receipt.afterDays) : "",
    receiptWorkingDays: type.receipt?.isWorkingDays ? "yes" : "",
    receiptBasis: type.receipt?.basis ?? "",
    contentsMonths: String(type.retention.contentsMonths),
    repliesMonths: String(type.retention.repliesMonths),
  };
}

/** What the schema is asked about: whatever cannot be is left to it to refuse. */
export function typeInput(typed: TypedType): TypeInput {
  const afterDays = typed.afterDays.trim();
  return {
    defaultTemplateId: typed.defaultTemplateId || null,
    languages: typed.languages as TypeInput["languages"],
    deliveryChoice: (typed.deliveryChoice || null) as TypeInput["deliveryChoice"],
    isPaymentWanted: typed.payment === "wanted",
    replyKind: (typed.replyKind || null) as TypeInput["replyKind"],
    isFourEyes: typed.fourEyes !== "",
    legalBasis: typed.legalBasis,
    unopened:
      afterDays === ""
        ? null
        : {
            afterDays: Number(afterDays),
            step: typed.step as "tell",
            // Telling is nothing to look at first.
            isByItself: typed.byItself !== "" && typed.step !== "tell",
          },
    receipt:
      typed.receiptFrom === "none" || typed.receiptFrom === ""
        ? null
        : {
            from: typed.receiptFrom as "available",
            // Whoever waits for an opening counts no days.
            afterDays: typed.receiptFrom === "opened" ? 0 : wholeNumber(typed.receiptDays),
            isWorkingDays: typed.receiptFrom !== "opened" && typed.receiptWorkingDays !== "",
            basis: typed.receiptBasis,
          },
    retention: {
      contentsMonths: wholeNumber(typed.contentsMonths),
      repliesMonths: wholeNumber(typed.repliesMonths),
    },
  };
}

/** Nothing written is no number: left to the schema to refuse. */
function wholeNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim());
}
