import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Authority } from "@/components/log/log-head";
import { SectionHeading } from "@/components/ui/section-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";

/** Whom the check believes, to compare, and where to go for who does not believe the page. */
export function TrustPanel({
  logKey,
  sealAuthorities,
  stampAuthorities,
}: {
  logKey: string;
  sealAuthorities: readonly Authority[];
  stampAuthorities: readonly Authority[];
}) {
  const t = useTranslations("proofs.verify");
  return (
    <section aria-labelledby="verify-trust" className="mt-8">
      <SectionHeading id="verify-trust">{t("trustTitle")}</SectionHeading>
      <p className="mb-2 max-w-form">{t("trust")}</p>
      <SummaryList>
        <SummaryRow term={t("trustSeal")}>
          <Authorities of={sealAuthorities} />
        </SummaryRow>
        <SummaryRow term={t("trustStamp")}>
          <Authorities of={stampAuthorities} />
        </SummaryRow>
        <SummaryRow term={t("trustLog")}>
          <Code>{logKey}</Code>
        </SummaryRow>
      </SummaryList>
      <p data-print="hidden" className="mt-3 flex flex-wrap gap-x-6">
        <a href="#verify-program" className="text-link">
          {t("toProgram")}
        </a>
        <a href="#verify-hand" className="text-link">
          {t("toHand")}
        </a>
      </p>
    </section>
  );
}

function Authorities({ of }: { of: readonly Authority[] }) {
  const t = useTranslations("proofs.verify");
  if (of.length === 0) return t("trustNobody");
  return of.map(({ holder, fingerprint }) => (
    <span key={fingerprint} className="block">
      {holder}
      <Code>{fingerprint}</Code>
    </span>
  ));
}

function Code({ children }: { children: ReactNode }) {
  return <code className="block font-mono text-tiny break-all">{children}</code>;
}
