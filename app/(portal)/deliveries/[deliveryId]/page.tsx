import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { AboutPanel } from "@/components/deliveries/about-panel";
import { ChoiceWord } from "@/components/deliveries/choice-word";
import { DeliveryTimeline } from "@/components/deliveries/delivery-timeline";
import { Headline } from "@/components/deliveries/headline";
import { AttachmentsPanel, LetterPanel } from "@/components/deliveries/letter-panel";
import { MarkRepliesRead } from "@/components/deliveries/mark-replies-read";
import { Notices } from "@/components/deliveries/notices";
import { PaymentPanel } from "@/components/deliveries/payment-panel";
import { ProgressWatch } from "@/components/deliveries/progress-watch";
import { ProofButtons } from "@/components/deliveries/proof-buttons";
import { ProofSummary } from "@/components/deliveries/proof-summary";
import { RecipientNumber } from "@/components/deliveries/recipient-number";
import { RepliesPanel } from "@/components/deliveries/replies-panel";
import { ReceiptPanel } from "@/components/receipts/receipt-panel";
import { AnswersPanel } from "@/components/replies/answers-panel";
import { FollowUpPanel } from "@/components/follow-ups/follow-up-panel";
import { RefusedPage } from "@/components/layout/refused-page";
import { TextProvider } from "@/components/layout/text-provider";
import { LiveData } from "@/components/layout/live-data";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { auditAddress } from "@/lib/audit/trail/rules";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { viewDelivery } from "@/lib/deliveries/actions";
import { getDeliveryProgress } from "@/lib/deliveries/data";
import { isStuck } from "@/lib/deliveries/rules";
import { deliveryRefSchema, type DeliveryDetail } from "@/lib/deliveries/schema";
import { getFollowUp } from "@/lib/follow-ups/data";
import { getDeliveryAnswers, listColleagues } from "@/lib/replies/answers/data";
import { languageOf } from "@/lib/text/languages";

type Props = { params: Promise<{ deliveryId: string }> };

/** Looking is an act on record, so that it goes through an action, once a request. */
const look = cache(async (deliveryId: string) => {
  const actor = await requireActor("delivery:read");
  const ref = deliveryRefSchema.safeParse({ deliveryId });
  // Before the delivery itself: what changes in between is then seen by the next question.
  const seen = ref.success && (await getDeliveryProgress(actor, deliveryId));
  if (!seen) notFound();
  const viewed = await viewDelivery({ deliveryId });
  if (viewed.ok) return { actor, seen, delivery: viewed.value };
  if (viewed.refusal.code === "not_found") notFound();
  return { actor, refusal: viewed.refusal.code };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await look((await params).deliveryId);
  const t = await getTranslations("deliveries.page");
  return { title: t("title", { reference: found.delivery?.reference ?? "" }) };
}

export default async function DeliveryPage({ params }: Props) {
  const found = await look((await params).deliveryId);
  if (!found.delivery) return <RefusedPage code={found.refusal} />;
  const { actor, delivery, seen } = found;
  const t = await getTranslations("deliveries");
  const history = await getTranslations("history");
  const mayWrite = may(actor, "message:write");
  const followUp = await getFollowUp(actor, delivery.id);
  const answers = await getDeliveryAnswers(actor, delivery.id);
  const colleagues = mayWrite ? await listColleagues(actor) : null;
  const hasUnread = delivery.replies.some(({ isRead }) => !isRead);
  return (
    <>
      <Breadcrumbs
        path={[{ href: "/messages", label: history("title") }]}
        current={delivery.reference}
      />
      <PageHeading
        title={<Headline delivery={delivery} />}
        lead={<Who delivery={delivery} />}
        actions={
          delivery.evidences.length > 0 ? (
            <ProofButtons delivery={delivery} language={languageOf(await getLocale())} />
          ) : undefined
        }
      />
      <LiveData>
        <ProgressWatch
          deliveryId={delivery.id}
          seen={seen}
          sentence={t("timeline.updated", { state: t(`state.${delivery.state}`) })}
        />
      </LiveData>
      {!mayWrite && (
        <Notification kind="info">
          <p>{t("page.readOnly")}</p>
          {may(actor, "audit:read") && (
            <p>
              {t.rich("page.recorded", {
                link: (words) => (
                  <TextLink
                    href={auditAddress({ kind: "looks", subject: delivery.id })}
                    prefetch={false}
                  >
                    {words}
                  </TextLink>
                ),
              })}
            </p>
          )}
        </Notification>
      )}
      {delivery.remindsOf && (
        <Notification kind="info">
          <p>
            {t.rich("page.remindsOf", {
              link: () => (
                <TextLink href={`/deliveries/${delivery.remindsOf?.deliveryId ?? ""}`}>
                  {delivery.remindsOf?.reference}
                </TextLink>
              ),
            })}
          </p>
        </Notification>
      )}
      {followUp && delivery.state === "published" && (
        <TextProvider sections={["unopened"]}>
          <FollowUpPanel
            deliveryId={delivery.id}
            followUp={followUp}
            mayDecide={may(actor, "message:send")}
          />
        </TextProvider>
      )}
      <Notices delivery={delivery} isStuck={isStuck(delivery, now())} mayWrite={mayWrite} />
      <div className="grid gap-9 lg:grid-cols-[1.25fr_1fr]">
        <div className="min-w-0">
          <Card id="timeline" heading={t("timeline.title")}>
            <DeliveryTimeline delivery={delivery} />
            <ProofSummary delivery={delivery} />
          </Card>
          <ReceiptPanel receipt={delivery.receipt} />
          <RepliesPanel delivery={delivery} mayWrite={mayWrite} />
          {answers && (
            <TextProvider sections={["replies"]}>
              <AnswersPanel
                messageId={delivery.messageId}
                answers={answers}
                colleagues={colleagues}
              />
            </TextProvider>
          )}
          <AboutPanel delivery={delivery} />
        </div>
        <div className="min-w-0">
          <LetterPanel delivery={delivery} />
          <AttachmentsPanel delivery={delivery} />
          <PaymentPanel payment={delivery.payment} />
        </div>
      </div>
      <p className="mt-6 hidden text-small print:block">{t("page.printed", { when: now() })}</p>
      {hasUnread && mayWrite && <MarkRepliesRead deliveryId={delivery.id} />}
    </>
  );
}

/** The line below the heading: how, to whom, about what. */
async function Who({ delivery }: { delivery: DeliveryDetail }) {
  const t = await getTranslations("deliveries");
  const isCitizen = delivery.recipientKind === "citizen";
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <ChoiceWord choice={delivery.deliveryChoice} />
        <span>{delivery.recipientName}</span>
        {isCitizen ? (
          <RecipientNumber
            deliveryId={delivery.id}
            masked={delivery.recipientMasked}
            labels={{
              number: t("number.citizen"),
              show: t("number.show"),
              showLong: t("number.showLong"),
              recorded: t("number.recorded"),
              failed: t("number.failed"),
            }}
          />
        ) : (
          <span className="tabular-nums">
            <span className="sr-only">{t("number.enterprise")} </span>
            {delivery.recipientMasked}
          </span>
        )}
        <span className="whitespace-nowrap tabular-nums">{delivery.reference}</span>
      </p>
      <p>
        {t("page.subject", { subject: delivery.subject })}
        {delivery.ownReference && (
          <> · {t("page.ownReference", { reference: delivery.ownReference })}</>
        )}
      </p>
    </>
  );
}
