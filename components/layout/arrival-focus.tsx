"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * After a step to another page, the element that had the focus is gone and the next Tab would begin
 * at the skip link: the focus goes to the part marked as where one arrives, or to the page's heading.
 * Whoever came by a link that is still there keeps it.
 */
export function ArrivalFocus() {
  // A form that was sent may lead to its own page again, with another query.
  const address = `${usePathname()}?${useSearchParams().toString()}`;
  const before = useRef(address);
  useEffect(() => {
    if (before.current === address) return;
    before.current = address;
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    const heading =
      document.querySelector<HTMLElement>("main [data-arrival] h2") ??
      document.querySelector<HTMLElement>("main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }, [address]);
  return null;
}
