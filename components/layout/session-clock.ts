"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const warnBeforeMilliseconds = 2 * 60_000;
/** Working on a page is not idling: while one works, the server is told this often at most. */
const reportWorkEveryMilliseconds = 60_000;
const channelName = "portal-session";

type Instants = { idleEndsAt: string; absoluteEndsAt: string };
type Ends = { idle: number; absolute: number };

/**
 * Counts down to the end of the session. Every window of the same browser shares one truth:
 * whoever extends tells the others, and whoever finds the session ended sends all to sign-in.
 */
export function useSessionClock({
  idleEndsAt,
  absoluteEndsAt,
  serverNow,
  extendUrl = "/api/session/extend",
}: Instants & { serverNow: string; extendUrl?: string }) {
  const [extended, setExtended] = useState<Ends | null>(null);
  const [now, setNow] = useState<number | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const offset = useRef(0);
  const channel = useRef<BroadcastChannel | null>(null);

  useEffect(() => {
    offset.current = Date.parse(serverNow) - Date.now();
  }, [serverNow]);

  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now() + offset.current), 1000);
    channel.current = new BroadcastChannel(channelName);
    channel.current.onmessage = (event: MessageEvent<unknown>) => {
      setExtended(endsOf(instantsIn(event.data)));
    };
    return () => {
      clearInterval(tick);
      channel.current?.close();
    };
  }, []);

  const extend = useCallback(async () => {
    try {
      const answer = await fetch(extendUrl, { method: "POST" });
      if (answer.status === 401) return leave("idle");
      const told = instantsIn(await answer.json());
      channel.current?.postMessage(told);
      setExtended(endsOf(told));
      setHasFailed(false);
    } catch {
      // Offline or in the middle of a restart: the count goes on and the button stays.
      setHasFailed(true);
    }
  }, [extendUrl]);

  useReportedWork(extend);

  const told = endsOf({ idleEndsAt, absoluteEndsAt });
  // The page and the last extension both tell the truth of their moment: the later one counts.
  const ends = extended === null || told.idle > extended.idle ? told : extended;
  const last = Math.min(ends.idle, ends.absolute);
  const kind: "idle" | "absolute" = ends.absolute <= ends.idle ? "absolute" : "idle";
  const left = now === null ? Number.POSITIVE_INFINITY : last - now;
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) leave(kind);
  }, [isOver, kind]);

  return {
    ending: left <= warnBeforeMilliseconds ? kind : null,
    secondsLeft: Math.max(0, Math.ceil(left / 1000)),
    extend,
    hasFailed,
  };
}

/** Typing and pointing, since the last report, prolong the session without a question. */
function useReportedWork(extend: () => Promise<void>) {
  useEffect(() => {
    let hasWorked = false;
    const work = () => {
      hasWorked = true;
    };
    const report = setInterval(() => {
      if (!hasWorked) return;
      hasWorked = false;
      void extend();
    }, reportWorkEveryMilliseconds);
    document.addEventListener("keydown", work);
    document.addEventListener("pointerdown", work);
    return () => {
      clearInterval(report);
      document.removeEventListener("keydown", work);
      document.removeEventListener("pointerdown", work);
    };
  }, [extend]);
}

/** Written by hand because this leaf stands on every page, and zod would weigh more than it. */
function instantsIn(told: unknown): Instants {
  if (
    typeof told === "object" &&
    told !== null &&
    "idleEndsAt" in told &&
    "absoluteEndsAt" in told &&
    isInstant(told.idleEndsAt) &&
    isInstant(told.absoluteEndsAt)
  ) {
    return { idleEndsAt: told.idleEndsAt, absoluteEndsAt: told.absoluteEndsAt };
  }
  throw new TypeError("the answer names no end of the session");
}

function isInstant(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function endsOf({ idleEndsAt, absoluteEndsAt }: Instants): Ends {
  return { idle: Date.parse(idleEndsAt), absolute: Date.parse(absoluteEndsAt) };
}

/** A whole new page, so that nothing of the ended session stays in memory; sign-in leads back here. */
function leave(reason: "idle" | "absolute") {
  const { origin, pathname, search } = window.location;
  const query = new URLSearchParams({ ended: reason, to: pathname + search });
  window.location.assign(new URL(`/sign-in?${query.toString()}`, origin));
}
