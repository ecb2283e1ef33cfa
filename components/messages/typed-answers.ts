/**
 * What was typed and is not saved yet, kept in this tab's storage: it survives a reload, a sign-in
 * and a crash of the page, and ends with the tab.
 */
type Kept<Answers> = { lockNumber: number; answers: Answers };

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

function nameOf(messageId: string, part: string): string {
  return `draft/${messageId}/${part}`;
}
