import type { ReactNode } from "react";
import type { ButtonVariant } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";

/** Ends the recipient's session, here and at CSAM. */
export function SignOutButton({
  variant,
  children,
}: {
  variant: ButtonVariant;
  children: ReactNode;
}) {
  return (
    <form method="post" action="/api/reply/sign-out">
      <SubmitButton variant={variant} size="small">
        {children}
      </SubmitButton>
    </form>
  );
}
