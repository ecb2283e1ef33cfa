"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { shelveAccount } from "@/lib/payments/accounts/actions";
import type { ServiceAccounts } from "@/lib/payments/accounts/schema";
import { formatIban } from "@/lib/payments/rules";

/** The accounts of one service, those that can be picked and those that no longer can. */
export function AccountList({ accounts }: { accounts: ServiceAccounts["accounts"] }) {
  const t = useTranslations("payments.accounts");
  if (accounts.length === 0) return <p className="text-ink-soft">{t("none")}</p>;
  return (
    <ul className="border-t border-line">
      {accounts.map((account) => (
        <AccountLine key={account.id} account={account} />
      ))}
    </ul>
  );
}

function AccountLine({ account }: { account: ServiceAccounts["accounts"][number] }) {
  const t = useTranslations("payments.accounts");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(shelveAccount, null);
  const { id, bic, beneficiary, isArchived } = account;
  const iban = formatIban(account.iban);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line py-3">
      <div className="min-w-0">
        <p className="font-semibold tabular-nums">
          {iban}
          {bic && ` · ${bic}`}
        </p>
        <p className="text-small break-words text-ink-soft">
          {beneficiary}
          {isArchived && ` · ${t("archived")}`}
        </p>
      </div>
      <form action={send}>
        <input type="hidden" name="accountId" value={id} />
        <input type="hidden" name="shelve" value={isArchived ? "bring_back" : "archive"} />
        <Button
          type="submit"
          variant="quiet"
          size="small"
          aria-label={t(isArchived ? "bringBackAccount" : "archiveAccount", { iban })}
        >
          {t(isArchived ? "bringBack" : "archive")}
        </Button>
      </form>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </li>
  );
}
