import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeading } from "@/components/ui/page-heading";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("answering"))("title") };
}

/** Where one arrives after signing out, and whoever leaves the link off the address. */
export default async function ReplyWithoutLinkPage() {
  const t = await getTranslations("answering");
  return <PageHeading title={t("signedOutTitle")} lead={t("signedOutBody")} />;
}
