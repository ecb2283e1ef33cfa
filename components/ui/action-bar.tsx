import type { ReactNode } from "react";

/**
 * The ways on from a form, always at the same place: below it, and on a narrow screen at the
 * bottom of the window. Belongs at the end of a padded card; above everything in it, because
 * what scrolls away below must not show through.
 */
export function ActionBar({ children }: { children: ReactNode }) {
  return (
    <div
      data-print="hidden"
      className="@container -mx-4 mt-6 -mb-5 flex items-center gap-3 rounded-b border-t border-line bg-paper px-4 py-3 max-md:bottom-0 max-md:z-10 md:mx-0 md:mt-7 md:mb-0 md:px-0 md:pt-5.5 md:pb-0 max-md:[&>*]:px-3.5 [&>:last-child]:ml-auto [&>:last-child]:min-w-0 max-md:[@media(min-height:36rem)]:sticky"
    >
      {children}
    </div>
  );
}
