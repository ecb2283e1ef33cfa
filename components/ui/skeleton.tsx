import { useTranslations } from "next-intl";

/** Holds the place of rows that are on their way, so that nothing jumps when they come. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      <div aria-hidden="true" className="grid animate-pulse gap-3">
        {Array.from({ length: lines }, (_, line) => (
          <div key={line} className="h-5 rounded-small bg-waiting-tint last:w-2/3" />
        ))}
      </div>
    </div>
  );
}
