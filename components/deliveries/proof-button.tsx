"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useState } from "react";
import { LinkButton } from "@/components/ui/button";

type Refusal = Parameters<ReturnType<typeof useTranslations<"refusals">>>[0];
type Outcome = "making" | Refusal | null;

/**
 * What proves the whole delivery, in one file. It is made when first asked for, which takes a moment:
 * the page says so, and says why when it cannot be had. `preparation` is the address that has it made,
 * where the file itself may be too large for a page to hold. Without JavaScript it is a plain download.
 */
export function ProofButton({
  address,
  preparation,
  fileName,
  variant,
  labels,
}: {
  address: string;
  preparation?: string;
  fileName: string;
  variant: "primary" | "secondary";
  labels: { download: string; making: string };
}) {
  const refusals = useTranslations("refusals");
  const [outcome, setOutcome] = useState<Outcome>(null);
  const fetchProof = async (event: MouseEvent) => {
    event.preventDefault();
    if (outcome === "making") return;
    setOutcome("making");
    setOutcome(await keep({ address, preparation, fileName }));
  };
  return (
    <div data-print="hidden" className="grid gap-2">
      <LinkButton
        href={address}
        prefetch={false}
        download
        variant={variant}
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
async function keep({
  address,
  preparation,
  fileName,
}: {
  address: string;
  preparation: string | undefined;
  fileName: string;
}): Promise<Refusal | null> {
  try {
    const answer = await fetch(preparation ?? address);
    if (!answer.ok) return answer.status === 401 ? "session_ended" : "proof_not_ready";
    const url = preparation ? address : URL.createObjectURL(await answer.blob());
    const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
    link.click();
    if (!preparation) URL.revokeObjectURL(url);
    return null;
  } catch {
    return "proof_not_ready";
  }
}
