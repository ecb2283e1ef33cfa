"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useActionState, useMemo, useState } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { arrangeTemplate, createTemplate } from "@/lib/templates/actions";
import { FOLDER_LIMIT, TEMPLATE_NAME_LIMIT } from "@/lib/templates/schema";

/** Name, folder and type: for a new template, a copy, and one that is there already. */
export function PlaceForm({
  kind,
  fields,
  initial,
  folders,
  types,
  children,
}: {
  kind: "create" | "copy" | "arrange";
  fields: Readonly<Record<string, string | number>>;
  initial: { name: string; folder: string; messageTypeId: string };
  folders: readonly string[];
  types: readonly { id: string; name: string }[];
  children?: ReactNode;
}) {
  const t = useTranslations("templates");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(
    kind === "arrange" ? arrangeTemplate : createTemplate,
    null,
  );
  // Kept here, because React empties a form whose action has answered.
  const [typed, setTyped] = useState(initial);
  const errors = useMemo(() => {
    if (answer === null) return [];
    const sentences: Record<string, string> = {
      "name name_missing": t("form.nameMissing"),
      "name too_long": t("form.nameTooLong"),
      "folder too_long": t("form.folderTooLong"),
      "messageTypeId type_unknown": t("form.typeUnknown"),
    };
    const found = Object.entries(answer.fields ?? {}).flatMap(([field, code]) => {
      const message = sentences[`${field} ${code}`];
      return message === undefined ? [] : [{ fieldId: `template-${field}`, message }];
    });
    return found.length > 0 ? found : [{ fieldId: undefined, message: refusals(answer.code) }];
  }, [answer, t, refusals]);
  const errorOf = (field: string) =>
    errors.find(({ fieldId }) => fieldId === `template-${field}`)?.message;
  const submit = { create: t("form.create"), copy: t("form.copy"), arrange: t("form.save") };
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextInput
        id="template-name"
        name="name"
        label={t("form.name")}
        hint={t("form.nameHint")}
        limit={TEMPLATE_NAME_LIMIT}
        error={errorOf("name")}
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.target.value })}
      />
      <TextInput
        id="template-folder"
        name="folder"
        label={t("form.folder")}
        hint={t("form.folderHint")}
        isOptional
        width="half"
        limit={FOLDER_LIMIT}
        error={errorOf("folder")}
        list="template-folders"
        autoComplete="off"
        value={typed.folder}
        onChange={(event) => setTyped({ ...typed, folder: event.target.value })}
      />
      <datalist id="template-folders">
        {folders.map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
      <Select
        id="template-messageTypeId"
        name="messageTypeId"
        label={t("form.type")}
        hint={t("form.typeHint")}
        error={errorOf("messageTypeId")}
        options={[
          { value: "", label: t("anyType") },
          ...types.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={typed.messageTypeId}
        onChange={(event) => setTyped({ ...typed, messageTypeId: event.target.value })}
      />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton>{submit[kind]}</SubmitButton>
        {children}
      </div>
    </form>
  );
}
