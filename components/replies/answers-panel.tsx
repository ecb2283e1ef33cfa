import { useTranslations } from "next-intl";
import { formatOf } from "@/components/deliveries/letter-panel";
import { AnswerList } from "@/components/replies/answer-list";
import { HandlingForm } from "@/components/replies/handling-form";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { DownloadLink } from "@/components/ui/download-link";
import { TextLink } from "@/components/ui/text-link";
import type { DeliveryAnswers, GivenAnswer } from "@/lib/replies/answers/schema";

/** What the recipient answered on the reply page, the newest first, and who sees to it. */
export function AnswersPanel({
  messageId,
  answers,
  colleagues,
}: {
  messageId: string;
  answers: DeliveryAnswers;
  /** Whom one may assign it to; null for who only looks on. */
  colleagues: readonly { id: string; name: string }[] | null;
}) {
  const t = useTranslations("replies.answers");
  const [newest, ...earlier] = [...answers.answers].reverse();
  if (!answers.newestAt) return null;
  return (
    <div className="mt-8 grid gap-8">
      {newest && (
        <Card id="answers" heading={t("title")}>
          <Answer deliveryId={answers.deliveryId} answer={newest} />
          {earlier.length > 0 && (
            <div className="mt-4">
              <Details summary={t("earlier")}>
                {earlier.map((answer) => (
                  <Answer key={answer.id} deliveryId={answers.deliveryId} answer={answer} />
                ))}
              </Details>
            </div>
          )}
          <p className="mt-4 border-t border-line pt-4 text-small">
            <TextLink href={`/messages/${messageId}/answers`}>{t("all")}</TextLink>
          </p>
        </Card>
      )}
      <Card id="handling" heading={t("handlingTitle")}>
        <HandlingForm
          deliveryId={answers.deliveryId}
          newestAt={answers.newestAt}
          handling={answers.handling}
          colleagues={colleagues}
        />
      </Card>
    </div>
  );
}

function Answer({ deliveryId, answer }: { deliveryId: string; answer: GivenAnswer }) {
  const t = useTranslations("replies.answers");
  const { id, answeredAt: when, by, entries, contentErasedAt: erased } = answer;
  return (
    <article id={`answer-${id}`} aria-labelledby={`answer-${id}-title`} className="py-2">
      <h3 id={`answer-${id}-title`} className="mb-2 text-small text-ink-soft">
        {t("current", { when })} {t("by", { name: by.name })}
      </h3>
      {erased && <p className="text-ink-soft">{t("erased", { when: erased })}</p>}
      <AnswerList
        entries={entries}
        left={t("left")}
        fileOf={(entry) =>
          entry.file && (
            <DownloadLink
              href={`/api/deliveries/${deliveryId}/replies/${id}/files/${entries.indexOf(entry)}`}
              label={entry.file.fileName}
              format={formatOf(entry.file.mediaType)}
              bytes={entry.file.size}
            />
          )
        }
      />
    </article>
  );
}
