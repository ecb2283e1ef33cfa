import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { DifferenceView } from "@/components/templates/difference-view";
import { ReferenceForm } from "@/components/templates/reference-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { publishTemplate } from "@/lib/templates/actions";
import {
  contentDifference,
  emptyContent,
  nameDifference,
  publishRefusal,
  sampleDifference,
} from "@/lib/templates/rules";
import { NOTE_LIMIT } from "@/lib/templates/schema";
import { loadOwnTemplate, type TemplateProps } from "../load";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.publish"))("title") };
}

export default async function PublishPage({ params }: TemplateProps) {
  const { template } = await loadOwnTemplate(params);
  const t = await getTranslations("templates");
  const refusals = await getTranslations("refusals");
  const { id, name, content, newest, lockNumber } = template;
  const number = template.version + 1;
  const refusal = publishRefusal(content, newest);
  const back = (
    <LinkButton variant="secondary" href={`/templates/${id}`}>
      {t("publish.back")}
    </LinkButton>
  );
  return (
    <TextProvider sections={["templates"]}>
      <Breadcrumbs
        path={[
          { href: "/templates", label: t("title") },
          { href: `/templates/${id}`, label: name },
        ]}
        current={t("publish.title")}
      />
      <PageHeading
        title={t("publish.title")}
        lead={number === 1 ? t("publish.leadFirst") : t("publish.lead", { number })}
      />
      {refusal !== null ? (
        <>
          <Notification kind="attention">
            <p>{refusals(refusal)}</p>
          </Notification>
          {back}
        </>
      ) : (
        <div className="grid gap-8">
          <div className="max-w-form">
            <ReferenceForm
              action={publishTemplate}
              fields={{ templateId: id, lockNumber }}
              line={{
                id: "template-note",
                name: "note",
                label: t("publish.note"),
                hint: t("publish.noteHint"),
                initial: "",
                limit: NOTE_LIMIT,
                isOptional: true,
                sentences: { too_long: t("publish.noteTooLong") },
              }}
              submit={t("publish.submit", { number })}
            >
              {back}
            </ReferenceForm>
          </div>
          <section aria-labelledby="changes">
            <SectionHeading id="changes">{t("publish.changes")}</SectionHeading>
            <DifferenceView
              differences={contentDifference(newest ?? emptyContent(), content)}
              samples={sampleDifference(newest ?? emptyContent(), content)}
              names={nameDifference(newest ?? emptyContent(), content)}
            />
          </section>
        </div>
      )}
    </TextProvider>
  );
}
