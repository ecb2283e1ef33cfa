import { useTranslations } from "next-intl";
import { Tag } from "@/components/ui/tag";
import { handlingState } from "@/lib/replies/answers/handling";
import type { Handling } from "@/lib/replies/answers/schema";

/** Where the handling of an answer stands, and with whom. */
export function HandlingTag({
  handling: { handledAt, assignedTo },
  newestAt,
}: {
  handling: Handling;
  newestAt: Date | null;
}) {
  const t = useTranslations("replies.answers");
  const state = handlingState(handledAt, newestAt);
  return (
    <>
      {state === "handled" && (
        <Tag tone="opened" icon="check">
          {t("handled")}
        </Tag>
      )}
      {state === "changed" && (
        <Tag tone="attention" icon="attention">
          {t("changedSince")}
        </Tag>
      )}
      {state === "open" && (
        <Tag tone="way" icon="message">
          {t("toHandle")}
        </Tag>
      )}
      {assignedTo && (
        <span className="mt-1 block text-tiny text-ink-soft">
          {t("assignedTo", { name: assignedTo.name })}
        </span>
      )}
    </>
  );
}
