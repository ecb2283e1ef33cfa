import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { ActingForChoice } from "@/components/layout/acting-for-switch";
import type { NavigationItem } from "@/components/layout/navigation";
import { PortalShell } from "@/components/layout/portal-shell";
import { countApprovals } from "@/lib/approvals/data";
import type { SignedIn } from "@/lib/auth/data";
import { fullName, may, sameActingFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { environment } from "@/lib/env";
import { countUnreadReplies } from "@/lib/replies/data";
import { languageOf } from "@/lib/text/languages";
import packageJson from "@/package.json";

/** The frame around every page that somebody signed in looks at, the public ones too. */
export async function SignedInShell({
  signedIn,
  sessionWarning,
  children,
}: {
  signedIn: SignedIn;
  sessionWarning?: ReactNode;
  children: ReactNode;
}) {
  return (
    <PortalShell
      environment={environment().PORTAL_ENVIRONMENT}
      version={packageJson.version}
      personName={fullName(signedIn)}
      actingFor={await choicesOf(signedIn)}
      switchAction="/api/session/acting-for"
      signOutAction="/api/auth/sign-out"
      navigation={await navigationFor(signedIn.actor)}
      sessionWarning={sessionWarning}
    >
      {children}
    </PortalShell>
  );
}

/** Whom the person may act for, under the names of their own language. */
async function choicesOf({ options, actor }: SignedIn): Promise<ActingForChoice[]> {
  const t = await getTranslations("layout");
  const roles = await getTranslations("members.role");
  const format = await getFormatter();
  const language = languageOf(await getLocale());
  return options.map((option) => ({
    value: `${option.organisationId ?? ""}/${option.serviceId ?? ""}`,
    organisation: option.organisation?.[language] ?? t("platform"),
    service: option.service?.[language] ?? (option.organisationId ? t("wholeOrganisation") : null),
    roles: format.list(
      option.roles.map((role) => roles(role)),
      "and",
    ),
    isCurrent: actor !== null && sameActingFor(option, actor.actingFor),
  }));
}

/** The pages that the present role has something to do on. */
async function navigationFor(actor: PersonActor | null): Promise<NavigationItem[]> {
  const t = await getTranslations("layout");
  if (!actor) return [];
  const items: NavigationItem[] = [{ href: "/", label: t("navigation.home") }];
  if (may(actor, "delivery:read")) {
    const unread = await countUnreadReplies(actor);
    items.push(
      { href: "/messages", label: t("navigation.messages") },
      {
        href: "/replies",
        label: t("navigation.replies"),
        count: unread,
        countLabel: t("waiting.replies", { count: unread }),
      },
    );
  }
  if (may(actor, "message:approve")) {
    const waiting = await countApprovals(actor);
    items.push({
      href: "/approvals",
      label: t("navigation.approvals"),
      count: waiting,
      countLabel: t("waiting.approvals", { count: waiting }),
    });
  }
  if (may(actor, "service:manage")) {
    items.push({ href: "/services", label: t("navigation.services") });
  }
  if (may(actor, "template:read")) {
    items.push({ href: "/templates", label: t("navigation.templates") });
  }
  if (may(actor, "type:manage")) {
    items.push({ href: "/message-types", label: t("navigation.messageTypes") });
  }
  if (may(actor, "people:manage")) {
    items.push({ href: "/people", label: t("navigation.people") });
  }
  if (may(actor, "account:manage")) {
    items.push({ href: "/accounts", label: t("navigation.accounts") });
  }
  if (may(actor, "retention:manage")) {
    items.push({ href: "/retention", label: t("navigation.retention") });
  }
  if (may(actor, "audit:prove")) {
    items.push({ href: "/proofs", label: t("navigation.proofs") });
  }
  if (may(actor, "audit:read")) {
    items.push({ href: "/audit", label: t("navigation.audit") });
  }
  if (may(actor, "platform:operate")) {
    items.push({ href: "/operator", label: t("navigation.operator") });
  }
  return items;
}
