"use client";

import { useLocale, useTranslations } from "next-intl";
import { ContactCard } from "@/components/replies/contact-card";
import { ReplyDone } from "@/components/replies/reply-done";
import { ReplyForm } from "@/components/replies/reply-form";
import { SignOutButton } from "@/components/replies/sign-out-button";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import type { ReplyRequestView } from "@/lib/replies/requests/schema";

export type ReplyViewProps = {
  token: string;
  request: ReplyRequestView;
  /** Who is signed in. */
  name: string;
  attemptId: string;
  show: "form" | "done" | "closed" | "erased";
  mayChange: boolean;
};

/** The recipient's side of a message, in the message's language. */
export function ReplyView(props: ReplyViewProps) {
  const { token, request, name, show, mayChange } = props;
  const t = useTranslations("answering");
  const { subject, reference, sentAt: when, hasLetter, serviceName: service } = request;
  return (
    <div lang={useLocale()}>
      <PageHeading
        title={show === "done" ? t("doneTitle") : t("heading", { service })}
        lead={
          <>
            <p className="break-words">{t("about", { subject, when, reference })}</p>
            {request.isEnterprise && <p>{t("forEnterprise", { name: request.recipientName })}</p>}
            {hasLetter && (
              <p className="mt-2">
                <a
                  href={`/api/reply/${token}/letter`}
                  className="font-semibold text-petrol underline hover:decoration-2"
                >
                  {t("letterOpen")}
                </a>
              </p>
            )}
          </>
        }
      />
      <div className="grid gap-9 lg:grid-cols-[1.25fr_1fr]">
        <div className="min-w-0">
          {show === "closed" && <Closed request={request} />}
          {show === "erased" && <Erased request={request} />}
          {show === "form" && <Form {...props} />}
          {show === "done" && <ReplyDone token={token} request={request} mayChange={mayChange} />}
          <ContactCard contact={request.contact} />
          <div className="mt-7 flex flex-wrap items-center gap-x-5 gap-y-2 text-small text-ink-soft">
            <span>{t("signedInAs", { name })}</span>
            <SignOutButton variant="quiet">{t("signOut")}</SignOutButton>
          </div>
        </div>
        {hasLetter && (
          <div className="min-w-0">
            <Card id="letter" heading={t("letter")}>
              <img
                src={`/api/reply/${token}/letter/picture`}
                alt={t("letterAlt")}
                className="w-full border border-line"
              />
            </Card>
          </div>
        )}
      </div>
    </div>
  );
}

/** What is left is in the recipient's own eBox. */
function Erased({
  request: { contentErasedAt, serviceName: service },
}: Pick<ReplyViewProps, "request">) {
  const t = useTranslations("answering");
  if (contentErasedAt === null) return null;
  return (
    <Notification kind="info">
      <p>{t("erased", { when: contentErasedAt, service })}</p>
      <p>{t("erasedHint")}</p>
    </Notification>
  );
}

function Form({ token, request, attemptId }: ReplyViewProps) {
  const t = useTranslations("answering");
  const { closesAt, isChangeable } = request;
  return (
    <>
      <Notification kind="info">
        {closesAt && <p>{t("until", { when: lastMoment(closesAt) })}</p>}
        <p>{t(isChangeable ? (closesAt ? "changeable" : "changeableAlways") : "final")}</p>
      </Notification>
      <ReplyForm token={token} request={request} attemptId={attemptId} />
    </>
  );
}

function Closed({ request: { closesAt } }: { request: ReplyRequestView }) {
  const t = useTranslations("answering");
  return (
    <Notification kind="attention" title={t("closedTitle")}>
      {closesAt && <p>{t("closedBody", { when: lastMoment(closesAt) })}</p>}
    </Notification>
  );
}

/** It closes at midnight: the day before is the last. */
function lastMoment(closesAt: Date): Date {
  return new Date(closesAt.getTime() - 1);
}
