"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import { AnswerList } from "@/components/replies/answer-list";
import { forgetTyped } from "@/components/replies/kept-answer";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { formatExactMoment } from "@/lib/format";
import type { ReplyRequestView } from "@/lib/replies/requests/schema";
import { languageOf } from "@/lib/text/languages";

/** The confirmation, and what the recipient keeps of it. */
export function ReplyDone({
  token,
  request,
  mayChange,
}: {
  token: string;
  request: ReplyRequestView;
  mayChange: boolean;
}) {
  const t = useTranslations("answering");
  const language = languageOf(useLocale());
  const { answer, reference, serviceName: service } = request;
  useEffect(() => forgetTyped(token, answer?.number ?? 0), [token, answer?.number]);
  if (!answer) return null;
  const { number, answeredAt, entries, isSealed } = answer;
  const receipt = (file: string) => `/api/reply/${token}/receipt/${file}`;
  return (
    <>
      <div className="mb-7 rounded border-2 border-opened bg-opened-tint px-5 py-5 md:px-7">
        <p className="flex items-center gap-3 text-h3 font-semibold">
          <Icon name="check" size={24} className="text-opened" />
          {t("doneLead", { service })}
        </p>
        <SummaryList>
          <SummaryRow term={t("reference")}>{reference}</SummaryRow>
          <SummaryRow term={t("answeredAt")}>
            {formatExactMoment(answeredAt, language)}
            {number > 1 && (
              <span className="block text-small">{t("answerNumber", { number })}</span>
            )}
          </SummaryRow>
        </SummaryList>
      </div>
      <Card id="given" heading={t("yourAnswer")}>
        <AnswerList entries={entries} left={t("left")} />
        {mayChange && (
          <p className="mt-5">
            <LinkButton variant="secondary" size="small" href={`/reply/${token}?change=1`}>
              {t("change")}
            </LinkButton>
          </p>
        )}
      </Card>
      <div className="mt-7">
        <Card id="receipt" heading={t("receipt")}>
          <p className="mb-3">
            {t.rich("receiptLead", {
              verify: () => (
                <a href="/verify" className="text-petrol underline hover:decoration-2">
                  {t("verifyPage")}
                </a>
              ),
            })}
          </p>
          <ul className="grid gap-2">
            <Download href={receipt("answer")} label={t("receiptAnswer")} />
            {isSealed && (
              <>
                <Download href={receipt("evidence")} label={t("receiptEvidence")} />
                <Download href={receipt("log-proof")} label={t("receiptLog")} />
              </>
            )}
          </ul>
          {!isSealed && (
            <p className="mt-3 text-small">
              {t("sealing")}{" "}
              <a href={`/reply/${token}`} className="text-petrol underline hover:decoration-2">
                {t("lookAgain")}
              </a>
            </p>
          )}
        </Card>
      </div>
    </>
  );
}

function Download({ href, label }: { href: string; label: string }) {
  return (
    <li className="flex items-baseline gap-2">
      <Icon name="download" className="mt-1 text-petrol" />
      <a href={href} download className="text-petrol underline hover:decoration-2">
        {label}
      </a>
    </li>
  );
}
