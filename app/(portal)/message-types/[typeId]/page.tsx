import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { TypeForm } from "@/components/message-types/type-form";
import { Validity } from "@/components/messages/validity";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { typedOf } from "@/lib/message-types/answers";
import { getManagedType, listDefaultTemplates } from "@/lib/message-types/data";
import { messageTypeIdSchema } from "@/lib/message-types/schema";
import { proposedAnswers } from "@/lib/replies/options/proposed";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("types"))("title") };
}

export default async function MessageTypePage({ params }: { params: Promise<{ typeId: string }> }) {
  const actor = await requireActor("type:manage");
  const id = messageTypeIdSchema.safeParse((await params).typeId);
  const type = id.success ? await getManagedType(actor, id.data) : null;
  if (!type) notFound();
  const t = await getTranslations("types");
  const language = languageOf(await getLocale());
  const templates = await listDefaultTemplates(actor, type.id);
  const isListed = templates.some(({ id: listed }) => listed === type.template?.id);
  return (
    <div className="max-w-form">
      <TextProvider sections={["types", "deliveries", "replies"]}>
        <Breadcrumbs
          path={[{ href: "/message-types", label: t("title") }]}
          current={type.name[language]}
        />
        <PageHeading
          title={type.name[language]}
          lead={t.rich("page.lead", {
            description: type.description[language],
            validity: () => <Validity number={type.validityNumber} unit={type.validityUnit} />,
          })}
        />
        <TypeForm
          typeId={type.id}
          lockNumber={type.lockNumber}
          saved={typedOf(type, proposedAnswers(type.languages))}
          // One that was archived since stays chosen until another is.
          templates={[...(type.template && !isListed ? [type.template] : []), ...templates]}
          isRegisteredOpen={type.isRegisteredOpen}
        />
      </TextProvider>
    </div>
  );
}
