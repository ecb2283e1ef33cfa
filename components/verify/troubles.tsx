import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { Notification } from "@/components/ui/notification";
import { visibleName } from "@/lib/visible-text";
import type { Trouble } from "./use-checking";

/** What was not checked, and what to do instead. */
export function Troubles({
  troubles,
  ref,
}: {
  troubles: readonly Trouble[];
  ref: Ref<HTMLDivElement>;
}) {
  const t = useTranslations("proofs.verify");
  if (troubles.length === 0) return null;
  return (
    <div ref={ref} tabIndex={-1}>
      <Notification kind="error" title={t("troubleTitle")} isLive>
        <ul className="grid gap-1">
          {troubles.map(({ name, code }, index) => (
            <li key={index} className="break-words">
              {t(`trouble.${code}`, { name: visibleName(name) })}{" "}
              <code className="font-mono text-tiny">{code}</code>
            </li>
          ))}
        </ul>
      </Notification>
    </div>
  );
}
