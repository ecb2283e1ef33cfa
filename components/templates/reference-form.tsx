"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useActionState, useMemo, useState } from "react";
import type { ButtonVariant } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormAnswer } from "@/lib/templates/actions";

/** One press about one thing: what it names in hidden fields, a line to fill in where it asks for one. */
export function ReferenceForm({
  action,
  fields,
  line,
  submit,
  variant,
  size,
  children,
}: {
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>;
  fields: Readonly<Record<string, string | number>>;
  line?: {
    id: string;
    name: string;
    label: string;
    hint?: string;
    initial: string;
    limit: number;
    isOptional?: boolean;
    /** By the code of the refusal. */
    sentences: Readonly<Record<string, string>>;
  };
  submit: string;
  variant?: ButtonVariant;
  size?: "normal" | "small";
  children?: ReactNode;
}) {
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(action, null);
  // Kept here, because React empties a form whose action has answered.
  const [typed, setTyped] = useState(line?.initial ?? "");
  const errors = useMemo(() => {
    if (answer === null) return [];
    const code = line && answer.fields?.[line.name];
    const sentence = code === undefined ? undefined : line?.sentences[code];
    return sentence === undefined
      ? [{ message: refusals(answer.code) }]
      : [{ fieldId: line?.id, message: sentence }];
  }, [answer, line, refusals]);
  const [error] = errors;
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {line && (
        <TextInput
          id={line.id}
          name={line.name}
          label={line.label}
          hint={line.hint}
          limit={line.limit}
          isOptional={line.isOptional}
          error={error && "fieldId" in error ? error.message : undefined}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton variant={variant} size={size}>
          {submit}
        </SubmitButton>
        {children}
      </div>
    </form>
  );
}
