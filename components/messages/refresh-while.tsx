"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMilliseconds = 3000;

/** As long as it is on the page, the page is made anew every few seconds while somebody looks. */
export function RefreshWhile() {
  const router = useRouter();
  useEffect(() => {
    const again = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMilliseconds);
    return () => clearInterval(again);
  }, [router]);
  return null;
}
