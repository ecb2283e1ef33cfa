/**
 * What was typed and is not saved yet, kept in this tab's storage: it survives a reload, a sign-in
 * and a crash of the page, and ends with the tab.
 */
export type Kept<Answers> = { lockNumber: number; answers: Answers };

export function keepTyped<Answers>(messageId: string, part: string, kept: Kept<Answers>): void {
  try {
    sessionStorage.setItem(nameOf(messageId, part), JSON.stringify(kept));
  } catch {
    // Full or switched off: the form itself still holds it.
  }
}

export function keptTyped<Answers>(messageId: string, part: string): Kept<Answers> | null {
  try {
    const text = sessionStorage.getItem(nameOf(messageId, part));
    // Written by this same page a moment ago, in this tab.
    return text === null ? null : (JSON.parse(text) as Kept<Answers>);
  } catch {
    return null;
  }
}

export function forgetTyped(messageId: string, part: string): void {
  try {
    sessionStorage.removeItem(nameOf(messageId, part));
  } catch {
    // Switched off: there is nothing to forget.
  }
}

/** Left while something was on its way: the page that comes next may be older than that save. */
export function noteLeaving(messageId: string): void {
  try {
    sessionStorage.setItem(nameOf(messageId, "left"), "yes");
  } catch {
    // Switched off: at worst a conflict is told that is none.
  }
}

/** Whether it was left so; asked once. */
export function wasLeft(messageId: string): boolean {
  try {
    const was = sessionStorage.getItem(nameOf(messageId, "left")) !== null;
    sessionStorage.removeItem(nameOf(messageId, "left"));
    return was;
  } catch {
    return false;
  }
}

function nameOf(messageId: string, part: string): string {
  return `draft/${messageId}/${part}`;
}
