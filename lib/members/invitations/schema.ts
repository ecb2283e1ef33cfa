import { z } from "zod";
import { rightSchema, type Right } from "@/lib/members/schema";
import { languages, type Language } from "@/lib/text/languages";
import type { Localized } from "@/lib/text/localized";

const nameSchema = z.string().trim().min(1, "name_missing").max(100, "name_too_long");

export const rightsSchema = z.array(rightSchema).min(1, "rights_missing").max(100);

export const inviteSchema = z.object({
  givenName: nameSchema,
  surname: nameSchema,
  email: z.string().trim().max(254, "email_invalid").pipe(z.email("email_invalid")),
  language: z.enum(languages),
  rights: rightsSchema,
});
export type InvitationInput = z.infer<typeof inviteSchema>;

export const invitationRefSchema = z.object({
  invitationId: z.uuid(),
  lockNumber: z.coerce.number().int().positive(),
});
export type InvitationRef = z.infer<typeof invitationRefSchema>;

export const decideSchema = invitationRefSchema.extend({ isSame: z.boolean() });

/** As it stands in the database, and `expired` for one that waited too long. */
export const INVITATION_STATES = [
  "waiting",
  "expired",
  "to_confirm",
  "accepted",
  "refused",
  "revoked",
] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export const MAIL_STATES = ["waiting", "sending", "sent", "unknown", "failed", "none"] as const;
export type MailState = (typeof MAIL_STATES)[number];

export type Invitation = {
  id: string;
  /** As the administrator wrote it. */
  name: string;
  email: string;
  language: Language;
  rights: Right[];
  state: InvitationState;
  mailState: MailState;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  acceptedAt: Date | null;
  /** Who signed in with it, as CSAM calls them. */
  acceptedBy: { personId: string; name: string } | null;
  lockNumber: number;
};

/** What whoever holds the link and has signed in reads. */
export type InvitationView = {
  organisation: Localized;
  name: string;
  isSameName: boolean;
  rights: (Right & { service: Localized | null })[];
  state: InvitationState;
  expiresAt: Date;
};

/** What became of taking it. */
export const TAKEN = ["accepted", "to_confirm", "not_found", "used", "expired", "own"] as const;
export type Taken = (typeof TAKEN)[number];
