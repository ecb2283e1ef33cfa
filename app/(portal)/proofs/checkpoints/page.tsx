import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { CheckpointMails } from "@/components/proofs/checkpoint-mails";
import { SubscribeForm } from "@/components/proofs/subscribe-form";
import { Unsubscribe } from "@/components/proofs/unsubscribe";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/session";
import { getOwnAddress, getSubscription, sendsMail } from "@/lib/proofs/subscriptions/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.checkpoints"))("title") };
}

const CHANGES = ["on", "off"] as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CheckpointsPage({ searchParams }: Props) {
  const actor = await requireActor("audit:prove");
  const t = await getTranslations("proofs.checkpoints");
  const overview = await getTranslations("overview");
  const language = languageOf(await getLocale());
  const subscription = await getSubscription(actor);
  const asked = (await searchParams).changed;
  const changed = CHANGES.find((each) => each === asked);
  const ownAddress = subscription ? null : await getOwnAddress(actor);
  return (
    // An address may be longer than a screen is wide.
    <div className="max-w-form [overflow-wrap:anywhere]">
      <Breadcrumbs path={[{ href: "/proofs", label: overview("title") }]} current={t("title")} />
      <PageHeading title={t("title")} lead={t("lead")} />
      {changed === (subscription ? "on" : "off") && (
        <Notification kind="success" isLive>
          <p>{t(`changed.${changed}`)}</p>
        </Notification>
      )}
      {!sendsMail() ? (
        <EmptyState title={t("off")} icon="list">
          <TextLink href="/log">{t("toLog")}</TextLink>
        </EmptyState>
      ) : (
        <TextProvider sections={["proofs", "refusals"]}>
          {subscription ? (
            <>
              <Card id="subscription" heading={t("on", subscription)}>
                <Unsubscribe />
              </Card>
              <CheckpointMails mails={subscription.mails} />
              <section className="mt-9">
                <SectionHeading>{t("changeHeading")}</SectionHeading>
                <SubscribeForm
                  key={subscription.subscribedAt.toISOString()}
                  language={language}
                  email={subscription.email}
                  frequency={subscription.frequency}
                  submitText={t("change")}
                />
              </section>
            </>
          ) : (
            <SubscribeForm
              language={language}
              email={ownAddress ?? ""}
              frequency="daily"
              submitText={t("subscribe")}
            />
          )}
        </TextProvider>
      )}
    </div>
  );
}
