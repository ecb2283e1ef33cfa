import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import type { Payment } from "@/lib/payments/schema";
import { formatStructuredCommunication } from "@/lib/payments/structured-communication";

export function PaymentPanel({ payment }: { payment: Payment | null }) {
  const t = useTranslations("deliveries.payment");
  const format = useFormatter();
  if (payment === null) return null;
  const { amountCents, iban, beneficiary, communication, dueDate } = payment;
  return (
    <section aria-labelledby="payment-heading" className="mt-8 text-small">
      <SectionHeading id="payment-heading">{t("title")}</SectionHeading>
      <SummaryList>
        <SummaryRow term={t("amount")}>
          <span className="font-semibold tabular-nums">
            {format.number(amountCents / 100, "euro")}
          </span>
        </SummaryRow>
        <SummaryRow term={t("account")}>
          <span className="tabular-nums">{iban.replace(/(.{4})(?=.)/g, "$1 ")}</span>
        </SummaryRow>
        <SummaryRow term={t("beneficiary")}>{beneficiary}</SummaryRow>
        <SummaryRow term={t("communication")}>
          <span className="tabular-nums">
            {communication.kind === "structured"
              ? formatStructuredCommunication(communication.value)
              : communication.value}
          </span>
        </SummaryRow>
        {dueDate !== undefined && (
          <SummaryRow term={t("dueDate")}>
            {/* Noon, so that a day stays the same day in Brussels. */}
            <DateTime value={`${dueDate}T12:00:00Z`} format="date" />
          </SummaryRow>
        )}
      </SummaryList>
    </section>
  );
}
