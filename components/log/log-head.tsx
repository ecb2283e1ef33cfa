import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";

export type Head = {
  origin: string;
  size: number;
  /** Base64. */
  root: string;
  stamped: { at: Date; size: number } | null;
  key: string;
  sealAuthorities: Authority[];
  stampAuthorities: Authority[];
};

/** SHA-256 of the certificate, in hexadecimal. */
export type Authority = { holder: string; fingerprint: string };

const code = "block font-mono text-tiny break-all text-balance";

/** The newest checkpoint as people read it. */
export function LogHead({ head }: { head: Head }) {
  const t = useTranslations("proofs.log");
  const format = useFormatter();
  return (
    <Card id="newest" heading={t("newest")}>
      <SummaryList>
        <SummaryRow term={t("origin")}>
          <code className={code}>{head.origin}</code>
        </SummaryRow>
        <SummaryRow term={t("size")}>
          <span className="tabular-nums">{format.number(head.size, "integer")}</span>
        </SummaryRow>
        <SummaryRow term={t("root")}>
          <code className={code}>{head.root}</code>
          <CopyButton text={head.root} label={t("rootLabel")} />
        </SummaryRow>
        <SummaryRow term={t("stamped")}>
          {head.stamped
            ? t("stampedValue", { when: head.stamped.at, size: head.stamped.size })
            : t("notStamped")}
        </SummaryRow>
        <SummaryRow term={t("key")}>
          <code className={code}>{head.key}</code>
          <CopyButton text={head.key} label={t("keyLabel")} />
        </SummaryRow>
        {head.sealAuthorities.map((authority) => (
          <SummaryRow key={authority.fingerprint} term={t("sealAuthority")}>
            <Fingerprint of={authority} label={t("sealAuthorityLabel")} />
          </SummaryRow>
        ))}
        {head.stampAuthorities.map((authority) => (
          <SummaryRow key={authority.fingerprint} term={t("stampAuthority")}>
            <Fingerprint of={authority} label={t("stampAuthorityLabel")} />
          </SummaryRow>
        ))}
      </SummaryList>
    </Card>
  );
}

function Fingerprint({ of: { holder, fingerprint }, label }: { of: Authority; label: string }) {
  return (
    <>
      <span className="block">{holder}</span>
      <code className={code}>{fingerprint}</code>
      <CopyButton text={fingerprint} label={label} />
    </>
  );
}
