"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { knownLock, rememberLock } from "@/components/messages/latest-lock";
import { Skeleton } from "@/components/ui/skeleton";

/**
 * Shows a form only over the newest save this tab knows of: the browser's back button brings pages
 * as they were, and typing on over an old one would end in a conflict.
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
  const isOld = lockNumber < knownLock(messageId);
  useEffect(() => {
    if (isOld) router.refresh();
    else rememberLock(messageId, lockNumber);
  }, [isOld, router, messageId, lockNumber]);
  return isOld ? <Skeleton lines={6} /> : children;
}
