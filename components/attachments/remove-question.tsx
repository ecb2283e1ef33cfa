"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";

/** What is removed is gone: it is asked once more, in the place of the button. */
export function RemoveQuestion({
  fileName,
  onYes,
  onNo,
}: {
  fileName: string;
  onYes: () => void;
  onNo: () => void;
}) {
  const t = useTranslations("attachments");
  const question = t("removeAsk", { name: fileName });
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div
      role="group"
      aria-label={question}
      className="mt-2"
      onKeyDown={(event) => event.key === "Escape" && onNo()}
    >
      <p className="mb-2 text-small break-words">{question}</p>
      <div className="flex flex-wrap gap-3">
        <Button ref={yes} variant="danger" size="small" onClick={onYes}>
          {t("removeYes")}
        </Button>
        <Button variant="secondary" size="small" onClick={onNo}>
          {t("removeNo")}
        </Button>
      </div>
    </div>
  );
}
