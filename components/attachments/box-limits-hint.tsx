import { useTranslations } from "next-intl";
import { BOX_KINDS, type ChannelLimits } from "@/lib/attachments/schema";

/** What the boxes of these kinds take, told before the upload; of both where nobody is addressed yet. */
export function BoxLimitsHint({
  kinds,
  limits,
}: {
  kinds: readonly ("citizen" | "enterprise")[];
  limits: ChannelLimits;
}) {
  const t = useTranslations("attachments.limit");
  const told = BOX_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind));
  return (
    <>
      <p className="font-semibold">{t("title")}</p>
      {told.map((kind) => (
        <p key={kind}>{t(kind, limits[kind])}</p>
      ))}
    </>
  );
}
