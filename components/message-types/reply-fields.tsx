"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReplyFieldsEditor } from "@/components/replies/reply-fields-editor";
import { ReplyLabelsEditor } from "@/components/replies/reply-labels-editor";
import { WordsField } from "@/components/replies/word-inputs";
import { RadioGroup } from "@/components/ui/radio-group";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { replyWordsTyped, type TypedType } from "@/lib/message-types/answers";
import { REPLY_KINDS } from "@/lib/replies/options/schema";

/** How one may reply to messages of the type, and in which words: proposed in each new one. */
export function ReplyFields({
  typed,
  errorOf,
}: {
  typed: TypedType;
  errorOf: (id: string) => string | undefined;
}) {
  const t = useTranslations("types.form");
  const words = useTranslations("replies");
  const [kind, setKind] = useState(typed.replyKind);
  const [replies, setReplies] = useState(() => replyWordsTyped(typed));
  const languages = LETTER_LANGUAGES.filter((language) => typed.languages.includes(language));
  const error = errorOf("type-replies");
  const isAsked = kind === "choice" || kind === "form";
  const change = (part: Partial<NonNullable<typeof replies>>) =>
    setReplies((before) => before && { ...before, ...part });
  return (
    <>
      <RadioGroup
        id="type-replies"
        name="replyKind"
        legend={t("replies")}
        look="list"
        error={error}
        defaultValue={typed.replyKind}
        inputProps={{ onChange: (event) => setKind(event.currentTarget.value) }}
        options={[
          { value: "", label: t("asked") },
          ...REPLY_KINDS.map((each) => ({ value: each, label: words(`kind.${each}`) })),
        ]}
      />
      <input type="hidden" name="replyWords" value={JSON.stringify(replies)} />
      {replies && (isAsked || kind === "link") && (
        <div className="mb-6 border-l-4 border-line pl-5">
          <p className="mb-4 text-small text-ink-soft">{t("replyWordsHint")}</p>
          {isAsked && (
            <WordsField
              id="type-reply-question"
              label={words(kind === "form" ? "formQuestion" : "question")}
              isOptional
              words={replies.question}
              languages={languages}
              isWrong={error !== undefined}
              onChange={(question) => change({ question })}
            />
          )}
          {kind === "choice" && (
            <ReplyLabelsEditor
              id="type-reply-labels"
              legend={words("labels")}
              hint={words("fieldOptionsHint")}
              labels={replies.labels}
              languages={languages}
              isWrong={error !== undefined}
              onChange={(labels) => change({ labels })}
            />
          )}
          {kind === "form" && (
            <ReplyFieldsEditor
              id="type-reply-fields"
              fields={replies.fields}
              languages={languages}
              isWrong={error !== undefined}
              onChange={(fields) => change({ fields })}
            />
          )}
          {kind === "link" && (
            <WordsField
              id="type-reply-url"
              label={words("url")}
              hint={words(languages.length > 1 ? "urlsHint" : "urlHint")}
              inputMode="url"
              words={replies.url}
              languages={languages}
              onChange={(url) => change({ url })}
            />
          )}
          {isAsked && (
            <RadioGroup
              id="type-reply-changeable"
              name="replyChangeable"
              legend={words("changeable")}
              look="list"
              defaultValue={replies.isChangeable}
              inputProps={{
                onChange: (event) =>
                  change({ isChangeable: event.currentTarget.value === "yes" ? "yes" : "no" }),
              }}
              options={[
                { value: "yes", label: words("changeableYes") },
                { value: "no", label: words("changeableNo") },
              ]}
            />
          )}
        </div>
      )}
    </>
  );
}
