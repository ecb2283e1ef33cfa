/** The product's own mark: an envelope whose flap is a check mark. */
export function Mark({ width = 30 }: { width?: number }) {
  return (
    <svg
      width={width}
      height={(width * 24) / 30}
      viewBox="0 0 30 24"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
      className="flex-none"
    >
      <rect x="1" y="1" width="28" height="22" rx="3" strokeWidth="2" />
      <path d="M3 5l8.5 8.5L27 4" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
