import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { AccountForm } from "@/components/payments/account-form";
import { AccountList } from "@/components/payments/account-list";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listServiceAccounts } from "@/lib/payments/accounts/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payments.accounts"))("title") };
}

export default async function AccountsPage() {
  const actor = await requireActor("account:manage");
  const t = await getTranslations("payments.accounts");
  const language = languageOf(await getLocale());
  const services = await listServiceAccounts(actor);
  return (
    <div className="max-w-form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <TextProvider sections={["payments"]}>
        <div className="grid gap-6">
          {services.map(({ serviceId, name, accounts }) => (
            <Card key={serviceId} id={`accounts-${serviceId}`} heading={name[language]}>
              <AccountList accounts={accounts} />
            </Card>
          ))}
          <Card id="account-new" heading={t("add")}>
            <AccountForm
              services={services
                .filter(({ isArchived }) => !isArchived)
                .map(({ serviceId, name }) => ({ value: serviceId, label: name[language] }))}
            />
          </Card>
        </div>
      </TextProvider>
    </div>
  );
}
