import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { BundleOrders } from "@/components/proofs/bundle-orders";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { listBundleOrders } from "@/lib/proofs/bundles/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.bundles"))("title") };
}

export default async function BundlesPage() {
  const actor = await requireActor("proof:read");
  const t = await getTranslations("proofs.bundles");
  const orders = await listBundleOrders(actor);
  const overview = await getTranslations("overview");
  const history = await getTranslations("history");
  // Whoever sends orders bundles too, from the list of what they sent.
  const from = may(actor, "audit:prove")
    ? { href: "/proofs", label: overview("title") }
    : { href: "/messages", label: history("title") };
  return (
    <div className="max-w-form">
      <Breadcrumbs path={[from]} current={t("title")} />
      <PageHeading title={t("title")} lead={t("lead")} />
      {orders.length === 0 ? (
        <EmptyState title={t("emptyTitle")} icon="download">
          {t("empty")}
        </EmptyState>
      ) : (
        <TextProvider sections={["proofs"]}>
          <BundleOrders orders={orders} />
        </TextProvider>
      )}
    </div>
  );
}
