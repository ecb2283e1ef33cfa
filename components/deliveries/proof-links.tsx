import { useTranslations } from "next-intl";
import type { DeliveryEvidence, ProofFile } from "@/lib/deliveries/schema";

const files: { file: ProofFile; label: "evidence" | "logProof" }[] = [
  { file: "evidence", label: "evidence" },
  { file: "log-proof", label: "logProof" },
];

/** What may be taken away as proof of one fact, once it is sealed. */
export function ProofLinks({
  deliveryId,
  evidence,
  fact,
}: {
  deliveryId: string;
  evidence: DeliveryEvidence;
  fact: string;
}) {
  const t = useTranslations("deliveries.proof");
  if (evidence.sealedAt === null) return null;
  return (
    <ul className="flex flex-wrap gap-x-2">
      {files.map(({ file, label }, index) => (
        <li key={file}>
          <a
            href={`/api/deliveries/${deliveryId}/evidences/${evidence.id}/${file}`}
            download
            className="inline-block py-0.5 text-link first-letter:uppercase"
          >
            {t(label)}
            <span className="sr-only"> {t("of", { fact })}</span>
          </a>
          {index < files.length - 1 && (
            <span aria-hidden="true" className="ml-2">
              ·
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
