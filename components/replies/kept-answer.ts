/** What a recipient has typed and not sent, in this tab's storage: an ended session loses nothing. */
const keyOf = (token: string) => `reply/${token}`;

export function keepTyped(token: string, form: HTMLFormElement): void {
  const typed = Object.fromEntries(
    [...new FormData(form)].filter(([, value]) => typeof value === "string"),
  );
  try {
    sessionStorage.setItem(keyOf(token), JSON.stringify(typed));
  } catch {
    // Without storage, the form itself is all there is.
  }
}

export function keptTyped(token: string): Record<string, string> | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? "null");
    if (typeof kept !== "object" || kept === null) return null;
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, string] => {
        return typeof entry[1] === "string";
      }),
    );
  } catch {
    return null;
  }
}

/** What led to this answer or an older one; a change begun over it is kept. */
export function forgetTyped(token: string, number: number): void {
  if (Number(keptTyped(token)?.seen ?? -1) >= number) return;
  try {
    sessionStorage.removeItem(keyOf(token));
  } catch {
    // Nothing was kept.
  }
}
