/** The only ways the product writes dates and numbers; pages name one of these. */
export const formats = {
  dateTime: {
    /** 3 November 2026 */
    date: { day: "numeric", month: "long", year: "numeric" },
    /** 20 Nov */
    day: { day: "numeric", month: "short" },
    /** 10:12 */
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    /** November 2026 */
    month: { month: "long", year: "numeric" },
    /** 3 November 2026 at 10:12 */
    moment: {
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    },
    /** 3 November 2026 at 10:12:07, for evidence and audit records */
    exact: {
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    /** 03/11/2026, 10:12, for dense tables */
    short: {
      day: "2-digit",
      month: "2-digit",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    },
  },
  number: {
    integer: { maximumFractionDigits: 0 },
    euro: { style: "currency", currency: "EUR" },
    percent: { style: "percent", maximumFractionDigits: 0 },
  },
  list: {
    and: { style: "long", type: "conjunction" },
    or: { style: "long", type: "disjunction" },
  },
} as const;
