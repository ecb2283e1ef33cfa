import { useTranslations } from "next-intl";
import { LetterPicture } from "@/components/messages/letter-picture";
import { DownloadLink } from "@/components/ui/download-link";
import { Notification } from "@/components/ui/notification";
import { SectionHeading } from "@/components/ui/section-heading";
import { TextLink } from "@/components/ui/text-link";
import type { DeliveryDetail } from "@/lib/deliveries/schema";

/** The letter itself beside its story, as a picture of the file that was sent. */
export function LetterPanel({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.letter");
  const address = `/api/deliveries/${delivery.id}/letter`;
  if (delivery.contentErasedAt !== null) return <ErasedLetter at={delivery.contentErasedAt} />;
  if (delivery.letterSize === null) {
    return (
      <section aria-labelledby="letter-heading">
        <SectionHeading id="letter-heading">{t("title")}</SectionHeading>
        <p className="text-ink-soft">
          {t(delivery.state === "cancelled" ? "neverMade" : "notMade")}
        </p>
      </section>
    );
  }
  return (
    <section aria-labelledby="letter-heading">
      <SectionHeading
        id="letter-heading"
        aside={
          <TextLink href={address} target="_blank" prefetch={false} className="py-0.5">
            {t("open")}
          </TextLink>
        }
      >
        {t("title")}
      </SectionHeading>
      <LetterPicture
        source={`${address}/picture`}
        alternative={t("picture", { reference: delivery.reference })}
        failure={t("notDrawn")}
      />
      <p className="mt-3 text-small">
        <DownloadLink
          href={`${address}?download`}
          label={t("keep")}
          format="PDF"
          bytes={delivery.letterSize}
        />
      </p>
    </section>
  );
}

/** In its place: since when it is gone, and what is not. */
function ErasedLetter({ at }: { at: Date }) {
  const t = useTranslations("deliveries.letter");
  return (
    <section aria-labelledby="letter-heading">
      <SectionHeading id="letter-heading">{t("title")}</SectionHeading>
      <Notification kind="info">
        <p className="font-semibold">{t("erased", { when: at })}</p>
        <p>{t("erasedHow")}</p>
      </Notification>
    </section>
  );
}

export function AttachmentsPanel({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.letter");
  if (delivery.attachments.length === 0 || delivery.contentErasedAt !== null) return null;
  return (
    <section aria-labelledby="attachments-heading" className="mt-8">
      <SectionHeading id="attachments-heading">{t("attachments")}</SectionHeading>
      <ul className="grid gap-1 text-small">
        {delivery.attachments.map((file) => (
          <li key={file.id}>
            <DownloadLink
              href={`/api/deliveries/${delivery.id}/attachments/${file.id}`}
              label={file.fileName}
              format={formatOf(file.mediaType)}
              bytes={file.size}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "application/pdf" → "PDF": what people call it. */
export function formatOf(mediaType: string): string {
  return (mediaType.split("/")[1] ?? mediaType).split(/[;.+]/).at(-1)?.toUpperCase() ?? "";
}
