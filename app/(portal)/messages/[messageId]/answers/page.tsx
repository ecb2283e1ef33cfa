import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { RefusedPage } from "@/components/layout/refused-page";
import { AnswerCharts } from "@/components/replies/answer-charts";
import { AnswerFigures } from "@/components/replies/answer-figures";
import { AnswerPages } from "@/components/replies/answer-pages";
import { AnswerTable } from "@/components/replies/answer-table";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { DateTime } from "@/components/ui/date-time";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { viewMessageAnswers } from "@/lib/replies/answers/actions";
import { messageAnswersSchema } from "@/lib/replies/answers/schema";

type Props = {
  params: Promise<{ messageId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Looking is an act on record, so that it goes through an action, once a request. */
const look = cache(async (messageId: string, page: string | undefined) => {
  await requireActor("delivery:read");
  const ref = messageAnswersSchema.safeParse({ messageId, page: page ?? 1 });
  if (!ref.success) notFound();
  const viewed = await viewMessageAnswers(ref.data);
  if (!viewed.ok && viewed.refusal.code === "not_found") notFound();
  return viewed;
});

const pageIn = async ({ searchParams }: Props) => {
  const { page } = await searchParams;
  return typeof page === "string" ? page : undefined;
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const viewed = await look((await props.params).messageId, await pageIn(props));
  const t = await getTranslations("replies.answers");
  return { title: t("pageTitle", { reference: viewed.ok ? viewed.value.reference : "" }) };
}

export default async function AnswersPage(props: Props) {
  const { messageId } = await props.params;
  const viewed = await look(messageId, await pageIn(props));
  if (!viewed.ok) return <RefusedPage code={viewed.refusal.code} />;
  const answers = viewed.value;
  const t = await getTranslations("replies.answers");
  const { reference, subject, sentAt: when, closesAt, counts, sent } = answers;
  const file = (format: string) => `/api/messages/${messageId}/answers/${format}`;
  return (
    <>
      <Breadcrumbs path={[{ href: "/replies", label: t("back") }]} current={reference} />
      <PageHeading
        title={t("pageTitle", { reference })}
        lead={
          <>
            <p>{t("lead", { subject, when })}</p>
            {closesAt && (
              <p>
                {t("until")} <DateTime value={new Date(closesAt.getTime() - 1)} format="date" />
              </p>
            )}
          </>
        }
      />
      <AnswerFigures answers={answers} />
      {counts.length > 0 && (
        <AnswerCharts counts={counts} sent={sent} answered={answers.answered} />
      )}
      {answers.question === "" && counts.length === 0 && answers.answered === 0 && (
        <EmptyState title={t("nothingAsked")} icon="reply" />
      )}
      <div className="mt-8">
        <AnswerTable lines={answers.lines} />
      </div>
      <AnswerPages messageId={messageId} page={answers.page} pages={answers.pages} />
      <ul className="mt-5 flex flex-wrap gap-x-6 gap-y-2">
        <li>
          <DownloadLink href={file("xlsx")} label={t("exportXlsx")} format="XLSX" />
        </li>
        <li>
          <DownloadLink href={file("csv")} label={t("exportCsv")} format="CSV" />
        </li>
      </ul>
    </>
  );
}
