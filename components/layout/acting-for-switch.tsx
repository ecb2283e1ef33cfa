import { useTranslations } from "next-intl";
import { PopoverMenu } from "@/components/layout/popover-menu";
import { Icon } from "@/components/ui/icon";

export type ActingForChoice = {
  /** What the form posts as `actingFor`. */
  value: string;
  organisation: string;
  /** The service, or what stands for the whole of it; nothing where there is no such part. */
  service: string | null;
  /** What one may do there, in words. */
  roles: string;
  isCurrent: boolean;
};

/** Whom the person acts for, and the way to change it when there is a choice. */
export function ActingForSwitch({
  choices,
  action,
}: {
  choices: readonly ActingForChoice[];
  action: string;
}) {
  const t = useTranslations("layout");
  const current = choices.find((choice) => choice.isCurrent);
  if (current === undefined) return null;
  const chip =
    "flex min-h-10 max-w-full min-w-0 items-center gap-2.5 rounded border border-ink-line px-3 py-1.5 text-tiny text-ink-text md:text-small";
  const name = (
    <span className="min-w-0 max-sm:grid max-sm:leading-4.25 sm:truncate">
      <b className="truncate font-semibold text-white">{current.organisation}</b>
      {current.service !== null && (
        <>
          <span className="max-sm:sr-only"> · </span>
          <span className="truncate">{current.service}</span>
        </>
      )}
    </span>
  );

  if (choices.length === 1) {
    return (
      <span className={chip}>
        <span className="sr-only">{t("actingForOnly")} </span>
        {name}
      </span>
    );
  }
  return (
    <PopoverMenu
      className="min-w-0"
      summaryClassName={`${chip} hover:border-ink-text`}
      summary={
        <>
          <span className="sr-only">{t("actingForOnly")} </span>
          {name}
          <Icon name="down" size={16} className="text-white" />
        </>
      }
    >
      <form method="post" action={action} className="p-2">
        <p className="px-3 pt-2 pb-1 text-small font-semibold">{t("actingForChoice")}</p>
        <ul>
          {choices.map((choice) => (
            <li key={choice.value}>
              <button
                type="submit"
                name="actingFor"
                value={choice.value}
                aria-current={choice.isCurrent || undefined}
                className="flex min-h-11 w-full items-center gap-2.5 rounded px-3 py-2 text-left text-small hover:bg-petrol-tint aria-[current]:bg-desk"
              >
                <span className="min-w-0 flex-1">
                  <b className="block font-semibold">{choice.organisation}</b>
                  {choice.service !== null && <span className="block">{choice.service}</span>}
                  <span className="block text-tiny text-ink-soft">{choice.roles}</span>
                </span>
                {choice.isCurrent && <Icon name="check" className="text-petrol" />}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </PopoverMenu>
  );
}
