import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { StateTag } from "@/components/deliveries/state-tag";
import { RemindersPanel } from "@/components/follow-ups/reminders-panel";
import { TextProvider } from "@/components/layout/text-provider";
import { PrintRuns } from "@/components/messages/print-runs";
import { SendingControls } from "@/components/messages/sending-controls";
import { RefreshWhile } from "@/components/messages/refresh-while";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { historyAddress } from "@/lib/deliveries/rules";
import { getReminderPlan } from "@/lib/follow-ups/data";
import { getPrinting } from "@/lib/messages/paper/data";
import { getSendingProgress } from "@/lib/messages/sending/data";

type Props = { params: Promise<{ messageId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.letters"))("title") };
}

/** What became of all letters of one message, in numbers, each the way to those letters. */
export default async function LettersPage({ params }: Props) {
  const actor = await requireActor("delivery:read");
  const sending = await getSendingProgress(actor, (await params).messageId);
  if (!sending) notFound();
  const t = await getTranslations("messages.letters");
  const format = await getFormatter();
  const { id, reference, subject, sentAt, total, counts, isUnderWay } = sending;
  const reminders = await getReminderPlan(actor, id);
  const printing = may(actor, "message:write") ? await getPrinting(actor, id) : null;
  const words = await getTranslations("messages.paper");
  const history = await getTranslations("history");
  const toPrint = (printing?.fresh ?? []).reduce((sum, { letters }) => sum + letters, 0);
  const settled = counts
    .filter(({ state }) => state !== "waiting" && state !== "publishing")
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="grid max-w-form grid-cols-1 gap-6">
      <div>
        <Breadcrumbs path={[{ href: "/messages", label: history("title") }]} current={reference} />
        <PageHeading
          title={subject}
          lead={t("lead", { count: total, reference, when: format.dateTime(sentAt, "moment") })}
        />
      </div>
      <SendingControls sending={sending} mayWrite={may(actor, "message:send")} />
      <Card id="letters" heading={t("title")}>
        {isUnderWay && (
          <div className="mb-5">
            <RefreshWhile />
            <label htmlFor="sending-progress" className="text-small">
              {t("underWay", { settled, total })}
            </label>
            <ProgressBar id="sending-progress" value={settled} max={total} />
          </div>
        )}
        <Table
          id="states"
          caption={t("table")}
          isSlim
          columns={[
            { key: "state", label: t("state"), width: "60%" },
            { key: "count", label: t("count"), align: "end" },
            { key: "list", label: <span className="sr-only">{t("list")}</span> },
          ]}
        >
          {counts.map(({ state, count }) => (
            <tr key={state}>
              <RowHeader>
                <StateTag state={state} />
                {state === "on_paper" && toPrint > 0 && (
                  <span className="mt-0.75 block text-small font-normal text-attention">
                    {words("toPrint", { count: toPrint })}
                  </span>
                )}
              </RowHeader>
              <Cell align="end" isNumeric>
                {format.number(count)}
              </Cell>
              <Cell align="end">
                <TextLink href={historyAddress({ q: reference, state })}>{t("show")}</TextLink>
              </Cell>
            </tr>
          ))}
        </Table>
      </Card>
      {reminders && (
        <TextProvider sections={["unopened"]}>
          <RemindersPanel messageId={id} plan={reminders} mayStop={may(actor, "message:send")} />
        </TextProvider>
      )}
      {printing && <PrintRuns messageId={id} printing={printing} />}
      <p className="mt-7">
        <LinkButton variant="secondary" href={historyAddress({ q: reference })}>
          {t("all")}
        </LinkButton>
      </p>
    </div>
  );
}
