import { notFound, redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { getDraft, getSentMessage } from "@/lib/messages/data";
import { draftProblems } from "@/lib/messages/rules";
import { isDraftState, messageIdSchema } from "@/lib/messages/schema";

/**
 * The message's own address: a draft opens at its first unfinished part, what was ordered at what it
 * waits for, a sent one at its delivery.
 */
export default async function MessagePage({ params }: { params: Promise<{ messageId: string }> }) {
  const actor = await requireActor("delivery:read");
  const id = messageIdSchema.safeParse((await params).messageId);
  if (!id.success) notFound();
  const sent = await getSentMessage(actor, id.data);
  if (sent) {
    const isOne = sent.recipientCount === 1 && sent.deliveryId !== null;
    redirect(isOne ? `/deliveries/${sent.deliveryId}` : `/messages/${id.data}/letters`);
  }
  const draft = await getDraft(actor, id.data);
  if (!draft || draft.state === "cancelled") notFound();
  if (!isDraftState(draft.state)) redirect(`/messages/${draft.id}/waiting`);
  const [first] = draftProblems(draft, now());
  redirect(`/messages/${draft.id}/${first?.task ?? "check"}`);
}
