import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActWords, WhoWords } from "@/components/audit/trail-table";
import { ProofLinks } from "@/components/deliveries/proof-links";
import { Card } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { TextLink } from "@/components/ui/text-link";
import type { AuditLine } from "@/lib/audit/trail/schema";
import type {
  Transaction,
  TransactionCall,
  TransactionPart,
} from "@/lib/audit/transactions/schema";
import type { DeliveryDetail } from "@/lib/deliveries/schema";
import { languageOf } from "@/lib/text/languages";

/** A transaction put together again: order, files, calls, answers, evidence, records. */
export function TransactionView({
  transaction: { delivery, parts, calls, records },
  recordId,
}: {
  transaction: Transaction;
  /** The record that one came from. */
  recordId: string;
}) {
  const t = useTranslations("audit.transaction");
  return (
    <>
      <Card id="order" heading={t("order")}>
        <OrderFacts delivery={delivery} />
      </Card>
      <Card id="parts" heading={t("parts")}>
        <List none={t("noParts")}>
          {parts.map((part) => (
            <Part key={part.sha256} part={part} />
          ))}
        </List>
      </Card>
      <Card id="calls" heading={t("calls")}>
        <List none={t("noCalls")}>
          {calls.map((call) => (
            <Call key={call.recordId} call={call} />
          ))}
        </List>
      </Card>
      <Card id="evidence" heading={t("evidence")}>
        <Evidence delivery={delivery} />
      </Card>
      <Card id="records" heading={t("records")}>
        <List none="">
          {records.map((line) => (
            <RecordLine key={line.id} line={line} isCurrent={line.id === recordId} />
          ))}
        </List>
      </Card>
    </>
  );
}

function List({ none, children }: { none: string; children: ReactNode[] }) {
  if (children.length === 0) return <p className="text-ink-soft">{none}</p>;
  return (
    <ol className="grid divide-y divide-line [&>li]:py-3 [&>li:first-child]:pt-0">{children}</ol>
  );
}

function Digest({ hex }: { hex: string }) {
  return <code className="block text-tiny break-all text-ink-soft">{hex}</code>;
}

function OrderFacts({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("audit.transaction");
  const language = languageOf(useLocale());
  const sent = delivery.events.find((event) => event.kind === "sent");
  const moment = (at: Date | null) =>
    at ? (
      <DateTime value={at} format="exact" />
    ) : (
      <span className="text-ink-soft">{t("never")}</span>
    );
  return (
    <SummaryList>
      <SummaryRow term={t("reference")}>
        <TextLink href={`/deliveries/${delivery.id}`} prefetch={false} className="tabular-nums">
          {delivery.reference}
        </TextLink>
      </SummaryRow>
      <SummaryRow term={t("subject")}>{delivery.subject}</SummaryRow>
      <SummaryRow term={t("type")}>
        {delivery.type[language]} · {delivery.service[language]}
      </SummaryRow>
      {sent && (
        <SummaryRow term={t("by")}>
          {sent.detail.by}
          <span className="block text-tiny text-ink-soft">
            {t("signedIn", {
              method: sent.detail.method,
              level: sent.detail.level,
              when: new Date(sent.detail.signedInAt),
            })}
          </span>
        </SummaryRow>
      )}
      <SummaryRow term={t("sent")}>
        {moment(delivery.state === "cancelled" ? null : delivery.sentAt)}
      </SummaryRow>
      <SummaryRow term={t("available")}>{moment(delivery.publishedAt)}</SummaryRow>
      <SummaryRow term={t("opened")}>{moment(delivery.openedAt)}</SummaryRow>
      {delivery.mailboxMessageId && (
        <SummaryRow term={t("mailboxId")}>
          <code className="text-small break-all">{delivery.mailboxMessageId}</code>
        </SummaryRow>
      )}
    </SummaryList>
  );
}

function Part({ part }: { part: TransactionPart }) {
  const t = useTranslations("audit.transaction");
  return (
    <li>
      <span className="font-semibold break-words">{part.name}</span>
      {part.size !== null && (
        <span className="ml-2 text-small text-ink-soft">{t("bytes", { size: part.size })}</span>
      )}
      <span className="block text-small">{t("digest")}</span>
      <Digest hex={part.sha256} />
      {part.isAsCalled !== null && (
        <span className={part.isAsCalled ? "text-small text-opened" : "text-small text-failed"}>
          {t(part.isAsCalled ? "asCalled" : "notAsCalled")}
        </span>
      )}
    </li>
  );
}

function Call({ call }: { call: TransactionCall }) {
  const t = useTranslations("audit.transaction");
  const format = useFormatter();
  const kind = (["publish", "status", "reply"] as const).find((each) => each === call.call);
  return (
    <li>
      <p>
        <TextLink href={`/audit/${call.recordId}`} prefetch={false} className="font-semibold">
          {kind ? t(`kinds.${kind}`) : call.call}
        </TextLink>
        <code className="ml-3 text-small">{call.timestamp}</code>
      </p>
      <dl className="mt-1 grid gap-x-6 gap-y-1 text-small md:grid-cols-[minmax(9rem,30%)_1fr]">
        <dt>{t("call")}</dt>
        <dd className="min-w-0">
          <code className="break-all">
            {call.method} {call.url}
          </code>
        </dd>
        <dt>{t("code")}</dt>
        <dd>
          <code>{call.responseCode}</code>
        </dd>
        <dt>{t("client")}</dt>
        <dd className="min-w-0">
          <code className="break-all">{call.clientId}</code>
          {call.tokenSha256 && <Digest hex={call.tokenSha256} />}
        </dd>
        <dt>{t("answer")}</dt>
        <dd className="min-w-0">
          {call.answer ? (
            <>
              {t("bytes", { size: call.answer.size })}
              {call.answer.inEvidence.length > 0 && (
                <>
                  {", "}
                  {t("inEvidence", {
                    numbers: format.list(call.answer.inEvidence.map(String), "and"),
                  })}
                </>
              )}
              <Digest hex={call.answer.sha256} />
            </>
          ) : (
            <span className="text-ink-soft">{t("noAnswer")}</span>
          )}
        </dd>
      </dl>
    </li>
  );
}

function Evidence({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("audit.transaction");
  return (
    <List none={t("noEvidence")}>
      {delivery.evidences.map((evidence, at) => (
        <li key={evidence.id} className="text-small">
          <span className="font-semibold">
            {at + 1}. <code>{evidence.event}</code>
          </span>
          <span className="ml-3">
            <DateTime value={evidence.eventTime} format="exact" />
          </span>
          <span className="block text-ink-soft">
            {evidence.leafIndex === null
              ? t("unsealed")
              : t("entry", { index: evidence.leafIndex + 1 })}
          </span>
          <ProofLinks deliveryId={delivery.id} evidence={evidence} fact={evidence.event} />
        </li>
      ))}
    </List>
  );
}

function RecordLine({ line, isCurrent }: { line: AuditLine; isCurrent: boolean }) {
  const t = useTranslations("audit.transaction");
  return (
    <li className="flex flex-wrap justify-between gap-x-6 text-small">
      <span>
        <TextLink href={`/audit/${line.id}`} prefetch={false}>
          <ActWords line={line} />
        </TextLink>
        {isCurrent && <span className="ml-2 font-semibold">({t("thisOne")})</span>}
        <span className="block text-tiny text-ink-soft">
          <WhoWords who={line.who} />
        </span>
      </span>
      <span className="whitespace-nowrap tabular-nums">
        <DateTime value={line.at} format="short" />
      </span>
    </li>
  );
}
