import { useFormatter, useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { KeptMark } from "@/components/ui/kept-mark";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { savePaper } from "@/lib/messages/actions";
import type { RecipientsFacts } from "@/lib/messages/rules";
import { checkBoxesAgain } from "@/lib/recipients/files/actions";

/** Who gets it in the eBox, who may never look there, and who has none: known before anything is sent. */
export function WhereLettersGo({
  messageId,
  lockNumber,
  recipients,
  paperWanted,
}: {
  messageId: string;
  lockNumber: number;
  recipients: Omit<RecipientsFacts, "file">;
  paperWanted: boolean;
}) {
  const t = useTranslations("recipients.where");
  const { number } = useFormatter();
  const { reachable, neverOpened, notReachable, unchecked } = recipients;
  const lines = [
    { key: "reachable", count: reachable, look: "text-opened" },
    { key: "neverOpened", count: neverOpened, look: "text-attention" },
    { key: "notReachable", count: notReachable, look: "text-failed" },
    { key: "unchecked", count: unchecked, look: "text-waiting" },
  ] as const;
  return (
    <Card id="where" heading={t("title")}>
      <ul className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1.5">
        {lines
          .filter(({ count }) => count > 0)
          .map(({ key, count, look }) => (
            <li key={key} className="contents">
              <strong className={classNames("text-right tabular-nums", look)}>
                {number(count)}
              </strong>
              <span>{t(key)}</span>
            </li>
          ))}
      </ul>
      {unchecked > 0 && <p className="mt-3 text-small text-ink-soft">{t("checking")}</p>}
      {unchecked < recipients.count && (
        <MessageAction
          action={checkBoxesAgain}
          messageId={messageId}
          lockNumber={lockNumber}
          className="mt-3"
        >
          <SubmitButton variant="quiet" size="small" icon="refresh">
            {t("again")}
          </SubmitButton>
        </MessageAction>
      )}
      {notReachable > 0 && (
        <MessageAction
          action={savePaper}
          messageId={messageId}
          lockNumber={lockNumber}
          className="mt-5"
        >
          <RadioGroup
            id="paper"
            name="paperWanted"
            legend={t("paper")}
            defaultValue={paperWanted ? "yes" : "no"}
            options={[
              { value: "yes", label: t("paperYes"), hint: t("paperYesHint") },
              { value: "no", label: t("paperNo") },
            ]}
          />
          <SubmitButton variant="secondary">{t("paperSave")}</SubmitButton>
          {paperWanted && <KeptMark />}
        </MessageAction>
      )}
    </Card>
  );
}
