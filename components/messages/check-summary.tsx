import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FileSize } from "@/components/attachments/file-size";
import { RuleSentence } from "@/components/follow-ups/rule-sentence";
import type { DraftView } from "@/components/messages/draft-view";
import { Validity } from "@/components/messages/validity";
import { PaymentSummary } from "@/components/payments/payment-summary";
import { ReceiptRuleSentence } from "@/components/receipts/receipt-rule-sentence";
import { ReplySummary } from "@/components/replies/reply-summary";
import { Card } from "@/components/ui/card";
import { SealedWord } from "@/components/ui/seal-mark";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { capitalised } from "@/lib/format";
import {
  isInSeveral,
  languageFor,
  lettersByLanguage,
  textsOf,
  languagesWritten,
} from "@/lib/messages/languages/rules";
import { isRegistered } from "@/lib/messages/rules";
import type { Task } from "@/lib/messages/schema";
import { formatNumber } from "@/lib/recipients/rules";
import { withProposedMain } from "@/lib/replies/options/words";
import { languageOf } from "@/lib/text/languages";

/** The answers as a colleague would read them aloud, each with the way back to change it. */
export function CheckSummary({
  draft,
  subject,
  isFixed = false,
}: {
  draft: DraftView;
  /** As it stands above the letter that is looked at. */
  subject: string;
  /** It was ordered: nothing leads back to change it. */
  isFixed?: boolean;
}) {
  const t = useTranslations("messages.check");
  const language = languageOf(useLocale());
  const change = (task: Task) => (isFixed ? undefined : `/messages/${draft.id}/${task}?from=check`);
  const { messageType, sender, deliveryChoice } = draft;
  return (
    <Card id="summary" heading={t(isFixed ? "summaryOrdered" : "summary")}>
      <SummaryList>
        <SummaryRow term={t("sender")}>
          {sender.organisationName[language]} · {sender.serviceName[language]}
        </SummaryRow>
        <SummaryRow term={t("type")}>
          {messageType.name[language]}
          {!isFixed && <span className="block text-small text-ink-soft">{t("typeFixed")}</span>}
        </SummaryRow>
        {draft.recipients.count > 1 || draft.recipients.file ? (
          <RecipientsRow draft={draft} changeHref={change("recipient")} />
        ) : (
          <RecipientRows draft={draft} changeHref={change("recipient")} />
        )}
        <SubjectRows draft={draft} shown={subject} isFixed={isFixed} />
        <SummaryRow term={t("ownReference")} changeHref={change("text")}>
          {draft.ownReference || t("none")}
        </SummaryRow>
        <SummaryRow term={t("documents")} changeHref={change("documents")}>
          <Documents draft={draft} />
        </SummaryRow>
        <SummaryRow term={t("payment")} changeHref={change("payment")}>
          <PaymentSummary wanted={draft.paymentWanted} payment={draft.payment} />
        </SummaryRow>
        <SummaryRow term={t("replies")} changeHref={change("replies")}>
          <ReplySummary
            {...(draft.replyOption
              ? withProposedMain(draft.replyOption, languagesWritten(draft))
              : { option: null })}
          />
        </SummaryRow>
        <SummaryRow term={t("delivery")} changeHref={change("delivery")}>
          <Delivery draft={draft} />
        </SummaryRow>
        <SummaryRow term={t("validity")}>
          <Validity number={messageType.validityNumber} unit={messageType.validityUnit} />
        </SummaryRow>
        <SummaryRow term={t("unopened")}>
          <RuleSentence rule={messageType.unopened} />
        </SummaryRow>
        {messageType.receipt && deliveryChoice && isRegistered(deliveryChoice) && (
          <SummaryRow term={t("receipt")}>
            <ReceiptRuleSentence rule={messageType.receipt} />
          </SummaryRow>
        )}
      </SummaryList>
    </Card>
  );
}

/** One for each text, each with the way to it. */
function SubjectRows({
  draft,
  shown,
  isFixed,
}: {
  draft: DraftView;
  /** That of the letter that is looked at, with its values. */
  shown: string;
  isFixed: boolean;
}) {
  const t = useTranslations("messages.check");
  const names = useTranslations("common.language");
  const href = `/messages/${draft.id}/text?from=check`;
  return textsOf(draft).map(({ language, subject }) => {
    const isOne = language === null || !isInSeveral(draft);
    const own = isOne ? href : `${href}&language=${language}`;
    return (
      <SummaryRow
        key={language}
        term={isOne ? t("subject") : t("subjectIn", { language: names(language) })}
        changeHref={isFixed ? undefined : own}
      >
        {(isOne || language === draft.shownIn ? shown : subject) || t("none")}
      </SummaryRow>
    );
  });
}

