import { useFormatter } from "next-intl";
import { noonOf } from "@/lib/format";

/** A month of the calendar, `YYYY-MM`. */
export function MonthWords({ month }: { month: string }) {
  const format = useFormatter();
  return <time dateTime={month}>{format.dateTime(noonOf(`${month}-15`), "month")}</time>;
}
