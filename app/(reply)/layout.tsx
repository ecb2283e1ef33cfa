import type { ReactNode } from "react";
import { PublicShell } from "@/components/layout/public-shell";
import { environment } from "@/lib/env";
import packageJson from "@/package.json";

export default function ReplyLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell environment={environment().PORTAL_ENVIRONMENT} version={packageJson.version}>
      {children}
    </PublicShell>
  );
}
