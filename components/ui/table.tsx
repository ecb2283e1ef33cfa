import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** The width of window from which a column is shown; below it, its row header says the same. */
type ShownFrom = "md" | "lg";
const hidden: Record<ShownFrom, string> = { md: "max-md:hidden", lg: "max-lg:hidden" };

export type Column = {
  key: string;
  label: ReactNode;
  align?: "start" | "end";
  width?: string;
  from?: ShownFrom;
};

/**
 * A quiet table on paper. Its caption names it; where the window is narrower than the table,
 * the frame scrolls and can be reached by keyboard.
 */
export function Table({
  id,
  caption,
  columns,
  look = "lines",
  isCaptionHidden = true,
  isSlim = false,
  children,
}: {
  id: string;
  caption: string;
  columns: readonly Column[];
  look?: "lines" | "sheet";
  isCaptionHidden?: boolean;
  /** What is shown fits the narrowest window without scrolling. */
  isSlim?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      role="region"
      aria-labelledby={`${id}-caption`}
      tabIndex={0}
      className="overflow-x-auto rounded border border-line bg-paper"
    >
      <table
        id={id}
        className={classNames(
          "w-full border-collapse text-small",
          !isSlim && "min-w-160",
          look === "sheet" && "tabular-nums",
        )}
      >
        <caption
          id={`${id}-caption`}
          className={isCaptionHidden ? "sr-only" : "px-4 py-3 text-left font-semibold"}
        >
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={column.width === undefined ? undefined : { width: column.width }}
                className={classNames(
                  "text-note font-semibold text-ink-soft",
                  column.from !== undefined && hidden[column.from],
                  column.align === "end" ? "text-right" : "text-left",
                  look === "lines" && "border-b border-line-strong px-4 py-3",
                  look === "sheet" && "border border-line bg-sheet px-3 py-2.25",
                )}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          className={classNames(
            "[&>tr>*]:align-top",
            look === "lines" &&
              "[&>tr:not(:last-child)>*]:border-b [&>tr:not(:last-child)>*]:border-line [&>tr>*]:px-4 [&>tr>*]:py-3.5",
            look === "sheet" &&
              "[&>tr>*]:border [&>tr>*]:border-line [&>tr>*]:px-3 [&>tr>*]:py-2.25",
          )}
        >
          {children}
        </tbody>
      </table>
    </div>
  );
}

export function Cell({
  align = "start",
  isNumeric = false,
  mark,
  note,
  id,
  from,
  children,
}: {
  align?: "start" | "end";
  isNumeric?: boolean;
  /** As its column's. */
  from?: ShownFrom;
  /** A wrong or doubtful cell: outlined, with the sentence that says why. */
  mark?: "wrong" | "doubtful";
  note?: string;
  id?: string;
  children?: ReactNode;
}) {
  return (
    <td
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      className={classNames(
        from !== undefined && hidden[from],
        align === "end" && "text-right",
        isNumeric && "whitespace-nowrap tabular-nums",
        mark === "wrong" && "bg-failed-tint shadow-[inset_0_0_0_2px_var(--color-failed)]",
        mark === "doubtful" && "bg-attention-tint shadow-[inset_0_0_0_2px_var(--color-attention)]",
      )}
    >
      {children}
      {note !== undefined && (
        <span
          className={classNames(
            "mt-0.75 block text-tiny font-semibold",
            mark === "doubtful" ? "text-attention" : "text-failed",
          )}
        >
          {note}
        </span>
      )}
    </td>
  );
}

/** The cell that names its row. */
export function RowHeader({ children }: { children: ReactNode }) {
  return (
    <th scope="row" className="min-w-24 text-left font-normal wrap-anywhere md:min-w-40">
      {children}
    </th>
  );
}
