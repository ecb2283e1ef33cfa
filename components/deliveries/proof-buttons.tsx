import { useTranslations } from "next-intl";
import { ProofButton } from "@/components/deliveries/proof-button";
import { proofFileName } from "@/lib/proofs/rules";
import type { Language } from "@/lib/text/languages";

/** What may be taken away of a whole delivery: all of it for a court, or the proof to read. */
export function ProofButtons({
  deliveryId,
  reference,
  language,
}: {
  deliveryId: string;
  reference: string;
  language: Language;
}) {
  const t = useTranslations("deliveries.proof");
  const address = (file: string) => `/api/deliveries/${deliveryId}/${file}?language=${language}`;
  const name = reference.replace("/", "-");
  return (
    <div className="flex flex-wrap items-start gap-3">
      <ProofButton
        address={address("bundle")}
        preparation={`${address("bundle")}&prepare`}
        fileName={`${name}.asice`}
        variant="primary"
        labels={{ download: t("bundle"), making: t("makingBundle") }}
      />
      <ProofButton
        address={address("proof")}
        fileName={proofFileName(reference, language)}
        variant="secondary"
        labels={{ download: t("pdf"), making: t("making") }}
      />
    </div>
  );
}
