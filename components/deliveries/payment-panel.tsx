import { useTranslations } from "next-intl";
import { AmountLine } from "@/components/payments/payment-summary";
import { SectionHeading } from "@/components/ui/section-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import type { Payment } from "@/lib/payments/schema";
import { formatCommunication, singlePayments } from "@/lib/payments/rules";

export function PaymentPanel({ payment }: { payment: Payment | null }) {
  const t = useTranslations("deliveries.payment");
  if (payment === null) return null;
  const { iban, beneficiary, communication } = payment;
  return (
    <section aria-labelledby="payment-heading" className="mt-8 text-small">
      <SectionHeading id="payment-heading">{t("title")}</SectionHeading>
      <SummaryList>
        <SummaryRow term={t("amount")}>
          <ul>
            {singlePayments(payment).map((single, index) => (
              <AmountLine key={index} payment={single} />
            ))}
          </ul>
        </SummaryRow>
        <SummaryRow term={t("account")}>
          <span className="tabular-nums">{iban.replace(/(.{4})(?=.)/g, "$1 ")}</span>
        </SummaryRow>
        <SummaryRow term={t("beneficiary")}>{beneficiary}</SummaryRow>
        <SummaryRow term={t("communication")}>
          <span className="tabular-nums">{formatCommunication(communication)}</span>
        </SummaryRow>
      </SummaryList>
    </section>
  );
}
