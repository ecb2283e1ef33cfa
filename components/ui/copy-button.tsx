"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Copies a text that people carry elsewhere: a reference, a digest, an account. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"copied" | "copyFailed">();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome("copied"),
      () => setOutcome("copyFailed"),
    );
  return (
    <span className="inline-flex flex-wrap items-baseline gap-2">
      <Button
        variant="quiet"
        size="small"
        icon={outcome === "copied" ? "check" : "copy"}
        onClick={() => void copy()}
      >
        {t("copy")}
        <span className="sr-only"> {label}</span>
      </Button>
      <span role="status" className="text-small text-ink-soft">
        {outcome === undefined ? "" : t(outcome)}
      </span>
    </span>
  );
}
