import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { AcceptForm } from "@/components/members/accept-form";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { findInvitation } from "@/lib/auth/invitations";
import { fullName } from "@/lib/auth/rules";
import { currentSession } from "@/lib/auth/session";
import { isToken } from "@/lib/members/invitations/token";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("members.accept"))("title"),
    // The address is a secret: no page that is gone to from here is told of it.
    referrer: "no-referrer",
    robots: { index: false },
  };
}

export default async function AcceptPage({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ taken?: string | string[] }>;
}) {
  const { token } = await params;
  const found = await currentSession();
  if (found.state !== "signed_in") {
    redirect(isToken(token) ? `/sign-in?to=${encodeURIComponent(`/invitations/${token}`)}` : "/");
  }
  const { signedIn } = found;
  const t = await getTranslations("members");
  const invitation = await findInvitation(signedIn, token);
  const language = languageOf(await getLocale());
  if (!invitation || invitation.state === "revoked") return <Told sentence="none" kind="error" />;
  if ((await searchParams).taken === "own") return <Told sentence="own" kind="error" />;
  if (invitation.state === "expired") return <Told sentence="expired" kind="attention" />;
  if (invitation.state === "to_confirm") return <Told sentence="toConfirm" kind="info" />;
  if (invitation.state !== "waiting") return <Told sentence="used" kind="info" isOnward />;
  const name = fullName(signedIn);
  return (
    <div className="max-w-form">
      <PageHeading
        title={t("accept.title")}
        lead={t("accept.lead", {
          organisation: invitation.organisation[language],
          name: invitation.name,
        })}
      />
      <h2 className="mb-2 text-h2 font-semibold tracking-h2">{t("accept.rights")}</h2>
      <ul className="mb-6 list-disc pl-6">
        {invitation.rights.map(({ role, serviceId, service }) => (
          <li key={`${role}/${serviceId}`}>
            {t("rightLine", {
              role: t(`role.${role}`),
              place: service?.[language] ?? t("wholeOrganisation"),
            })}
          </li>
        ))}
      </ul>
      {invitation.isSameName ? (
        <p className="mb-6">{t("accept.signedInAs", { name })}</p>
      ) : (
        <Notification kind="attention" title={t("accept.signedInAs", { name })}>
          <p>{t("accept.otherName", { invited: invitation.name, name })}</p>
        </Notification>
      )}
      <TextProvider sections={["members"]}>
        <AcceptForm token={token} />
      </TextProvider>
    </div>
  );
}

async function Told({
  sentence,
  kind,
  isOnward = false,
}: {
  sentence: "none" | "used" | "expired" | "own" | "toConfirm";
  kind: "error" | "attention" | "info";
  isOnward?: boolean;
}) {
  const t = await getTranslations("members.accept");
  return (
    <div className="max-w-form">
      <PageHeading title={t("title")} />
      <Notification kind={kind}>
        <p>{t(sentence)}</p>
      </Notification>
      {isOnward && <LinkButton href="/">{t("onward")}</LinkButton>}
    </div>
  );
}
