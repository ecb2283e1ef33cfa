import type { InvitationState } from "@/lib/members/invitations/schema";

export const INVITATION_DAYS = 14;

export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
}

export function invitationState(
  { state, expiresAt }: { state: string; expiresAt: Date },
  now: Date,
): InvitationState {
  if (state === "waiting" && expiresAt <= now) return "expired";
  return state as InvitationState;
}

/** Whether it still leads anywhere: it can be mailed again, taken back, or handed over. */
export function isOpen(state: InvitationState): boolean {
  return state === "waiting" || state === "expired";
}

type Name = { givenName: string; surname: string };

/**
 * Whether the invited and the one who signed in may be the same person, by what both are called: the whole
 * surname and the first given name, in any spelling of accents, capitals, spaces and hyphens.
 */
export function isSameName(invited: Name, signedIn: Name): boolean {
  return (
    folded(invited.surname) === folded(signedIn.surname) &&
    folded(firstOf(invited.givenName)) === folded(firstOf(signedIn.givenName))
  );
}

/** Marie of "Marie Louise"; Jean-Pierre stays whole. */
function firstOf(givenName: string): string {
  return givenName.trim().split(/\s+/)[0] ?? "";
}

function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}
