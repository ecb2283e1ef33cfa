import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { NoAccessPanel } from "@/components/auth/no-access-panel";
import { fullName } from "@/lib/auth/rules";
import { currentSession } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.noAccess"))("title") };
}

export default async function NoAccessPage() {
  const found = await currentSession();
  if (found.state !== "signed_in") redirect("/sign-in");
  const { signedIn } = found;
  const { actor } = signedIn;
  // Whoever was given a role in the meantime has nothing left to read here.
  if (actor !== null) redirect("/");
  return <NoAccessPanel personName={fullName(signedIn)} />;
}
