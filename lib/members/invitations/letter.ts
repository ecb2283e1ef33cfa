/** The mail that brings an invitation. Says who invites, to what, and for how long. */
import { formatMoment } from "@/lib/format";
import type { Language } from "@/lib/text/languages";
import { translator } from "@/lib/text/translate";

export type InvitationLetter = {
  id: string;
  to: string;
  language: Language;
  name: string;
  organisation: string;
  inviter: string;
  /** One line each. */
  rights: readonly string[];
  link: string;
  expiresAt: Date;
};

export function invitationMail(letter: InvitationLetter) {
  const { id, to, language, name, organisation, inviter, rights, link, expiresAt } = letter;
  const t = translator(language, "members.mail");
  const paragraphs = [
    t("dear", { name }),
    t("says", { inviter, organisation }),
    rights.map((right) => `- ${right}`).join("\n"),
    `${t("accept")}\n\n${link}`,
    t("until", { moment: formatMoment(expiresAt, language) }),
    t("csam"),
    t("unexpected"),
  ];
  return {
    ...{ id, to, language },
    subject: t("subject", { organisation }),
    text: `${paragraphs.join("\n\n")}\n`,
    attachments: [],
  };
}
