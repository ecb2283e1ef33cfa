"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type { z } from "zod";
import { saveAddress } from "@/components/messages/latest-lock";
import { saveProblemId } from "@/components/messages/save-problem";
import type { Saved } from "@/components/messages/save-queue";
import { type DraftVersion, type SavePart, useAutosave } from "@/components/messages/use-autosave";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

/** Codes by field: what stands in the way of going on. */
export type Refusals = Partial<Record<string, string>>;

/**
 * One page of the composer: its form, its saving, and what happens on "Save and go on". Incomplete
 * answers are saved all the same; only going on asks for complete ones.
 */
export function useStep<Answers extends FieldValues, Input>({
  formId,
  part,
  version,
  answers,
  shape,
  refusalsOf,
  inputOf,
  save,
  nextHref,
  place,
}: {
  formId: string;
  part: SavePart;
  version: DraftVersion;
  answers: Answers;
  shape: z.ZodType<Answers, Answers>;
  refusalsOf: (answers: Answers) => Refusals;
  inputOf: (answers: Answers) => Input | null;
  save: (
    input: Input & { messageId: string; lockNumber: number },
  ) => Promise<Result<Saved, Problem>>;
  nextHref: string;
  /** Tells pages of one part apart: what was typed on one is not put back on another. */
  place?: string;
}) {
  const router = useRouter();
  const isFromServer = useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  );
  const [early] = useState(() => (isFromServer ? typedBeforeScripts(formId) : {}));
  /** As they were at the last press of the button, so that the summary does not shrink while one mends; it goes when all is mended. */
  const [summary, setSummary] = useState<readonly { field: string; code: string }[]>([]);

  const resolve = zodResolver<Answers, unknown, Answers>(
    shape.superRefine((given, context) => {
      for (const [field, message] of Object.entries(refusalsOf(given))) {
        context.addIssue({ code: "custom", path: [field], message: message ?? "" });
      }
    }),
  );
  const form = useForm<Answers, unknown, Answers>({
    defaultValues: answers as DefaultValues<Answers>,
    resolver: (values, context, options) => resolve(withoutNulls(values), context, options),
    // The summary takes the focus; the field would snatch it away.
    shouldFocusError: false,
  });

  const { messageId, lockNumber, savedAt } = version;
  const autosave = useAutosave<Answers, Input>({
    id: messageId,
    page: place === undefined ? part : `${part}/${place}`,
    address: saveAddress(messageId),
    lockNumber,
    savedAt,
    answers,
    inputOf,
    save: (input, lock) => save({ ...input, messageId, lockNumber: lock }),
    lastSaveOf: (input, lock) => ({ part, input: { ...input, messageId, lockNumber: lock } }),
    onReplace: (replaced) => form.reset(replaced),
  });
  const { change } = autosave;

  useEffect(() => {
    for (const [name, value] of Object.entries(early)) {
      const before: unknown = form.getValues(name as Path<Answers>);
      if (typeof before === "string" && before !== value) {
        form.setValue(name as Path<Answers>, value as Answers[Path<Answers>]);
      }
    }
    change(withoutNulls(form.getValues()));
    return form.subscribe({
      formState: { values: true, errors: true },
      callback: ({ values, errors }) => {
        change(withoutNulls(values));
        if (Object.keys(errors ?? {}).length === 0) setSummary(noneIfAny);
      },
    });
  }, [form, change, early]);

  const submit = form.handleSubmit(
    async () => {
      setSummary([]);
      change(withoutNulls(form.getValues()));
      if (await autosave.flush()) router.push(nextHref);
      else document.getElementById(saveProblemId)?.focus();
    },
    async (errors) => {
      setSummary(
        Object.entries(errors).map(([field, error]) => ({
          field,
          code: typeof error?.message === "string" ? error.message : "",
        })),
      );
      const isSaved = await autosave.flush();
      // Mending the answers helps nobody whose answers can no longer be saved: that is told first.
      if (!isSaved && autosave.isStopped()) document.getElementById(saveProblemId)?.focus();
    },
  );

  return {
    form,
    autosave,
    summary,
    isGoingOn: form.formState.isSubmitting,
    /** What a plain form must carry beside the fields. */
    hidden: { part, lockNumber },
    formProps: {
      id: formId,
      noValidate: true,
      // For a press before the scripts arrived; by POST, because answers never stand in an address.
      method: "post",
      action: saveAddress(messageId),
      onSubmit: (event: React.SyntheticEvent<HTMLFormElement>) => void submit(event),
      onBlur: () => void autosave.flushByItself(),
    },
  };
}

/** The same list where there is nothing to take away, so that nothing is drawn anew. */
function noneIfAny<Item>(before: readonly Item[]): readonly Item[] {
  return before.length > 0 ? [] : before;
}

/** The form library says null for a question whose radio buttons are all off; we say empty. */
function withoutNulls<Answers extends FieldValues>(values: Answers): Answers {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, (value as unknown) ?? ""]),
  ) as Answers;
}

/** Whether React takes a page over that the server drew, does not change while the page is there. */
function neverChanges(): () => void {
  return () => undefined;
}

/**
 * What somebody typed into the page before its scripts arrived: read while React takes the page
 * over, before the form library puts the server's values back. On a page that came later the form of
 * this name may still be that of the page before, with somebody else's answers.
 */
function typedBeforeScripts(formId: string): Record<string, string> {
  if (typeof document === "undefined") return {};
  const element = document.getElementById(formId);
  if (!(element instanceof HTMLFormElement)) return {};
  return Object.fromEntries(
    [...new FormData(element)].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}
