import { useTranslations } from "next-intl";
import { SectionHeading } from "@/components/ui/section-heading";

/** How anybody follows the log; `address`: where it is published. */
export function LogWatching({ address }: { address: string }) {
  const t = useTranslations("proofs.log");
  return (
    <section className="mt-9 max-w-form">
      <SectionHeading>{t("watch")}</SectionHeading>
      <p className="mb-4">{t("watchHow")}</p>
      <code className="block font-mono text-tiny [overflow-wrap:anywhere]">
        {`npm run monitor -- ${address} --every 60`}
      </code>
    </section>
  );
}
