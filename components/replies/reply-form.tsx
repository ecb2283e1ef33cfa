"use client";

import { useTranslations } from "next-intl";
import {
  type SyntheticEvent,
  startTransition,
  useActionState,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ReplyField } from "@/components/replies/reply-field";
import { keepTyped, keptTyped } from "@/components/replies/kept-answer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorSummary, type FormError } from "@/components/ui/error-summary";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import {
  addressPartName,
  fieldsOf,
  typedFrom,
  type TypedAnswer,
} from "@/lib/replies/answers/rules";
import { ADDRESS_PARTS, ANSWER_FILE_MEGABYTES } from "@/lib/replies/answers/schema";
import { giveAnswer } from "@/lib/replies/requests/actions";
import { ANSWER_PREFIX, type ReplyRequestView } from "@/lib/replies/requests/schema";

/** The answer's form: a plain form that works without scripts; with them nothing typed is lost. */
export function ReplyForm({
  token,
  request,
  attemptId,
}: {
  token: string;
  request: ReplyRequestView;
  attemptId: string;
}) {
  const t = useTranslations("answering");
  const [state, send, isPending] = useActionState(giveAnswer, null);
  const form = useRef<HTMLFormElement>(null);
  const [isRestored, setRestored] = useState(false);
  const { asked, answer, language } = request;
  const fields = useMemo(() => fieldsOf(asked), [asked]);
  const typed: TypedAnswer = state?.typed ?? (answer ? typedFrom(answer.entries, language) : {});
  const faults = useFaults(request, state?.problem.fields ?? {});
  const refusal = useRefusal(state?.problem.code);
  const errors = useMemo<FormError[]>(
    () => [...(refusal ? [{ message: refusal }] : []), ...faults.summary],
    [refusal, faults.summary],
  );

  useEffect(() => {
    const kept = keptTyped(token);
    if (form.current && kept) setRestored(putBack(form.current, kept));
  }, [token]);

  // The browser would empty the form, files too, before it is known whether the answer was taken.
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const data = new FormData(event.currentTarget);
    startTransition(() => send(data));
  };

  return (
    <>
      <ErrorSummary errors={errors} />
      {state?.problem.code === "session_ended" && (
        <SignInAgain to={`/reply/${token}${answer ? "?change=1" : ""}`} />
      )}
      {isRestored && (
        <Notification kind="info" isLive>
          <p>{t("restored")}</p>
        </Notification>
      )}
      <Card id="answer" heading={t("yourAnswer")}>
        {asked.kind === "form" && asked.question && <p className="mb-5">{asked.question}</p>}
        <form
          ref={form}
          id="reply-form"
          action={send}
          onSubmit={submit}
          onInput={(event) => keepTyped(token, event.currentTarget)}
          noValidate
        >
          <input type="hidden" name="link" value={token} />
          <input type="hidden" name="attemptId" value={attemptId} />
          <input type="hidden" name="seen" value={answer?.number ?? 0} />
          {fields.map((field) => (
            <ReplyField
              key={field.id}
              field={field.label ? field : { ...field, label: t("yourAnswer") }}
              typed={typed}
              faultOf={faults.of}
              kept={keptFiles(answer)}
            />
          ))}
          <SubmitButton icon="reply" pendingText={t("sending")}>
            {isPending ? t("sending") : answer ? t("sendAgain") : t("send")}
          </SubmitButton>
        </form>
      </Card>
    </>
  );
}

function keptFiles(answer: ReplyRequestView["answer"]): Record<string, string> {
  return Object.fromEntries(
    (answer?.entries ?? []).flatMap(({ id, file }) => (file ? [[id, file.fileName]] : [])),
  );
}

function SignInAgain({ to }: { to: string }) {
  const t = useTranslations("answering");
  return (
    <Notification kind="attention">
      <p className="mb-3">{t("sessionEnded")}</p>
      <form method="post" action="/api/auth/start">
        <input type="hidden" name="to" value={to} />
        <Button type="submit" size="small" icon="secure">
          {t("signIn")}
        </Button>
      </form>
    </Notification>
  );
}

/** Sentences of what is wrong, by the name of the control, in the order of the form. */
function useFaults(request: ReplyRequestView, codes: Record<string, string>) {
  const t = useTranslations("answering.fault");
  const page = useTranslations("answering");
  return useMemo(() => {
    const isChoice = request.asked.kind === "choice";
    const sentences = new Map(
      fieldsOf(request.asked).flatMap((field) =>
        [field.id, ...ADDRESS_PARTS.map((part) => addressPartName(field.id, part))].flatMap(
          (name): [string, string][] => {
            const code = codes[name];
            if (code === undefined) return [];
            if (isChoice && code === "answer_missing") return [[name, t("choice_missing")]];
            const label = field.label || page("yourAnswer");
            return [
              [
                name,
                t(isFault(code) ? code : "answer_missing", {
                  label,
                  megabytes: ANSWER_FILE_MEGABYTES,
                }),
              ],
            ];
          },
        ),
      ),
    );
    return {
      of: (name: string) => sentences.get(name),
      summary: [...sentences].map(([name, message]) => ({ fieldId: `answer-${name}`, message })),
    };
  }, [request.asked, codes, t, page]);
}

const FAULTS = [
  "answer_missing",
  "answer_too_long",
  "answer_not_offered",
  "date_invalid",
  "amount_invalid",
  "email_invalid",
  "phone_invalid",
  "iban_invalid",
  "street_missing",
  "postcode_invalid",
  "town_missing",
  "file_too_large",
  "file_type",
  "file_damaged",
  "file_infected",
  "file_scan_failed",
] as const;

function isFault(code: string): code is (typeof FAULTS)[number] {
  return FAULTS.some((fault) => fault === code);
}

/** What is wrong with the answer as a whole. */
function useRefusal(code: string | undefined): string | null {
  const t = useTranslations("refusals");
  switch (code) {
    case undefined:
    case "answer_incomplete":
      return null;
    case "reply_closed":
    case "reply_given":
    case "reply_changed":
    case "session_ended":
    case "too_many_requests":
    case "wrong_origin":
    case "not_found":
      return t(code);
    default:
      return t("invalid_input");
  }
}

/** Puts what was typed earlier into an untouched form; true when that changed something. */
function putBack(form: HTMLFormElement, kept: TypedAnswer): boolean {
  let isChanged = false;
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) continue;
    const value = element.name.startsWith(ANSWER_PREFIX) ? kept[element.name] : undefined;
    if (value === undefined || element.type === "file") continue;
    if (element.type === "radio" && element instanceof HTMLInputElement) {
      const isChosen = element.value === value;
      isChanged ||= isChosen && !element.checked;
      element.checked = isChosen;
    } else if (element.value !== value) {
      element.value = value;
      isChanged = true;
    }
  }
  return isChanged;
}
