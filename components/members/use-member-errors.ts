"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { FormError } from "@/components/ui/error-summary";
import type { Problem } from "@/lib/errors";

const CODES = [
  "name_missing",
  "name_too_long",
  "email_invalid",
  "rights_missing",
  "right_unknown",
  "day_invalid",
  "until_before_from",
  "until_past",
  "deputy_without_end",
] as const;

/** What is wrong, in words, at the fields of a form about people; what no field is to blame for stands alone. */
export function useMemberErrors(
  answer: Problem | null,
  fields: Readonly<Record<string, string>>,
): { errors: FormError[]; errorOf: (field: string) => string | undefined } {
  const t = useTranslations("members.refusal");
  const refusals = useTranslations("refusals");
  return useMemo(() => {
    const found = Object.entries(answer?.fields ?? {}).flatMap(([path, said]) => {
      const fieldId = fields[path] ?? fields[path.split(".")[0] ?? ""];
      const code = CODES.find((each) => each === said);
      return fieldId && code ? [{ fieldId, message: t(code) }] : [];
    });
    const errors =
      answer === null || found.length > 0
        ? found
        : [{ fieldId: undefined, message: refusals(answer.code) }];
    return {
      errors,
      errorOf: (field) => found.find(({ fieldId }) => fieldId === fields[field])?.message,
    };
  }, [answer, fields, t, refusals]);
}
