import type { ReactNode } from "react";

/** A thin wax seal, never shown without the word it belongs to. */
export function SealMark({ size = 16 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="flex-none self-center text-seal"
    >
      <circle cx="8" cy="8" r="7.5" fill="currentColor" />
      <path
        d="M4.6 8.2l2.3 2.3 4.5-4.8"
        stroke="#fff"
        strokeWidth="1.7"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function SealedWord({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-baseline gap-1.5 font-semibold text-seal">
      <SealMark />
      {children}
    </span>
  );
}
