"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import type { TypedType } from "@/lib/message-types/answers";
import { RECEIPT_BASIS_LIMIT, RECEIPT_STARTS } from "@/lib/receipts/schema";

/** From when a registered message of the type counts as received, and which law says so. */
export function ReceiptFields({
  typed,
  errorOf,
}: {
  typed: TypedType;
  errorOf: (id: string) => string | undefined;
}) {
  const t = useTranslations("types.form");
  return (
    <div className="group/receipt">
      <RadioGroup
        id="type-receipt-from"
        name="receiptFrom"
        legend={t("receiptFrom")}
        defaultValue={typed.receiptFrom}
        options={[
          { value: "none", label: t("receiptNone"), hint: t("receiptNoneHint") },
          ...RECEIPT_STARTS.map((start) => ({ value: start, label: t(`receiptStart.${start}`) })),
        ]}
      />
      <div className="group-has-[#type-receipt-from-none:checked]/receipt:hidden">
        <div className="group-has-[#type-receipt-from-opened:checked]/receipt:hidden">
          <TextInput
            id="type-receipt-days"
            name="receiptDays"
            label={t("receiptDays")}
            hint={t("receiptDaysHint")}
            error={errorOf("type-receipt-days")}
            inputMode="numeric"
            width="short"
            defaultValue={typed.receiptDays}
          />
          <Checkbox
            id="type-receipt-working"
            name="receiptWorkingDays"
            label={t("receiptWorkingDays")}
            hint={t("receiptWorkingDaysHint")}
            defaultChecked={typed.receiptWorkingDays !== ""}
          />
        </div>
        <TextInput
          id="type-receipt-basis"
          name="receiptBasis"
          label={t("receiptBasis")}
          hint={t("receiptBasisHint")}
          error={errorOf("type-receipt-basis")}
          limit={RECEIPT_BASIS_LIMIT}
          defaultValue={typed.receiptBasis}
        />
      </div>
    </div>
  );
}
