import "server-only";
import { fullName } from "@/lib/auth/rules";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { openOwnMail, type Mail, type MailClient } from "@/lib/gateways/mail";
import { log } from "@/lib/log";
import { MOST_ATTEMPTS, retryAfter } from "@/lib/mail-tries";
import { invitationMail } from "@/lib/members/invitations/letter";
import { rightsSchema } from "@/lib/members/invitations/schema";
import { invitationLink, newToken } from "@/lib/members/invitations/token";
import type { Right } from "@/lib/members/schema";
import { languageOf, type Language } from "@/lib/text/languages";
import { localizedSchema } from "@/lib/text/localized";
import { translator } from "@/lib/text/translate";

const AT_ONCE = 50;
/** Longer than handing one over can take. */
const LEASE_MS = 5 * 60_000;

/**
 * Sends the invitations that wait. The link is made with the mail and stands nowhere else. What was being
 * handed over when a worker ended is not sent again by itself, since it may have arrived: the administrator
 * sees that, and sends it again. Answers how many the mail server took.
 */
export async function mailInvitations(actor: SystemActor, client?: MailClient): Promise<number> {
  const own = client ?? openOwnMail();
  if (!own) {
    await withActor(actor, tellUnsent);
    return 0;
  }
  await withActor(actor, (tx) =>
    tx.invitation.updateMany({
      where: { mailState: "sending", mailNextAt: { lt: now() } },
      data: { mailState: "unknown" },
    }),
  );
  let sent = 0;
  for (let tried = 0; tried < AT_ONCE; tried += 1) {
    const next = await withActor(actor, takeNext);
    if (!next) break;
    sent += (await hand(actor, own, next)) ? 1 : 0;
  }
  return sent;
}

/** Where no mail server is set, administrators hand links over, and are told so. */
async function tellUnsent(tx: Transaction): Promise<void> {
  await tx.invitation.updateMany({
    where: { state: "waiting", mailState: "waiting" },
    data: { mailState: "none" },
  });
}

type Next = { id: string; attempts: number; mail: Mail };

/** Takes one for this worker alone, with a link of its own. */
async function takeNext(tx: Transaction): Promise<Next | null> {
  const at = now();
  const row = await tx.invitation.findFirst({
    where: {
      state: "waiting",
      expiresAt: { gt: at },
      mailState: "waiting",
      mailNextAt: { lte: at },
    },
    orderBy: { mailNextAt: "asc" },
    include: {
      createdBy: { select: { givenName: true, surname: true } },
      organisation: { select: { name: true, services: { select: { id: true, name: true } } } },
    },
  });
  if (!row) return null;
  const attempts = row.mailAttempts + 1;
  const { token, hash } = newToken();
  const { count } = await tx.invitation.updateMany({
    where: { id: row.id, lockNumber: row.lockNumber, mailState: "waiting" },
    data: {
      ...{ mailState: "sending", mailAttempts: attempts, tokenHash: hash },
      mailNextAt: new Date(at.getTime() + LEASE_MS),
    },
  });
  if (count === 0) return null;
  const language = languageOf(row.language);
  const mail = invitationMail({
    // Another link is another mail.
    id: `invitation-${row.id}-${row.lockNumber}-${attempts}`,
    to: row.email,
    language,
    name: fullName(row),
    organisation: localizedSchema.parse(row.organisation.name)[language],
    inviter: fullName(row.createdBy),
    rights: rightsSchema
      .parse(row.rights)
      .map((right) => rightLine(right, language, row.organisation.services)),
    link: invitationLink(environment().PORTAL_URL, token),
    expiresAt: row.expiresAt,
  });
  return { id: row.id, attempts, mail };
}

function rightLine(
  { role, serviceId }: Right,
  language: Language,
  services: readonly { id: string; name: unknown }[],
): string {
  const t = translator(language, "members");
  const service = services.find(({ id }) => id === serviceId);
  const place = service ? localizedSchema.parse(service.name)[language] : t("wholeOrganisation");
  return t("rightLine", { role: t(`role.${role}`), place });
}

async function hand(
  actor: SystemActor,
  client: MailClient,
  { id, attempts, mail }: Next,
): Promise<boolean> {
  const sent = await client.send(mail);
  if (!sent.ok) log.error({ mail: id, attempts, code: sent.refusal.code }, "no mail");
  await withActor(actor, (tx) =>
    tx.invitation.updateMany({
      where: { id, mailState: "sending", mailAttempts: attempts },
      data: sent.ok ? { mailState: "sent" } : after(sent.refusal.code, attempts),
    }),
  );
  return sent.ok;
}

function after(code: string, attempts: number) {
  if (code === "mail_outcome_unknown") return { mailState: "unknown" };
  if (code === "mail_refused" || attempts >= MOST_ATTEMPTS) return { mailState: "failed" };
  return { mailState: "waiting", mailNextAt: new Date(now().getTime() + retryAfter(attempts)) };
}
