"use client";

import { useTranslations } from "next-intl";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";
import { endingOf, renamed, stemOf } from "@/lib/attachments/rules";
import { FILE_NAME_LIMIT } from "@/lib/attachments/schema";
import type { RefusalCode } from "@/lib/errors";

/** A new name in the place of the old one; the ending stays. */
export function RenameForm({
  id,
  fileName,
  onSave,
  onClose,
}: {
  id: string;
  fileName: string;
  /** Answers why not, or null when it was done. */
  onSave: (name: string) => Promise<RefusalCode | null>;
  onClose: () => void;
}) {
  const t = useTranslations("attachments");
  const common = useTranslations("common");
  const refusals = useTranslations("refusals");
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<RefusalCode | null>(null);
  const [isPending, setPending] = useState(false);
  useEffect(() => field.current?.select(), []);
  useEffect(() => {
    if (error !== null) field.current?.focus();
  }, [error]);

  const save = async () => {
    const typed = field.current?.value ?? "";
    if (renamed(fileName, typed) === fileName) return onClose();
    setPending(true);
    const refusal = renamed(fileName, typed) ? await onSave(typed) : "attachment_name";
    setPending(false);
    if (refusal === null) onClose();
    else setError(refusal);
  };
  return (
    <form
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (!isPending) void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <TextInput
        ref={field}
        id={id}
        label={t("newName")}
        hint={t("newNameHint", { ending: endingOf(fileName) })}
        error={error === null ? undefined : refusals(error)}
        defaultValue={stemOf(fileName)}
        maxLength={FILE_NAME_LIMIT}
        spellCheck={false}
        autoComplete="off"
      />
      <div className="-mt-2 flex flex-wrap gap-3">
        <Button type="submit" size="small" isPending={isPending}>
          {t("saveName")}
        </Button>
        <Button variant="secondary" size="small" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
