import { useTranslations } from "next-intl";
import { PageHeading } from "@/components/ui/page-heading";
import { SupportCode } from "@/components/ui/support-code";
import type { RefusalCode } from "@/lib/errors";

/** A page that may not be shown just now, and what to do about that. */
export function RefusedPage({ code }: { code: RefusalCode }) {
  const refusals = useTranslations("refusals");
  return (
    <>
      <PageHeading title={refusals(code)} />
      <SupportCode code={code} />
    </>
  );
}
