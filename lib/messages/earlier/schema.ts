/** So far back a message counts as one that its recipients may still have in mind. */
export const EARLIER_DAYS = 30;
/** So many earlier messages are named. */
export const EARLIER_SHOWN = 3;

/** Who of a draft's recipients got the like of it lately, from the same service. */
export type EarlierMessages = {
  /** People and enterprises, each once. */
  recipients: number;
  /** All messages of that kind; the newest are named. */
  count: number;
  newest: { id: string; reference: string; subject: string; sentAt: Date; recipients: number }[];
};
