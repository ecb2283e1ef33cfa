import { useTranslations } from "next-intl";
import { CommentList } from "@/components/approvals/comment-list";
import { Notification } from "@/components/ui/notification";
import type { Comment } from "@/lib/approvals/schema";

export type SentBack = { decidedBy: string | null; decidedAt: Date | null; comments: Comment[] };

/** Why a message came back from whoever was to approve it. */
export function SentBackNotice({ messageId, sentBack }: { messageId: string; sentBack: SentBack }) {
  const t = useTranslations("approvals.sentBack");
  const { decidedBy, decidedAt, comments } = sentBack;
  return (
    <Notification
      kind="attention"
      title={t("title", { name: decidedBy ?? "", when: decidedAt ?? new Date(0) })}
    >
      <CommentList comments={comments} messageId={messageId} />
    </Notification>
  );
}