/** Several recipients, by where their letters go. */
function RecipientsRow({ draft, changeHref }: { draft: DraftView; changeHref?: string }) {
  const t = useTranslations("messages.check");
  const answers = useTranslations("messages.answer");
  const languages = useTranslations("common.language");
  const { count, reachable, neverOpened, notReachable, people, file } = draft.recipients;
  const leftOut = file ? rowsLeftOut(file) : 0;
  return (
    <>
      <SummaryRow term={t("recipients")} changeHref={changeHref}>
        <span className="font-semibold">
          {people < count
            ? answers("letters", { letters: count, people })
            : answers("recipients", { count })}
        </span>
        {file && <span className="block break-all">{t("fromFile", { file: file.fileName })}</span>}
        {leftOut > 0 && <span className="block">{t("leftOut", { count: leftOut })}</span>}
        {people < count && (
          <span className="block text-attention">
            {t("severalEach", { letters: count, people })}
          </span>
        )}
        {reachable > 0 && <span className="block">{t("where", { reachable })}</span>}
        {neverOpened > 0 && (
          <span className="block">{t("whereNeverOpened", { count: neverOpened })}</span>
        )}
        {notReachable > 0 && draft.paperWanted && (
          <span className="block">{t("wherePaper", { count: notReachable })}</span>
        )}
      </SummaryRow>
      <SummaryRow term={t("language")} changeHref={changeHref}>
        {!isInSeveral(draft) &&
          (draft.language ? capitalised(languages(draft.language)) : answers("notChosen"))}
        {isInSeveral(draft) &&
          lettersByLanguage(draft, draft.recipients.languages).map(
            ({ language, count: letters }) => (
              <span key={language} className="block">
                {t("lettersIn", { language: languages(language), count: letters })}
              </span>
            ),
          )}
      </SummaryRow>
    </>
  );
}

/** Rows of the file that get no letter, as the sender chose. */
function rowsLeftOut({
  leaveOutFaulty,
  faultyRows,
  keepRepeated,
  repeatedRows,
}: NonNullable<DraftView["recipients"]["file"]>): number {
  return (leaveOutFaulty ? faultyRows : 0) + (keepRepeated === false ? repeatedRows : 0);
}

function RecipientRows({ draft, changeHref }: { draft: DraftView; changeHref?: string }) {
  const t = useTranslations("messages.check");
  const missing = useTranslations("messages.answer");
  const box = useTranslations("recipients.box");
  const languages = useTranslations("common.language");
  const format = useFormatter();
  const { recipient } = draft;
  if (!recipient) {
    return (
      <SummaryRow term={t("recipient")} changeHref={changeHref}>
        {missing("recipientMissing")}
      </SummaryRow>
    );
  }
  const { kind, number, reachability, checkedAt } = recipient;
  const isOnPaper = draft.paperWanted && reachability === "not_reachable";
  const language = languageFor(draft, recipient);
  const rows: [string, ReactNode][] = [
    [t("recipient"), recipient.name || missing("recipientIncomplete")],
    [
      kind === "citizen" ? t("number") : t("enterpriseNumber"),
      <span key="number" className="tabular-nums">
        {formatNumber(kind, number)}
      </span>,
    ],
    [
      t("box"),
      <span key="box">
        {isOnPaper ? t("paperOne") : box(reachability === "unknown" ? "unchecked" : reachability)}
        {checkedAt !== null && (
          <span className="block text-small text-ink-soft">
            {box("checkedAt", { when: format.dateTime(checkedAt, "moment") })}
          </span>
        )}
      </span>,
    ],
    ...(recipient.attention ? [[t("attention"), recipient.attention] as [string, ReactNode]] : []),
    [
      t("address"),
      recipient.addressLines.length === 0 ? (
        t("none")
      ) : (
        <span key="address" className="whitespace-pre-line">
          {recipient.addressLines.join("\n")}
        </span>
      ),
    ],
    [t("language"), language ? capitalised(languages(language)) : missing("notChosen")],
  ];
  return rows.map(([term, value]) => (
    <SummaryRow key={term} term={term} changeHref={changeHref}>
      {value}
    </SummaryRow>
  ));
}

function Documents({ draft }: { draft: DraftView }) {
  const t = useTranslations("messages.check");
  const scan = useTranslations("attachments");
  const sheets = useTranslations("sheets.archive");
  const attachments = draft.attachments.filter(({ isMainContent }) => !isMainContent);
  return (
    <ul className="grid gap-1">
      <li className="break-words">
        {draft.ownLetter ? t("ownLetterFile", { name: draft.ownLetter.fileName }) : t("letterFile")}
      </li>
      {attachments.map((file) => (
        <li key={file.id} className="break-words">
          <a
            href={`/api/messages/${draft.id}/attachments/${file.id}`}
            target="_blank"
            className="text-link"
          >
            {file.fileName}
          </a>{" "}
          <span className="text-small text-ink-soft">
            (<FileSize bytes={file.size} /> · {scan(file.scanState)})
          </span>
        </li>
      ))}
      {draft.recipients.withFiles > 0 && (
        <li>
          {sheets("withFiles", {
            with: draft.recipients.withFiles,
            count: draft.recipients.count,
          })}
        </li>
      )}
    </ul>
  );
}

function Delivery({ draft }: { draft: DraftView }) {
  const choice = useTranslations("deliveries.choice");
  const answers = useTranslations("messages.answer");
  if (draft.deliveryChoice === null) return answers("notChosen");
  const word = choice(draft.deliveryChoice);
  return isRegistered(draft.deliveryChoice) ? <SealedWord>{word}</SealedWord> : word;
}
