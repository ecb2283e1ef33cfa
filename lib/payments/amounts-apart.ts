/** An amount that is far from those beside it: a decimal sign too few makes 86.00 into 8 600.00. */

/** The same amount of several recipients stands once; `position` is the first one's. */
export type GroupedAmount = { cents: number; count: number; position: number };

/** The amount farthest from the others, and the one in their middle; in cents. */
export type AmountApart = { cents: number; position: number; typical: number; others: number };

/** Of fewer nobody can tell what is usual. */
const FEWEST = 5;
/** Nearer than this to the middle, as a factor, nothing is strange: amounts differ. */
const LEAST_FACTOR = 5;
/** So many usual distances; a median distance times this stands for a standard deviation. */
const MOST_DISTANCES = 6;
const OF_NORMAL = 1.4826;

/**
 * Amounts are compared by their ratios, with median and median distance, which a wrong one among
 * them does not move. Null where none is apart.
 */
export function amountApart(amounts: readonly GroupedAmount[]): AmountApart | null {
  const count = amounts.reduce((sum, amount) => sum + amount.count, 0);
  if (count < FEWEST) return null;
  const logs = amounts.map((amount) => ({ ...amount, log: Math.log(amount.cents) }));
  const middle = median(logs.map(({ log, count: weight }) => ({ value: log, weight })));
  const distances = logs.map((amount) => ({ ...amount, distance: Math.abs(amount.log - middle) }));
  const usual = median(
    distances.map(({ distance, count: weight }) => ({ value: distance, weight })),
  );
  const limit = Math.max(Math.log(LEAST_FACTOR), MOST_DISTANCES * OF_NORMAL * usual);
  const apart = distances.filter(({ distance }) => distance > limit);
  const [farthest] = apart.toSorted((a, b) => b.distance - a.distance);
  if (!farthest) return null;
  return {
    cents: farthest.cents,
    position: farthest.position,
    typical: Math.round(Math.exp(middle)),
    others: apart.reduce((sum, amount) => sum + amount.count, 0) - 1,
  };
}

function median(values: readonly { value: number; weight: number }[]): number {
  const half = values.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of values.toSorted((a, b) => a.value - b.value)) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}
