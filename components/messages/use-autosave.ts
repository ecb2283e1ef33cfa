"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { createSaveQueue, type Saved, type SaveState } from "@/components/messages/save-queue";
import { useSaveStatus } from "@/components/messages/save-status";
import {
  forgetTyped,
  keepTyped,
  keptTyped,
  noteLeaving,
  wasLeft,
  type Kept,
} from "@/components/messages/typed-answers";
import { latestLock, lockAfterOwn, rememberOwnSave } from "@/components/messages/latest-lock";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

const saveAfterMilliseconds = 1500;
const tryAgainAfterMilliseconds = 5000;
/** Browsers let a page that is leaving send 64 kB in all. */
const mostBytesWhileLeaving = 60_000;

export type SavePart = "recipient" | "text" | "payment" | "replies" | "delivery";
export type DraftVersion = { messageId: string; lockNumber: number; savedAt: string };

/** Why the last save did not work. */
export type Trouble = Extract<SaveState, { kind: "refused" | "unreachable" }>;

/** Somebody must say which version stays, or there is nothing left to save to. */
function needsDecision(state: SaveState): boolean {
  if (state.kind !== "refused") return false;
  return ["conflict", "already_sent", "not_found"].includes(state.problem.code);
}

/**
 * Saves one page of a message or a template by itself: a moment after the last keystroke, when a
 * field is left, when the page is left. What could not be saved stays in the form and in this tab's
 * storage, from where it comes back.
 */
