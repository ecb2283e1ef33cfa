import { useTranslations } from "next-intl";
import { Tag, type Tone } from "@/components/ui/tag";
import type { InvitationState } from "@/lib/members/invitations/schema";

const TONES: Record<InvitationState, Tone> = {
  waiting: "waiting",
  expired: "attention",
  to_confirm: "attention",
  accepted: "opened",
  refused: "failed",
  revoked: "failed",
};

export function InvitationStateTag({ state }: { state: InvitationState }) {
  const t = useTranslations("members.state");
  return <Tag tone={TONES[state]}>{t(state)}</Tag>;
}
