import { useTranslations } from "next-intl";
import { ProofButton } from "@/components/deliveries/proof-button";
import type { DeliveryDetail } from "@/lib/deliveries/schema";
import { proofFileName } from "@/lib/proofs/rules";
import type { Language } from "@/lib/text/languages";

/** What may be taken away of a whole delivery: all of it for a court, or the proof to read. */
export function ProofButtons({
  delivery: { id, reference, state },
  language,
}: {
  delivery: Pick<DeliveryDetail, "id" | "reference" | "state">;
  language: Language;
}) {
  const t = useTranslations("deliveries.proof");
  const address = (file: string) => `/api/deliveries/${id}/${file}?language=${language}`;
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
        fileName={proofFileName({ reference, state }, language)}
        variant="secondary"
        labels={{ download: t("pdf"), making: t("making") }}
      />
    </div>
  );
}
