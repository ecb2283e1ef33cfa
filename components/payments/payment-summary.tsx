import { useFormatter, useTranslations } from "next-intl";
import {
  formatCommunication,
  formatIban,
  paymentOf,
  singlePayments,
  withoutColumns,
} from "@/lib/payments/rules";
import { noonOf } from "@/lib/format";
import type { MessagePayment, Payment } from "@/lib/payments/schema";

/** What is to be paid, in a few lines. */
export function PaymentSummary({
  wanted,
  payment,
}: {
  wanted: boolean | null;
  payment: MessagePayment | null;
}) {
  const t = useTranslations("payments");
  const answers = useTranslations("messages.answer");
  const format = useFormatter();
  if (wanted === null) return answers("notAnswered");
  if (!wanted) return answers("noPayment");
  if (!payment) return answers("incomplete");
  const first = paymentOf(withoutColumns(payment), { values: {}, position: 1 });
  if (!first.ok) return answers("incomplete");
  const { iban, bic, beneficiary, communication } = first.value;
  const { amountFrom, dueDateFrom } = payment;
  return (
    <ul>
      {amountFrom ? (
        <li className="font-semibold">{t("amountInColumn", { column: amountFrom })}</li>
      ) : (
        singlePayments(first.value).map((single, index) => (
          <AmountLine key={index} payment={single} />
        ))
      )}
      {dueDateFrom && <li>{t("dueDateInColumn", { column: dueDateFrom })}</li>}
      {amountFrom && !dueDateFrom && payment.dueDate && (
        <li>
          {/* A day without an hour: noon keeps it the same day in every zone. */}
          {t("before", { date: format.dateTime(noonOf(payment.dueDate), "date") })}
        </li>
      )}
      <li className="tabular-nums">
        {formatIban(iban)}
        {bic && ` · ${bic}`} · {beneficiary}
      </li>
      <li className="tabular-nums">
        {payment.communication.kind === "from_value"
          ? t("numberInColumn", { column: payment.communication.name })
          : payment.communication.kind === "sequence"
            ? t("sequenceFrom", { first: formatCommunication(communication) })
            : formatCommunication(communication)}
      </li>
      {payment.remindDaysBefore && (
        <li>{t("remindSummary", { days: payment.remindDaysBefore })}</li>
      )}
    </ul>
  );
}

export function AmountLine({ payment }: { payment: Payment }) {
  const t = useTranslations("payments");
  const format = useFormatter();
  const { amountCents, vatCents, dueDate } = payment;
  const euro = (cents: number) => format.number(cents / 100, "euro");
  return (
    <li className="tabular-nums">
      <span className="font-semibold">
        {amountCents === null ? t("freeAmount") : euro(amountCents)}
      </span>
      {vatCents ? ` (${t("ofWhichVat", { amount: euro(vatCents) })})` : ""}
      {/* A day without an hour: noon keeps it the same day in every zone. */}
      {dueDate && `, ${t("before", { date: format.dateTime(noonOf(dueDate), "date") })}`}
    </li>
  );
}
