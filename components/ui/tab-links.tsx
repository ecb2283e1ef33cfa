import Link from "next/link";
import { classNames } from "@/components/ui/class-names";

export type TabLink = { href: string; label: string; isCurrent: boolean; count?: string };

/** Views of one thing, each with its own address. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="mb-6 border-b border-line-strong">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.isCurrent ? "page" : undefined}
              className={classNames(
                "block border-b-3 py-2.5 font-semibold no-underline",
                tab.isCurrent
                  ? "border-petrol text-ink"
                  : "border-transparent text-petrol hover:border-line-strong",
              )}
            >
              {tab.label}
              {tab.count !== undefined && " "}
              {tab.count !== undefined && (
                <span className="ml-1 font-normal text-ink-soft">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
