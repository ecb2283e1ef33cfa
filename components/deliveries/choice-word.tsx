import { useTranslations } from "next-intl";
import { SealedWord } from "@/components/ui/seal-mark";
import type { DeliveryChoice } from "@/lib/messages/schema";

/** How it was sent; what is registered carries the seal. */
export function ChoiceWord({ choice }: { choice: DeliveryChoice }) {
  const t = useTranslations("deliveries.choice");
  return choice === "normal" ? t(choice) : <SealedWord>{t(choice)}</SealedWord>;
}
