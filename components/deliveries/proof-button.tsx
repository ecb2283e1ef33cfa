"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useState } from "react";
import { LinkButton } from "@/components/ui/button";

type Refusal = Parameters<ReturnType<typeof useTranslations<"refusals">>>[0];
type Outcome = "making" | Refusal | null;

/**
 * The whole delivery as one sealed PDF. It is made when first asked for, which takes a moment: the
 * page says so, and says why when it cannot be had. Without JavaScript it is a plain download.
 */
export function ProofButton({
  address,
  fileName,
  labels,
}: {
  address: string;
  fileName: string;
  labels: { download: string; making: string };
}) {
  const refusals = useTranslations("refusals");
  const [outcome, setOutcome] = useState<Outcome>(null);
  const fetchProof = async (event: MouseEvent) => {
    event.preventDefault();
    if (outcome === "making") return;
    setOutcome("making");
    setOutcome(await keep(address, fileName));
  };
  return (
    <div data-print="hidden" className="grid gap-2">
      <LinkButton
        href={address}
        prefetch={false}
        download
        icon="download"
        onClick={(event) => void fetchProof(event)}
      >
        {labels.download}
      </LinkButton>
      <p role="status" className="max-w-85 text-small text-ink-soft empty:hidden">
        {outcome === "making" && labels.making}
        {outcome !== null && outcome !== "making" && refusals(outcome)}
      </p>
    </div>
  );
}

/** Null when the file is on its way to the person's disk, else why it is not. */
async function keep(address: string, fileName: string): Promise<Refusal | null> {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return answer.status === 401 ? "session_ended" : "proof_not_ready";
    const url = URL.createObjectURL(await answer.blob());
    const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
    link.click();
    URL.revokeObjectURL(url);
    return null;
  } catch {
    return "proof_not_ready";
  }
}
