import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";

/** Beside the button of a small form: what stands here is what was kept. */
export function KeptMark() {
  const t = useTranslations("common");
  return (
    <span className="ml-3 inline-flex items-center gap-1.5 text-small text-opened">
      <Icon name="check" size={16} />
      {t("kept")}
    </span>
  );
}
