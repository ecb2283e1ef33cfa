"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { knownLock, rememberLock } from "@/components/messages/latest-lock";
import { Skeleton } from "@/components/ui/skeleton";

/**
 * Shows a form only over the newest save this tab knows of: the browser's back button brings pages
 * as they were, and typing on over an old one would end in a conflict. Asked once, as the page comes:
 * a form that is there is never taken away again, since what arrives while one types may be an
 * answer from before the last save.
 */
export function FreshDraft({
  messageId,
  lockNumber,
  children,
}: {
  messageId: string;
  lockNumber: number;
  children: ReactNode;
}) {
  const router = useRouter();
  const [isThere, setThere] = useState(false);
  const isOld = !isThere && lockNumber < knownLock(messageId);
  useEffect(() => {
    if (isOld) router.refresh();
    else {
      rememberLock(messageId, lockNumber);
      setThere(true);
    }
  }, [isOld, router, messageId, lockNumber]);
  return isOld ? <Skeleton lines={6} /> : children;
}
