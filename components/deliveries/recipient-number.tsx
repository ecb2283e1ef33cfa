"use client";

import { useEffect, useRef, useState } from "react";
import { showNumber } from "@/lib/deliveries/actions";

/** The number masked; asking for the whole is an act on record, and lasts until the page is left. */
export function RecipientNumber({
  deliveryId,
  masked,
  labels,
}: {
  deliveryId: string;
  masked: string;
  labels: { number: string; show: string; showLong: string; recorded: string; failed: string };
}) {
  const [outcome, setOutcome] = useState<{ number: string } | "failed">();
  const show = async () => {
    const shown = await showNumber({ deliveryId }).catch(() => null);
    setOutcome(shown?.ok ? { number: shown.value.number } : "failed");
  };
  const isShown = outcome !== undefined && outcome !== "failed";
  const number = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button is gone with its press: the focus stays where it stood.
    if (isShown) number.current?.focus();
  }, [isShown]);
  return (
    <span>
      <span className="sr-only">{labels.number} </span>
      <span
        ref={number}
        tabIndex={isShown ? -1 : undefined}
        role="status"
        className="whitespace-nowrap tabular-nums"
      >
        {isShown ? outcome.number : masked}
        {isShown && <span className="ml-2 text-small text-ink-soft">({labels.recorded})</span>}
      </span>
      {!isShown && (
        <button
          type="button"
          data-print="hidden"
          className="ml-2 min-h-6 text-small text-link pointer-coarse:min-h-11"
          onClick={() => void show()}
        >
          <span aria-hidden="true">{labels.show}</span>
          <span className="sr-only">{labels.showLong}</span>
        </button>
      )}
      {outcome === "failed" && (
        <span role="alert" className="ml-2 text-small text-failed">
          {labels.failed}
        </span>
      )}
    </span>
  );
}
