import Link from "next/link";
import { classNames } from "@/components/ui/class-names";
import type { Tone } from "@/components/ui/tag";

const accents: Record<Tone, string> = {
  waiting: "border-t-waiting",
  way: "border-t-way",
  published: "border-t-petrol",
  opened: "border-t-opened",
  attention: "border-t-attention",
  failed: "border-t-failed",
  seal: "border-t-seal",
};

/** A number with a verb that leads to what it counts. The figure arrives formatted. */
export function FigureCard({
  href,
  figure,
  label,
  detail,
  tone,
}: {
  href: string;
  figure: string;
  label: string;
  detail?: string;
  tone: Tone;
}) {
  return (
    <Link
      href={href}
      className={classNames(
        "block rounded border border-t-4 border-line bg-paper p-5 text-ink no-underline hover:bg-petrol-tint md:p-7",
        accents[tone],
      )}
    >
      <span className="block text-figure font-semibold tabular-nums">{figure}</span>
      <span className="mt-1.5 block font-semibold">{label}</span>
      {detail !== undefined && <span className="block text-small text-ink-soft">{detail}</span>}
    </Link>
  );
}
