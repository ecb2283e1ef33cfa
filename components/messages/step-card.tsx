"use client";

import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { ErrorSummary, type FormError } from "@/components/ui/error-summary";

/** One task of the composer: what went wrong on top, then the sheet it is about. */
export function StepCard({
  id,
  heading,
  errors,
  notices,
  children,
}: {
  id: string;
  heading: string;
  errors: readonly FormError[];
  notices?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <ErrorSummary errors={errors} />
      {notices}
      <Card id={id} heading={heading}>
        {children}
      </Card>
    </>
  );
}
