import { useTranslations } from "next-intl";
import { formatOf } from "@/components/deliveries/letter-panel";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { DeliveryDetail, DeliveryReply } from "@/lib/deliveries/schema";

export function RepliesPanel({
  delivery,
  mayWrite,
}: {
  delivery: DeliveryDetail;
  mayWrite: boolean;
}) {
  const t = useTranslations("deliveries.replies");
  const notice = useTranslations("deliveries.notice");
  if (delivery.replies.length === 0) return null;
  return (
    <div className="mt-8">
      <Card id="replies" heading={t("title")}>
        {delivery.replies.map((reply) => (
          <Reply key={reply.id} deliveryId={delivery.id} reply={reply} />
        ))}
        {mayWrite && (
          <p className="mt-4 border-t border-line pt-4 text-small">
            {t("answerHint")} <TextLink href="/messages/new">{notice("writeNew")}</TextLink>
          </p>
        )}
      </Card>
    </div>
  );
}

function Reply({ deliveryId, reply }: { deliveryId: string; reply: DeliveryReply }) {
  const t = useTranslations("deliveries.replies");
  const { id, subject, text, files, receivedAt, observedAt, isRead, contentErasedAt: when } = reply;
  return (
    <article
      id={`reply-${id}`}
      aria-labelledby={`reply-${id}-subject`}
      className="border-t border-line py-4 last:pb-0 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id={`reply-${id}-subject`} className="text-h3 font-semibold">
          {subject || t("title")}
        </h3>
        {!isRead && (
          <Tag tone="attention" icon="message">
            {t("unread")}
          </Tag>
        )}
      </div>
      <p className="mb-3 text-small text-ink-soft">
        {t("receivedAt", { received: receivedAt, observed: observedAt })}
      </p>
      <p className="max-w-reading whitespace-pre-line">
        {text || (
          <span className="text-ink-soft">{when ? t("erased", { when }) : t("noText")}</span>
        )}
      </p>
      {files.length > 0 && (
        <>
          <p className="mt-3 text-small text-ink-soft">{t("fileScan")}</p>
          <ul className="grid gap-1 text-small">
            {files.map((file, position) => (
              <li key={file.sha256}>
                <DownloadLink
                  href={`/api/deliveries/${deliveryId}/replies/${id}/files/${position}`}
                  label={file.fileName}
                  format={formatOf(file.mediaType)}
                  bytes={file.size}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}
