import { z } from "zod";
import { beneficiarySchema, bicSchema, ibanSchema } from "@/lib/payments/schema";
import type { Localized } from "@/lib/text/localized";

export const addAccountSchema = z.object({
  serviceId: z.uuid(),
  iban: ibanSchema,
  bic: bicSchema,
  beneficiary: beneficiarySchema,
});
export type AccountInput = z.infer<typeof addAccountSchema>;

export const accountRefSchema = z.object({ accountId: z.uuid() });

/** An account as a sender picks it. */
export type Account = { id: string; iban: string; bic: string | null; beneficiary: string };

/** A service with its accounts, as its administrator sees them. */
export type ServiceAccounts = {
  serviceId: string;
  /** It sends nothing any more, and takes no new account. */
  isArchived: boolean;
  name: Localized;
  accounts: (Account & { isArchived: boolean })[];
};
