/** The id of the control that a field belongs to: a day's times share theirs. */
export function fieldIdOf(field: string): string {
  const day = /^(?:openingHours\.days\.)?(mon|tue|wed|thu|fri|sat|sun)(?:\.|$)/.exec(field)?.[1];
  if (day) return `service-day-${day}`;
  return `service-${field.replace(/\.\d+$/, "").replaceAll(".", "-")}`;
}
