"use client";

import { ErrorPanel } from "@/components/layout/error-panel";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" className="mx-auto max-w-page px-4 py-10 md:px-8">
      <ErrorPanel code={error.digest} onRetry={reset} />
    </main>
  );
}
