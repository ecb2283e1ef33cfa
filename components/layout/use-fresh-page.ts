"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const firstPauseMilliseconds = 1000;

/**
 * Has the page made anew when it is older than what has been asked since, and again for as long as
 * it still is: the page that comes may have been made before the news. Each time it waits twice as
 * long, so that a page that can never follow does not ask for ever.
 */
export function useFreshPage(isOld: boolean, askAgain?: () => unknown) {
  const router = useRouter();
  const [isComing, begin] = useTransition();
  const pause = useRef(0);
  const ask = useRef(askAgain);
  ask.current = askAgain;

  useEffect(() => {
    if (!isOld) pause.current = 0;
    if (!isOld || isComing) return;
    const again = setTimeout(() => {
      if (pause.current > 0) ask.current?.();
      pause.current = pause.current * 2 || firstPauseMilliseconds;
      begin(() => router.refresh());
    }, pause.current);
    return () => clearTimeout(again);
  }, [isOld, isComing, router]);
}
