"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef } from "react";
import { CheckList } from "@/components/verify/check-list";
import { DeliveryTold } from "@/components/verify/delivery-told";
import { FilesGiven } from "@/components/verify/files-given";
import { FindingTold } from "@/components/verify/finding-told";
import { Troubles } from "@/components/verify/troubles";
import { useChecking } from "@/components/verify/use-checking";
import { VerdictPanel } from "@/components/verify/verdict-panel";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import type { Trust } from "@/lib/proofs/trust";

const FIELD = "verify-files";

/** Checks files where they are, in the browser. Nothing of them leaves it: see e2e/verify.spec.ts. */
export function Verifier({ trust }: { trust: Trust }) {
  const t = useTranslations("proofs.verify");
  const { files, troubles, outcome, isBusy, add, leaveOut, startAgain } = useChecking(trust);
  const verdict = useRef<HTMLHeadingElement>(null);
  const trouble = useRef<HTMLDivElement>(null);
  const folders = useRef<ReadonlySet<string>>(new Set());

  const take = (chosen: readonly File[]) => {
    if (chosen.length > 0) add(chosen, folders.current);
    folders.current = new Set();
    const field = document.getElementById(FIELD);
    // Otherwise the browser keeps quiet when the same file is chosen again.
    if (field instanceof HTMLInputElement) field.value = "";
  };

  useDroppedFiles({
    onDrop: (dropped) => (folders.current = dropped),
    onMissed: take,
  });
  const takeEarly = useEffectEvent(() => {
    const field = document.getElementById(FIELD);
    if (field instanceof HTMLInputElement) take(Array.from(field.files ?? []));
  });
  // What was chosen before this script arrived.
  useEffect(() => takeEarly(), []);
  useEffect(() => (verdict.current ?? trouble.current)?.focus(), [outcome, troubles]);
  useEffect(() => {
    window.addEventListener("beforeprint", openDetails);
    return () => window.removeEventListener("beforeprint", openDetails);
  }, []);

  return (
    <>
      <div data-print="hidden" className="noscript:hidden">
        <FileDrop
          id={FIELD}
          name="files"
          label={t("files")}
          hint={t("filesHint")}
          isMultiple
          onFiles={take}
        >
          {files.length > 0 ? <span className="text-ink-soft">{t("dropMore")}</span> : undefined}
        </FileDrop>
      </div>
      <p role="status" className={isBusy ? "mb-6 text-ink-soft" : "sr-only"}>
        {isBusy && t("checking", { count: Math.max(1, files.length) })}
        {!isBusy && outcome && t(`verdicts.${outcome.report.verdict}.title`)}
      </p>
      <Troubles troubles={troubles} ref={trouble} />
      {outcome && (
        <>
          <VerdictPanel report={outcome.report} ref={verdict}>
            {outcome.report.findings.map((finding) => (
              <FindingTold
                key={finding.identifier}
                finding={finding}
                verdict={outcome.report.verdict}
              />
            ))}
            {outcome.report.deliveries.map((delivery) => (
              <DeliveryTold
                key={delivery.reference}
                delivery={delivery}
                verdict={outcome.report.verdict}
              />
            ))}
            <CheckList checks={outcome.report.checks} />
          </VerdictPanel>
          <FilesGiven files={files} digests={outcome.report.digests} onLeaveOut={leaveOut} />
          <p className="mb-4 text-small text-ink-soft">
            {t("checkedAt", { when: outcome.at, address: location.origin + location.pathname })}
          </p>
        </>
      )}
      {files.length > 0 && (
        <div data-print="hidden" className="mb-9 flex flex-wrap gap-3">
          {outcome && (
            <Button variant="secondary" size="small" icon="print" onClick={() => window.print()}>
              {t("print")}
            </Button>
          )}
          <Button variant="quiet" size="small" icon="refresh" onClick={startAgain}>
            {t("again")}
          </Button>
        </div>
      )}
    </>
  );
}

/** On paper nothing can be opened any more. */
function openDetails(): void {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/**
 * A file dropped beside the field would make the browser leave the page and open it. Folders are told
 * apart here, because a list of files no longer knows them.
 */
function useDroppedFiles(on: {
  onDrop: (folders: ReadonlySet<string>) => void;
  onMissed: (files: readonly File[]) => void;
}) {
  const dropped = useEffectEvent((event: DragEvent) => {
    const entries = Array.from(event.dataTransfer?.items ?? [], (item) => item.webkitGetAsEntry());
    const folders = entries.filter((entry) => entry?.isDirectory).map((entry) => entry?.name ?? "");
    on.onDrop(new Set(folders));
  });
  const missed = useEffectEvent((event: DragEvent) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    on.onMissed(Array.from(event.dataTransfer?.files ?? []));
  });
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    const before = (event: DragEvent) => dropped(event);
    const after = (event: DragEvent) => missed(event);
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", before, { capture: true });
    window.addEventListener("drop", after);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", before, { capture: true });
      window.removeEventListener("drop", after);
    };
  }, []);
}
