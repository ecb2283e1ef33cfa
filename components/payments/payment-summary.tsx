import { useFormatter, useTranslations } from "next-intl";
import { formatCommunication, formatIban } from "@/lib/payments/rules";
import type { Payment } from "@/lib/payments/schema";

/** What is to be paid, in four lines. */
export function PaymentSummary({
  wanted,
  payment,
}: {
  wanted: boolean | null;
  payment: Payment | null;
}) {
  const t = useTranslations("payments");
  const answers = useTranslations("messages.answer");
  const format = useFormatter();
  if (wanted === null) return answers("notAnswered");
  if (!wanted) return answers("noPayment");
  if (!payment) return answers("incomplete");
  // A day without an hour: noon keeps it the same day in every zone.
  const due = payment.dueDate ? new Date(`${payment.dueDate}T12:00:00Z`) : null;
  return (
    <ul>
      <li className="font-semibold tabular-nums">
        {format.number(payment.amountCents / 100, "euro")}
      </li>
      <li className="tabular-nums">
        {formatIban(payment.iban)}
        {payment.bic && ` · ${payment.bic}`} · {payment.beneficiary}
      </li>
      <li className="tabular-nums">{formatCommunication(payment.communication)}</li>
      {due && <li>{t("before", { date: format.dateTime(due, "date") })}</li>}
    </ul>
  );
}
