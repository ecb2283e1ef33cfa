import { useTranslations } from "next-intl";
import type { IconName } from "@/components/ui/icon";
import { Tag, type Tone } from "@/components/ui/tag";
import type { MessageState } from "@/lib/messages/schema";

const looks: Record<MessageState, { tone: Tone; icon?: IconName }> = {
  draft: { tone: "waiting", icon: "edit" },
  sent_back: { tone: "attention", icon: "reply" },
  awaiting_approval: { tone: "attention", icon: "eye" },
  scheduled: { tone: "way", icon: "scheduled" },
  sending: { tone: "way" },
  paused: { tone: "attention", icon: "clock" },
  sent: { tone: "published" },
  cancelled: { tone: "waiting", icon: "close" },
};

/** Where a message stands on its way, in words. */
export function MessageStateTag({ state }: { state: MessageState }) {
  const t = useTranslations("messages.state");
  const { tone, icon } = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(state)}
    </Tag>
  );
}
