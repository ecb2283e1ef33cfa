import type { ReactNode } from "react";
import { SessionWarning } from "@/components/layout/session-warning";
import { TextProvider } from "@/components/layout/text-provider";
import { idleEnd } from "@/lib/auth/rules";
import { requireSignedIn } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { SignedInShell } from "../signed-in-shell";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const signedIn = await requireSignedIn();
  const at = now();
  return (
    <SignedInShell
      signedIn={signedIn}
      sessionWarning={
        <TextProvider sections={["layout"]}>
          <SessionWarning
            idleEndsAt={idleEnd(at).toISOString()}
            absoluteEndsAt={signedIn.expiresAt.toISOString()}
            serverNow={at.toISOString()}
          />
        </TextProvider>
      }
    >
      {children}
    </SignedInShell>
  );
}
