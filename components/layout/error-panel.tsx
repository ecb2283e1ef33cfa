"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { SupportCode } from "@/components/ui/support-code";

/** What stands where a page broke: what may have happened, and two ways on. */
export function ErrorPanel({ code, onRetry }: { code?: string; onRetry: () => void }) {
  const t = useTranslations("errors");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="max-w-form">
      <h1
        ref={heading}
        tabIndex={-1}
        className="mb-2 text-h1-narrow font-semibold tracking-h1 md:text-h1"
      >
        {t("unexpectedTitle")}
      </h1>
      <p className="mb-6">{t("unexpectedBody")}</p>
      <div className="mb-6 flex flex-wrap gap-3">
        <Button onClick={onRetry}>{t("tryAgain")}</Button>
        <LinkButton href="/" variant="secondary">
          {t("toHome")}
        </LinkButton>
      </div>
      {code !== undefined && <SupportCode code={code} />}
    </div>
  );
}
