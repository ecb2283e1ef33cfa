import { useTranslations } from "next-intl";
import { CheckFacts } from "@/components/verify/check-facts";
import { classNames } from "@/components/ui/class-names";
import { Details } from "@/components/ui/details";
import { Icon, type IconName } from "@/components/ui/icon";
import { groupChecks, resultCode, type CheckGroup } from "@/lib/proofs/check-groups";
import type { Check, CheckOutcome } from "@/lib/proofs/report";
import { visibleName, visibleText } from "@/lib/visible-text";

const looks: Record<CheckOutcome, { sign: string; icon: IconName }> = {
  proved: { sign: "bg-opened", icon: "check" },
  failed: { sign: "bg-failed", icon: "close" },
  not_checked: { sign: "bg-waiting", icon: "unknown" },
};

/** More names than these are found in the details alone. */
const NAMES_SHOWN = 4;

/** Each kind of check once: what a lawyer wants to know, and behind it what an engineer does. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const t = useTranslations("proofs.verify");
  const groups = groupChecks(checks);
  if (groups.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-5 text-h3 font-semibold md:px-7">{t("checksTitle")}</h3>
      <ul>
        {groups.map((group) => (
          <GroupRow key={resultCode(group.first)} group={group} />
        ))}
      </ul>
    </>
  );
}

function GroupRow({ group: { first, checks } }: { group: CheckGroup }) {
  const t = useTranslations("proofs.verify");
  const common = useTranslations("common");
  const look = looks[first.outcome];
  const seen = seenBy(first);
  const names = [...new Set(checks.flatMap((check) => nameOf(check) ?? []))];
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-4 border-b border-line px-4 py-4 last:border-b-0 md:px-7">
      <span
        className={classNames(
          "mt-0.5 flex size-6.5 items-center justify-center rounded-full text-white",
          look.sign,
        )}
      >
        <Icon name={look.icon} size={15} />
      </span>
      <div className="min-w-0">
        <p className="font-semibold">
          <span className="font-normal text-ink-soft">
            {common("named", { name: t(`outcomes.${first.outcome}`) })}{" "}
          </span>
          <Sentence check={first} count={checks.length} />
        </p>
        {names.length > 0 && names.length <= NAMES_SHOWN && (
          <p className="text-small break-words">
            {names.map((name, index) => (
              <span key={name}>
                {index > 0 && ", "}
                <bdi>{name}</bdi>
              </span>
            ))}
          </p>
        )}
        {seen && <p className="text-small break-words">{t("seenBy", seen)}</p>}
        {first.reason && <p className="text-small text-ink-soft">{t(`reasons.${first.reason}`)}</p>}
        <div className="mt-1 text-small">
          <Details summary={t("details", { count: checks.length })}>
            <ul className="grid gap-4">
              {checks.map((check, index) => (
                <li key={index}>
                  {nameOf(check) !== null && (
                    <p className="font-semibold break-words">
                      <bdi>{nameOf(check)}</bdi>
                    </p>
                  )}
                  <CheckFacts detail={check.detail} />
                </li>
              ))}
            </ul>
            <p className="mt-2 text-tiny text-ink-soft">{t("code", { code: resultCode(first) })}</p>
          </Details>
        </div>
      </div>
    </li>
  );
}

function Sentence({ check, count }: { check: Check; count: number }) {
  const t = useTranslations("proofs.verify.checks");
  switch (check.outcome) {
    case "proved":
      return t(`proved.${check.code}`, { count });
    case "failed":
      return t(`failed.${check.code}`, { count });
    case "not_checked":
      return t(`not_checked.${check.code}`, { count });
  }
}

/** How many witnesses saw the state of the log, and who. */
function seenBy({ detail: { count, witnesses } }: Check) {
  return count !== undefined && witnesses ? { count, names: visibleText(witnesses) } : undefined;
}

/** The file, or the document that should have been one. */
function nameOf({ file, detail }: Check): string | null {
  const name = file ?? detail.document;
  return name === undefined ? null : visibleName(name);
}
