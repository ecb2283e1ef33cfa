import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { SignInPanel } from "@/components/auth/sign-in-panel";
import { safeReturnPath } from "@/lib/auth/rules";
import { currentSession } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const returnPath = safeReturnPath(one(query.to));
  const error = one(query.error);
  // CSAM hands back what we gave it as `state` when somebody signed out.
  const ended = one(query.ended) ?? one(query.state);
  if (error === undefined && (await currentSession()).state === "signed_in") redirect(returnPath);
  return (
    <SignInPanel action="/api/auth/start" returnPath={returnPath} error={error} ended={ended} />
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
