import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { removeThisView, saveThisView } from "@/lib/audit/overview/actions";
import type { SavedView } from "@/lib/audit/overview/schema";

/** The filters one comes back to, and the way to keep these. `query`: those that are on. */
export function SavedViews({
  views,
  query,
  isRefused,
}: {
  views: readonly SavedView[];
  query: string;
  isRefused: boolean;
}) {
  const t = useTranslations("overview.views");
  return (
    <section aria-labelledby="views" className="mt-9">
      <h2 id="views" className="mb-3 text-h2 font-semibold tracking-h2">
        {t("heading")}
      </h2>
      {views.length > 0 && (
        <ul className="mb-5 grid gap-2">
          {views.map((view) => (
            <li key={view.id} className="flex flex-wrap items-center gap-x-4">
              <TextLink href={`/proofs${view.query}`}>{view.name}</TextLink>
              <form action={removeThisView}>
                <input type="hidden" name="viewId" value={view.id} />
                <input type="hidden" name="query" value={query} />
                <Button type="submit" variant="quiet" size="small" icon="delete">
                  <span className="sr-only">{t("remove", { name: view.name })}</span>
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form action={saveThisView} className="flex flex-wrap items-end gap-x-4">
        <input type="hidden" name="query" value={query} />
        <TextInput
          id="name"
          name="name"
          label={t("name")}
          error={isRefused ? t("refused") : undefined}
          maxLength={60}
          width="half"
          autoComplete="off"
        />
        <div className="mb-6">
          <SubmitButton variant="secondary">{t("save")}</SubmitButton>
        </div>
      </form>
    </section>
  );
}
