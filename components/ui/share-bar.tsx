/** A bar in a table. Says nothing that the numbers beside it do not say; `share` from 0 to 1. */
export function ShareBar({ share, isQuiet = false }: { share: number; isQuiet?: boolean }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="mt-1.5 block h-3 w-full"
    >
      <rect width="100" height="6" className="fill-sheet" />
      <rect
        width={Math.round(share * 1000) / 10}
        height="6"
        className={isQuiet ? "fill-waiting" : "fill-petrol"}
      />
    </svg>
  );
}
