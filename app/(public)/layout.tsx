import type { ReactNode } from "react";
import { PublicShell } from "@/components/layout/public-shell";
import { currentSession, touch } from "@/lib/auth/session";
import { environment } from "@/lib/env";
import packageJson from "@/package.json";
import { SignedInShell } from "../signed-in-shell";

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const found = await currentSession();
  // Whoever has no role yet has nothing to go to: the page itself says what to do.
  if (found.state === "signed_in" && found.signedIn.actor !== null) {
    await touch(found.signedIn);
    return <SignedInShell signedIn={found.signedIn}>{children}</SignedInShell>;
  }
  return (
    <PublicShell environment={environment().PORTAL_ENVIRONMENT} version={packageJson.version}>
      {children}
    </PublicShell>
  );
}
