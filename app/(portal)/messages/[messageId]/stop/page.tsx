import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { MessageAction } from "@/components/messages/message-action";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/session";
import { historyAddress } from "@/lib/deliveries/rules";
import { cancelSending } from "@/lib/messages/orders/actions";
import { getSendingProgress } from "@/lib/messages/sending/data";

type Props = { params: Promise<{ messageId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders.stop"))("title") };
}

/** Breaking a sending off, after seeing who has got it already. */
export default async function StopPage({ params }: Props) {
  const actor = await requireActor("message:send");
  const sending = await getSendingProgress(actor, (await params).messageId);
  if (!sending) notFound();
  const { id, reference, subject, state, gone, left } = sending;
  if (left === 0 || (state !== "sending" && state !== "paused"))
    redirect(`/messages/${id}/letters`);
  const t = await getTranslations("orders.stop");
  return (
    <div className="grid max-w-form grid-cols-1 gap-6">
      <PageHeading title={t("title")} lead={t("lead", { subject })} />
      <Card>
        <ul className="mb-5 grid list-disc gap-2 pl-6">
          <li>{t("left", { count: left })}</li>
          <li>
            {t("gone", { count: gone })}{" "}
            {gone > 0 && (
              <TextLink href={historyAddress({ q: reference, view: "set_out" })}>
                {t("who")}
              </TextLink>
            )}
          </li>
          {state === "sending" && <li>{t("meanwhile")}</li>}
        </ul>
        <MessageAction action={cancelSending} messageId={id}>
          <div className="flex flex-wrap gap-3">
            <SubmitButton variant="danger">{t("confirm", { count: left })}</SubmitButton>
            <LinkButton variant="secondary" href={`/messages/${id}/letters`}>
              {t("keep")}
            </LinkButton>
          </div>
        </MessageAction>
      </Card>
    </div>
  );
}
