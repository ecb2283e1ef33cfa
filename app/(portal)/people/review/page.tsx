import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { ReviewButton } from "@/components/members/review-form";
import { ReviewTable } from "@/components/members/review-table";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listRightServices } from "@/lib/members/data";
import { getReview } from "@/lib/members/reviews/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.review"))("title") };
}

export default async function ReviewPage() {
  const actor = await requireActor("people:manage");
  const review = await getReview(actor);
  if (!review?.startedAt || review.startedBy === null) redirect("/people");
  const t = await getTranslations("members");
  const format = await getFormatter();
  const done = review.people.filter(({ isDone }) => isDone).length;
  return (
    <>
      <Breadcrumbs path={[{ href: "/people", label: t("title") }]} current={t("review.title")} />
      <PageHeading
        title={t("review.title")}
        lead={t("review.lead", {
          name: review.startedBy,
          date: format.dateTime(review.startedAt, "date"),
        })}
      />
      <TextProvider sections={["members"]}>
        <p className="mb-4 font-semibold" role="status">
          {t("review.progress", { done, all: review.people.length })}
        </p>
        <ReviewTable
          people={review.people}
          services={await listRightServices(actor)}
          language={languageOf(await getLocale())}
        />
        {done === review.people.length && (
          <div className="mt-6">
            <ReviewButton step="finish" />
          </div>
        )}
      </TextProvider>
    </>
  );
}
