import { useFormatter, useTranslations } from "next-intl";
import { useRightWords } from "@/components/members/right-words";
import { Details } from "@/components/ui/details";
import type { HeldRight, ServiceName } from "@/lib/members/schema";
import type { Language } from "@/lib/text/languages";

/** What somebody could do once: when, by whom given and by whom taken away. */
export function PastRights({
  rights,
  services,
  language,
}: {
  rights: readonly HeldRight[];
  services: readonly ServiceName[];
  language: Language;
}) {
  const t = useTranslations("members.person");
  const format = useFormatter();
  const words = useRightWords(services, language);
  if (rights.length === 0) return null;
  const day = (moment: Date) => format.dateTime(moment, "date");
  return (
    <div className="mt-4">
      <Details summary={t("past")}>
        <ul className="grid gap-2">
          {rights.map((right) => {
            const end = right.endedAt ?? right.endsAt;
            const told = [
              t("since", { date: day(right.startsAt) }),
              ...(end ? [t("ended", { date: day(end) })] : []),
              ...(right.givenBy ? [t("givenBy", { name: right.givenBy })] : []),
              ...(right.endedBy ? [t("endedBy", { name: right.endedBy })] : []),
            ];
            return (
              <li key={right.id}>
                {words(right)} <span className="text-ink-soft">({told.join(", ")})</span>
              </li>
            );
          })}
        </ul>
      </Details>
    </div>
  );
}
