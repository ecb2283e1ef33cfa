import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { RefusedPage } from "@/components/layout/refused-page";
import { ReplyEntrance } from "@/components/replies/reply-entrance";
import { ReplyRefused } from "@/components/replies/reply-refused";
import { ReplyView } from "@/components/replies/reply-view";
import { now } from "@/lib/clock";
import { answerClosed } from "@/lib/replies/answers/rules";
import { recipientName, viewReplyRequest } from "@/lib/replies/requests/actions";
import type { ReplyRequestView } from "@/lib/replies/requests/schema";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The same for every link: a title stands in histories, and tells nothing. */
export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("answering"))("title"),
    robots: { index: false, follow: false },
  };
}

export default async function ReplyPage({ params, searchParams }: Props) {
  const { token } = await params;
  const query = await searchParams;
  const name = await recipientName(token);
  if (name === null)
    return (
      <ReplyEntrance
        token={token}
        error={typeof query.error === "string" ? query.error : undefined}
      />
    );
  const viewed = await viewReplyRequest(token);
  if (!viewed.ok)
    return viewed.refusal.code === "not_found" ? (
      <ReplyRefused name={name} />
    ) : (
      <RefusedPage code={viewed.refusal.code} />
    );
  const request = viewed.value;
  const { answer, isChangeable, closesAt } = request;
  const at = now();
  const closed = answerClosed({ isChangeable, closesAt, answers: answer?.number ?? 0 }, at);
  const wantsChange = query.change !== undefined && closed === null;
  return (
    <TextProvider sections={["answering"]} language={request.language}>
      <ReplyView
        token={token}
        request={request}
        name={name}
        attemptId={randomUUID()}
        show={showOf(request, { closed: closed !== null, wantsChange })}
        mayChange={closed === null}
      />
    </TextProvider>
  );
}

function showOf(
  { contentErasedAt, answer }: ReplyRequestView,
  { closed, wantsChange }: { closed: boolean; wantsChange: boolean },
) {
  if (contentErasedAt) return "erased";
  if (answer && !wantsChange) return "done";
  return closed ? "closed" : "form";
}
