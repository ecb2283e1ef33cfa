import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

export function SignOut({ action, look }: { action: string; look: "onInk" | "onPaper" }) {
  const t = useTranslations("layout");
  return (
    <form method="post" action={action}>
      <button
        type="submit"
        className={classNames(
          "min-h-8 text-small underline underline-offset-3 hover:decoration-2 pointer-coarse:min-h-11",
          look === "onInk" ? "text-ink-text hover:text-white" : "text-petrol",
        )}
      >
        {t("signOut")}
      </button>
    </form>
  );
}
