"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PlaceholderChoice } from "@/components/messages/suggestions";
import { MarkedInput } from "@/components/messages/marked-input";
import { SaveProblem, saveProblemId } from "@/components/messages/save-problem";
import { useAutosave } from "@/components/messages/use-autosave";
import { LinkedNames } from "@/components/templates/linked-names";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FieldError } from "@/components/ui/field-error";
import { Fieldset } from "@/components/ui/fieldset";
import { Skeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import type { NameLink } from "@/lib/messages/body/names";
import { BUILT_INS, builtInLabel, placeholderKey, valueOf } from "@/lib/messages/body/rules";
import { ownPlaceholders } from "@/lib/messages/values/rules";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";
import { writeTemplate } from "@/lib/templates/actions";
import type { TemplateLanguage, TemplateText } from "@/lib/templates/schema";

type Written = TemplateText & { samples: Record<string, string>; names: NameLink[] };

const LetterEditor = dynamic(() => import("@/components/messages/editor/letter-editor"), {
  ssr: false,
  loading: () => (
    <div className="min-h-94 rounded border-[1.5px] border-field bg-paper p-4.5">
      <Skeleton lines={5} />
    </div>
  ),
});

export function WriteForm({
  templateId,
  language,
  lockNumber,
  savedAt,
  written,
  others,
}: {
  templateId: string;
  language: TemplateLanguage;
  lockNumber: number;
  savedAt: string;
  written: Written;
  /** The placeholders of the texts in other languages. */
  others: readonly { language: TemplateLanguage; names: readonly string[] }[];
}) {
  const t = useTranslations("templates.write");
  const meanings = useTranslations("messages.editor.builtIn");
  const languages = useTranslations("common.language");
  const router = useRouter();
  const [current, setCurrent] = useState(written);
  /** How often other answers were put in: the fields, which keep what is typed themselves, begin anew. */
  const [replaced, setReplaced] = useState(0);
  const inputOf = (input: Written, lock: number) => ({
    ...input,
    templateId,
    language,
    lockNumber: lock,
  });
  const autosave = useAutosave<Written, Written>({
    id: templateId,
    page: language,
    address: `/api/templates/${templateId}/save`,
    lockNumber,
    savedAt,
    answers: written,
    inputOf: (given) => given,
    save: (input, lock) => writeTemplate(inputOf(input, lock)),
    lastSaveOf: inputOf,
    onReplace: (answers) => {
      setCurrent(answers);
      setReplaced((times) => times + 1);
    },
  });
  // On top of what was typed last, which may be newer than what was rendered last.
  const change = (changed: (newest: Written) => Partial<Written>) => {
    const newest = autosave.newest();
    const next = { ...newest, ...changed(newest) };
    setCurrent(next);
    autosave.change(next);
  };
  const own = ownPlaceholders(current);
  const choices: PlaceholderChoice[] = [
    ...BUILT_INS.map((builtIn) => ({
      name: builtInLabel(builtIn, language),
      meaning: meanings(builtIn),
    })),
    ...own.map((name) => ({ name })),
  ];
  const { trouble } = autosave;
  const refused = trouble?.kind === "refused" ? trouble.problem.fields : undefined;
  const bodyError = refused?.body === undefined ? undefined : t("tooLong");
  const leaveFor = async (address: string) => {
    if (await autosave.flush()) router.push(address);
    else document.getElementById(saveProblemId)?.focus();
  };
  return (
    <div onBlur={() => void autosave.flushByItself()}>
      <SaveProblem messageId={null} autosave={autosave} />
      <Card id="template-text" heading={t("title", { language: languages(language) })}>
        <MarkedInput
          key={replaced}
          id="template-subject"
          label={t("subject")}
          hint={t("subjectHint")}
          limit={SUBJECT_LIMIT}
          lang={language}
          error={refused?.subject === undefined ? undefined : t("subjectTooLong")}
          text={current.subject}
          choices={choices}
          defaultValue={current.subject}
          onChange={({ target: { value } }) => change(() => ({ subject: value }))}
        />
        <div className="mb-6">
          <span className="mb-1 block font-semibold">{t("body")}</span>
          <div id="template-body-hint" className="mb-2 text-small text-ink-soft">
            {t("bodyHint")}
          </div>
          <FieldError id="template-body" error={bodyError} />
          <LetterEditor
            id="template-body"
            label={t("body")}
            describedBy="template-body-hint"
            isInvalid={bodyError !== undefined}
            language={language}
            document={current.body}
            choices={choices}
            gaps={[]}
            onChange={(body) => change(() => ({ body }))}
          />
        </div>
        {own.length > 0 && (
          <Fieldset id="template-samples" legend={t("samples")} hint={t("samplesHint")}>
            {own.map((name, index) => (
              <TextInput
                key={`${replaced} ${placeholderKey(name)}`}
                id={`template-sample-${index}`}
                label={name}
                lang={language}
                width="half"
                maxLength={1000}
                defaultValue={current.samples[name] ?? valueOf(current.samples, name) ?? ""}
                onChange={({ target: { value } }) =>
                  change(({ samples }) => ({ samples: withSample(samples, name, value) }))
                }
              />
            ))}
          </Fieldset>
        )}
        <LinkedNames
          language={language}
          names={own}
          others={others}
          links={current.names}
          onChange={(names) => change(() => ({ names }))}
        />
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => void leaveFor(`/templates/${templateId}/publish`)}>
            {t("publish")}
          </Button>
          <Button variant="secondary" onClick={() => void leaveFor(`/templates/${templateId}`)}>
            {t("done")}
          </Button>
        </div>
      </Card>
    </div>
  );
}

function withSample(samples: Readonly<Record<string, string>>, name: string, value: string) {
  const others = Object.entries(samples).filter(
    ([other]) => placeholderKey(other) !== placeholderKey(name),
  );
  return { ...Object.fromEntries(others), [name]: value };
}
