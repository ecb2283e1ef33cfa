"use client";

import { ErrorPanel } from "@/components/layout/error-panel";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <ErrorPanel code={error.digest} onRetry={reset} />;
}
