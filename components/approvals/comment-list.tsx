import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import type { Comment } from "@/lib/approvals/schema";

/** What was said to each part; `messageId` leads to the part, for those who may change it. */
export function CommentList({
  comments,
  messageId,
}: {
  comments: readonly Comment[];
  messageId?: string;
}) {
  const t = useTranslations("messages.task");
  return (
    <dl className="mt-1 grid gap-2">
      {comments.map(({ place, text }) => (
        <div key={place}>
          <dt className="font-semibold">
            {messageId === undefined ? (
              t(place)
            ) : (
              <TextLink href={`/messages/${messageId}/${place}?from=check`}>{t(place)}</TextLink>
            )}
          </dt>
          <dd className="break-words whitespace-pre-line">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
