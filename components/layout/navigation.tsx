"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

export type NavigationItem = {
  href: string;
  label: string;
  /** How many things wait there, and the same in words: "2 messages are waiting". */
  count?: number;
  countLabel?: string;
};

/** `look` "bar" is the strip below the header; "list" stands in the menu of narrow screens. */
export function Navigation({
  label,
  items,
  look,
}: {
  label: string;
  items: readonly NavigationItem[];
  look: "bar" | "list";
}) {
  const path = usePathname();
  const place = useRef<HTMLElement>(null);
  // Where the strip is wider than the window, where one is must be seen.
  useEffect(() => {
    const current = place.current?.querySelector<HTMLElement>("[aria-current]");
    const strip = place.current?.parentElement;
    if (look === "bar" && current && strip)
      strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }, [path, look]);
  return (
    <nav ref={place} aria-label={label}>
      <ul className={look === "bar" ? "flex gap-5.5 md:gap-8" : "grid"}>
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={isUnder(path, item.href) ? "page" : undefined}
              className={classNames(
                "text-[1.0625rem] whitespace-nowrap text-ink no-underline aria-[current]:font-semibold",
                look === "bar" &&
                  "block border-b-3 border-transparent pt-3.5 pb-2.75 hover:border-line-strong aria-[current]:border-petrol",
                look === "list" &&
                  "flex min-h-11 items-center rounded px-3 hover:bg-petrol-tint aria-[current]:bg-desk",
              )}
            >
              {item.label}
              {item.count !== undefined && item.count > 0 && (
                <span className="ml-1.5 inline-block rounded-full bg-attention-tint px-2 text-tiny font-semibold text-attention">
                  <span aria-hidden={item.countLabel !== undefined}>{item.count}</span>
                  {item.countLabel !== undefined && (
                    <span className="sr-only">({item.countLabel})</span>
                  )}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A delivery is what became of a message, and is found below the messages. */
function isUnder(path: string, href: string): boolean {
  if (href === "/messages" && path.startsWith("/deliveries/")) return true;
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