export function useAutosave<Answers, Input>({
  id,
  page,
  address,
  lockNumber,
  savedAt,
  answers,
  inputOf,
  save,
  lastSaveOf,
  onReplace,
}: {
  /** Of what is written here: a message, a template. */
  id: string;
  /** Tells the pages of one message apart: its parts, the languages of a template. */
  page: string;
  /** Answers the newest save to GET, and takes the last one of a page that is left by POST. */
  address: string;
  /** The save that the answers are of, and when it was (ISO 8601). */
  lockNumber: number;
  savedAt: string;
  /** As the server has them. */
  answers: Answers;
  /** What is sent for these answers; null while they cannot be kept as they stand. */
  inputOf: (answers: Answers) => Input | null;
  save: (input: Input, lockNumber: number) => Promise<Result<Saved, Problem>>;
  /** The same as `address` takes it. */
  lastSaveOf: (input: Input, lockNumber: number) => unknown;
  /** Puts other answers into the form: those typed earlier, or the server's newer ones. */
  onReplace: (answers: Answers) => void;
}) {
  const router = useRouter();
  const { tell } = useSaveStatus();
  /** What went wrong last, until a save works: its panel must not flicker away under the pointer. */
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  /** Answers from this tab's storage that belong to an older save than the server's. */
  const [stranded, setStranded] = useState<Answers | null>(null);
  const [isRestored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLeaving = useRef(false);
  // The newest callbacks, for a queue that outlives many renders.
  const latest = useRef({ inputOf, save, lastSaveOf, onReplace, tell });
  useEffect(() => {
    latest.current = { inputOf, save, lastSaveOf, onReplace, tell };
  });

  const [queue] = useState(() =>
    createSaveQueue<Answers>({
      lockNumber,
      savedAt,
      answers,
      canSave: (given) => latest.current.inputOf(given) !== null,
      textOf: (given) => JSON.stringify(latest.current.inputOf(given) ?? given),
      save: async (given, seen) => {
        const input = latest.current.inputOf(given);
        if (input === null) throw new Error("asked to save what cannot be saved");
        const outcome = await latest.current.save(input, lockAfterOwn(id, seen, page));
        if (outcome.ok) rememberOwnSave(id, outcome.value.lockNumber, page);
        return outcome;
      },
      onState: (next) => {
        latest.current.tell(next);
        if (next.kind === "saved") setTrouble(null);
        if (next.kind === "refused" || next.kind === "unreachable") setTrouble(next);
      },
    }),
  );

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const hadChanges = queue.isDirty();
    const isSaved = await queue.flush();
    if (isSaved) forgetTyped(id, page);
    // The task list and the letter beside the form follow what was saved.
    if (isSaved && hadChanges) router.refresh();
    return isSaved;
  }, [queue, router, id, page]);

  /** Without somebody asking: where only a decision helps, trying again does not. */
  const flushByItself = useCallback(async () => {
    if (!needsDecision(queue.state())) await flush();
  }, [queue, flush]);

  const change = useCallback(
    (next: Answers) => {
      queue.change(next);
      clearTimeout(timer.current);
      if (!queue.isDirty()) {
        forgetTyped(id, page);
        return;
      }
      keepTyped(id, page, { lockNumber: queue.lockNumber(), answers: next });
      timer.current = setTimeout(() => void flushByItself(), saveAfterMilliseconds);
    },
    [queue, flushByItself, id, page],
  );

  /** Kept answers wait here while it is found out whether this page is the newest. */
  const waiting = useRef<{ kept: Kept<Answers> | null; newest: number } | null>(null);
  const restore = useCallback(() => {
    const found = waiting.current;
    if (found === null || queue.lockNumber() < found.newest) return;
    waiting.current = null;
    const { kept } = found;
    // Somebody typing already has the word.
    if (kept === null || queue.isDirty() || queue.saysTheSame(kept.answers)) return;
    if (kept.lockNumber < queue.lockNumber()) {
      setStranded(kept.answers);
      return;
    }
    latest.current.onReplace(kept.answers);
    change(kept.answers);
    setRestored(true);
  }, [queue, change]);

  useEffect(() => {
    const kept = keptTyped<Answers>(id, page);
    const mayBeOld = wasLeft(id);
    if (kept === null && !mayBeOld) return;
    void latestLock(id, address).then((newest) => {
      waiting.current = { kept, newest };
      if (newest > queue.lockNumber()) router.refresh();
      else restore();
    });
  }, [queue, restore, router, id, page, address]);

  useEffect(() => {
    const isNews = !queue.saysTheSame(answers);
    if (queue.adopt({ lockNumber, savedAt, answers }) && isNews) latest.current.onReplace(answers);
    restore();
  });

  const isConflict = trouble?.kind === "refused" && trouble.problem.code === "conflict";
  useEffect(() => {
    // Brings the other version here: when it says the same as ours, there is nothing to decide.
    if (isConflict) router.refresh();
  }, [isConflict, router]);

  useEffect(() => {
    if (trouble?.kind !== "unreachable") return;
    const again = setInterval(() => void flush(), tryAgainAfterMilliseconds);
    const online = () => void flush();
    window.addEventListener("online", online);
    return () => {
      clearInterval(again);
      window.removeEventListener("online", online);
    };
  }, [trouble?.kind, flush]);

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden" && !isLeaving.current) void flushByItself();
    };
    const comeBack = () => {
      isLeaving.current = false;
    };
    const leave = () => {
      isLeaving.current = true;
      if (queue.isDirty()) noteLeaving(id);
      const input = queue.isDirty() ? latest.current.inputOf(queue.current()) : null;
      if (input === null) return;
      const lock = lockAfterOwn(id, queue.lockNumber(), page);
      const body = JSON.stringify(latest.current.lastSaveOf(input, lock));
      if (body.length > mostBytesWhileLeaving) return;
      void fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        keepalive: true,
        body,
      }).catch(() => undefined);
    };
    document.addEventListener("visibilitychange", hide);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
      // On to another page of the portal.
      void flushByItself();
    };
  }, [queue, flushByItself, id, page, address]);

  return {
    trouble,
    /** The last save did not work, for a reason that is not in the answers. */
    isStopped: () => ["refused", "unreachable"].includes(queue.state().kind),
    change,
    /** What was typed last, rendered or not. */
    newest: queue.current,
    flush,
    flushByItself,
    isRestored,
    stranded: stranded !== null,
    /** Puts back what was typed before the message was saved elsewhere. */
    putBack: () => {
      if (stranded === null) return;
      latest.current.onReplace(stranded);
      change(stranded);
      setStranded(null);
    },
    forgetStranded: () => {
      forgetTyped(id, page);
      setStranded(null);
    },
    /** After a conflict: saves what stands here on top of what was saved meanwhile. */
    overrule: async () => {
      queue.overrule(await latestLock(id, address));
      return flush();
    },
    /** After a conflict: leaves what stands here for what was saved meanwhile. */
    giveWay: () => {
      forgetTyped(id, page);
      window.location.reload();
    },
  };
}
