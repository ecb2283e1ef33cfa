import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";

/** The filters of a list that are on, each taken off by following it, and all at once. */
export function FilterChips({
  label,
  chips,
  clear,
}: {
  label: string;
  chips: readonly { name: string; label: string; removeHref: string }[];
  clear: { label: string; href: string };
}) {
  if (chips.length === 0) return null;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-2">
      <ul aria-label={label} className="flex flex-wrap gap-2">
        {chips.map((chip) => (
          <li key={chip.name}>
            <Chip label={chip.label} removeHref={chip.removeHref} />
          </li>
        ))}
      </ul>
      {chips.length > 1 && (
        <TextLink href={clear.href} className="py-0.5 text-small">
          {clear.label}
        </TextLink>
      )}
    </div>
  );
}
