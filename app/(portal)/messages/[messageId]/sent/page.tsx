import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { RememberSave } from "@/components/messages/remember-save";
import { SentPanel } from "@/components/messages/sent-panel";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { getDraft, getSentMessage } from "@/lib/messages/data";
import { isRegistered } from "@/lib/messages/rules";
import { messageIdSchema } from "@/lib/messages/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.sent"))("title") };
}

export default async function SentPage({ params }: { params: Promise<{ messageId: string }> }) {
  const actor = await requireActor("message:write");
  const id = messageIdSchema.safeParse((await params).messageId);
  if (!id.success) notFound();
  const sent = await getSentMessage(actor, id.data);
  if (!sent) {
    if (await getDraft(actor, id.data)) redirect(`/messages/${id.data}`);
    notFound();
  }
  const t = await getTranslations("messages.sent");
  const when = (await getFormatter()).dateTime(sent.sentAt, "moment");
  const { recipientCount, deliveryChoice, onPaper: paper } = sent;
  return (
    <div className="max-w-form">
      <RememberSave messageId={sent.id} lockNumber={sent.lockNumber} />
      <PageHeading
        title={
          paper > 0
            ? t("titlePaper", { boxes: recipientCount - paper, paper })
            : recipientCount > 1
              ? t("titleMany", { count: recipientCount })
              : isRegistered(deliveryChoice)
                ? t("titleRegistered")
                : t("title")
        }
        lead={paper > 0 ? t("leadPaper", { when, count: paper }) : t("lead", { when })}
      />
      <SentPanel {...sent} />
    </div>
  );
}
