import { notFound, redirect } from "next/navigation";
import type { SentBack } from "@/components/approvals/sent-back-notice";
import type { DraftVersion } from "@/components/messages/use-autosave";
import type { LetterView } from "@/components/messages/draft-view";
import { getApproval } from "@/lib/approvals/data";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { printedText } from "@/lib/letters/layout";
import { factsShown, getDraft, type Draft } from "@/lib/messages/data";
import { textFor } from "@/lib/messages/languages/rules";
import { composeLetter, letterValues, previewLetter } from "@/lib/messages/letter";
import { originsOf } from "@/lib/messages/origins";
import { draftProblems, referenceShown, type DraftProblem } from "@/lib/messages/rules";
import { askedLetterSchema, isDraftState, messageIdSchema } from "@/lib/messages/schema";
import { missingGlyphs } from "@/lib/typst/glyphs";

export type StepProps = {
  params: Promise<{ messageId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export type Composer = {
  actor: PersonActor;
  draft: Draft;
  problems: DraftProblem[];
  letter: LetterView;
  version: DraftVersion;
  /** What whoever was to approve it wants changed; null where nobody sent it back. */
  sentBack: SentBack | null;
  /** Came by a change link of the check page, and goes back there. */
  isFromCheck: boolean;
};

/** What every page of the composer asks first: a draft, and somebody who may write it. */
export async function loadComposer({ params, searchParams }: StepProps): Promise<Composer> {
  const actor = await requireActor("message:write");
  const id = messageIdSchema.safeParse((await params).messageId);
  const asked = await searchParams;
  const draft = id.success ? await getDraft(actor, id.data, askedLetterSchema.parse(asked)) : null;
  if (!draft || !actor.writes.includes(draft.sender.serviceId)) notFound();
  if (!isDraftState(draft.state)) redirect(`/messages/${draft.id}`);
  const at = now();
  return {
    actor,
    draft,
    problems: draftProblems(draft, at),
    letter: letterView(draft, at),
    sentBack: draft.state === "sent_back" ? await getApproval(actor, draft.id) : null,
    version: {
      messageId: draft.id,
      lockNumber: draft.lockNumber,
      savedAt: draft.savedAt.toISOString(),
    },
    isFromCheck: asked.from === "check",
  };
}

export function letterView(draft: Draft, at: Date): LetterView {
  const own = draft.attachments.find(({ isMainContent }) => isMainContent);
  const reference = referenceShown(draft);
  const facts = factsShown(draft);
  const letter = previewLetter(facts, reference, at);
  const written = textFor(draft, draft.shownIn).subject;
  const subject = (written.trim() && letter?.subject) || written;
  if (own) return { kind: "own", subject, pageCount: own.pageCount ?? 1 };
  if (!letter) return { kind: "none", subject };
  const characters = missingGlyphs(printedText(letter));
  if (characters.length > 0) return { kind: "unprintable", subject, characters };
  return {
    kind: "shown",
    subject,
    hasGaps: !composeLetter(facts, reference, at).ok,
    origins: originsOf(facts, letterValues(facts, reference, at)),
  };
}
