"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { knownLock, rememberLock } from "@/components/messages/latest-lock";
import { createSaveQueue, type SaveState } from "@/components/messages/save-queue";
import { useSaveStatus } from "@/components/messages/save-status";
import { forgetTyped, keepTyped, keptTyped } from "@/components/messages/typed-answers";
import { writeTemplate } from "@/lib/templates/actions";
import type { TemplateLanguage, TemplateText } from "@/lib/templates/schema";

const saveAfterMilliseconds = 1500;

export type Written = TemplateText & { samples: Record<string, string> };

/**
 * Saves one language of a template by itself: a moment after the last keystroke, when a field or the
 * page is left. What could not be saved stays on the page and in this tab's storage.
 */
export function useTemplateSaving({
  templateId,
  language,
  lockNumber,
  savedAt,
  written,
}: {
  templateId: string;
  language: TemplateLanguage;
  lockNumber: number;
  savedAt: string;
  /** As the server has it. */
  written: Written;
}) {
  const router = useRouter();
  const { tell } = useSaveStatus();
  const [current, setCurrent] = useState(written);
  const [state, setState] = useState<SaveState>({ kind: "saved", savedAt });
  const [isRestored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(lockNumber);
  const latestTell = useRef(tell);
  useEffect(() => {
    newest.current = lockNumber;
    latestTell.current = tell;
  });

  const [queue] = useState(() =>
    createSaveQueue<Written>({
      lockNumber,
      savedAt,
      answers: written,
      save: async (given, seen) => {
        // Another language of this template may have been saved from this very tab meanwhile.
        const lock = Math.max(seen, knownLock(templateId));
        const saved = await writeTemplate({ ...given, templateId, lockNumber: lock, language });
        if (saved.ok) rememberLock(templateId, saved.value.lockNumber);
        return saved;
      },
      onState: (next) => {
        setState(next);
        latestTell.current(next);
      },
    }),
  );

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const hadChanges = queue.isDirty();
    const isSaved = await queue.flush();
    if (isSaved) forgetTyped(templateId, language);
    if (isSaved && hadChanges) router.refresh();
    return isSaved;
  }, [queue, router, templateId, language]);

  /** Where only a decision helps, trying again by itself does not. */
  const flushByItself = useCallback(async () => {
    const now = queue.state();
    if (now.kind !== "refused" || now.problem.code !== "conflict") await flush();
  }, [queue, flush]);

  const change = useCallback(
    (next: Written) => {
      setCurrent(next);
      queue.change(next);
      clearTimeout(timer.current);
      if (!queue.isDirty()) return;
      keepTyped(templateId, language, { lockNumber: queue.lockNumber(), answers: next });
      timer.current = setTimeout(() => void flushByItself(), saveAfterMilliseconds);
    },
    [queue, flushByItself, templateId, language],
  );

  useEffect(() => {
    const kept = keptTyped<Written>(templateId, language);
    if (kept === null || queue.saysTheSame(kept.answers)) return;
    change(kept.answers);
    setRestored(true);
  }, [queue, change, templateId, language]);

  useEffect(() => {
    const isNews = !queue.saysTheSame(written);
    if (queue.adopt({ lockNumber, savedAt, answers: written }) && isNews) setCurrent(written);
  }, [queue, lockNumber, savedAt, written]);

  const isConflict = state.kind === "refused" && state.problem.code === "conflict";
  useEffect(() => {
    // Brings the number of the other's save here, on which "keep mine" saves.
    if (isConflict) router.refresh();
  }, [isConflict, router]);

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden") void flushByItself();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      void flushByItself();
    };
  }, [flushByItself]);

  return {
    current,
    change,
    flush,
    flushByItself,
    state,
    isRestored,
    /** After a conflict: saves what stands here on top of what was saved meanwhile. */
    overrule: () => {
      queue.overrule(newest.current);
      return flush();
    },
    /** After a conflict: leaves what stands here for what was saved meanwhile. */
    giveWay: () => {
      forgetTyped(templateId, language);
      window.location.reload();
    },
  };
}
