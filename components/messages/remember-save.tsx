"use client";

import { useEffect } from "react";
import { rememberLock } from "@/components/messages/latest-lock";

/** Lets the pages behind the browser's back button know that they are old. Shows nothing. */
export function RememberSave({ messageId, lockNumber }: { messageId: string; lockNumber: number }) {
  useEffect(() => rememberLock(messageId, lockNumber), [messageId, lockNumber]);
  return null;
}
