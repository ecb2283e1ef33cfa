import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { PaymentForm } from "@/components/payments/payment-form";
import { listAccounts } from "@/lib/payments/accounts/data";
import { paymentAnswers } from "@/lib/payments/answers";
import { languageOf } from "@/lib/text/languages";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("payment") };
}

export default async function PaymentPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const { sender, paymentWanted: wanted, payment } = draft;
  const accounts = await listAccounts(frame.actor, sender.serviceId);
  const account = accounts[0] ?? {
    iban: sender.iban,
    bic: sender.bic,
    beneficiary: sender.organisationName[draft.language ?? "nl"],
  };
  const { file, count } = draft.recipients;
  const columns = file ? file.header.filter(Boolean) : count > 1 ? [] : null;
  return (
    <TextProvider sections={["messages", "payments"]}>
      <ComposerFrame draft={draft} {...frame} current="payment">
        <PaymentForm
          version={version}
          isFromCheck={isFromCheck}
          reference={draft.reference}
          answers={paymentAnswers({ wanted, payment }, account, languageOf(await getLocale()))}
          accounts={accounts}
          recipientKinds={draft.recipients.kinds}
          columns={columns}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
