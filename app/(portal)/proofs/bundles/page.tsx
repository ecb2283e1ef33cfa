import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { BundleOrders } from "@/components/proofs/bundle-orders";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { listBundleOrders } from "@/lib/proofs/bundles/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proofs.bundles"))("title") };
}

export default async function BundlesPage() {
  const actor = await requireActor("proof:read");
  const t = await getTranslations("proofs.bundles");
  const orders = await listBundleOrders(actor);
  return (
    <div className="max-w-form">
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
