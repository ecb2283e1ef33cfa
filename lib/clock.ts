/** The one source of "now" for impure code; rules take `now` as a parameter instead. */
export function now(): Date {
  return new Date();
}
