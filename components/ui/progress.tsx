import { useTranslations } from "next-intl";

/** How much of a counted work is done, in a bar and in words. */
export function Progress({
  id,
  label,
  done,
  total,
}: {
  id: string;
  label: string;
  done: number;
  total: number;
}) {
  const t = useTranslations("common");
  return (
    <div className="mb-6">
      <div className="mb-1 flex flex-wrap justify-between gap-x-4">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <span className="tabular-nums">{t("progress", { done, total })}</span>
      </div>
      <progress
        id={id}
        value={done}
        max={Math.max(total, 1)}
        className="block h-2.5 w-full appearance-none overflow-hidden rounded-full bg-waiting-tint [&::-moz-progress-bar]:bg-petrol [&::-webkit-progress-bar]:bg-waiting-tint [&::-webkit-progress-value]:bg-petrol"
      />
    </div>
  );
}
