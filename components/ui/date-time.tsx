import { useFormatter } from "next-intl";
import type { formats } from "@/lib/text/formats";

export type DateTimeFormat = keyof typeof formats.dateTime;

/** The only way a page shows a moment: in Brussels time, with the exact instant behind it. */
export function DateTime({
  value,
  format = "moment",
}: {
  /** An instant; a text must be ISO 8601 with its offset. */
  value: Date | string;
  format?: DateTimeFormat;
}) {
  const formatter = useFormatter();
  const instant = typeof value === "string" ? new Date(value) : value;
  return <time dateTime={instant.toISOString()}>{formatter.dateTime(instant, format)}</time>;
}
