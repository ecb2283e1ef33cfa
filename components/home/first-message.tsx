import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

const steps = ["one", "two", "three"] as const;

/** For who has sent nothing yet: three steps and one button. */
export function FirstMessage() {
  const t = useTranslations("home");
  return (
    <Card id="start" heading={t("start.title")}>
      <ol className="mb-6 grid gap-5 md:grid-cols-3 md:gap-8">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3.5">
            <span
              aria-hidden="true"
              className="flex size-9 flex-none items-center justify-center rounded-full bg-petrol-tint font-semibold text-petrol"
            >
              {index + 1}
            </span>
            <span>{t(`start.${step}`)}</span>
          </li>
        ))}
      </ol>
      <LinkButton href="/messages/new" icon="add">
        {t("newMessage")}
      </LinkButton>
    </Card>
  );
}
