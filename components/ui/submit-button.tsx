"use client";

import type { MouseEvent, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonSize, type ButtonVariant } from "@/components/ui/button";
import type { IconName } from "@/components/ui/icon";

/**
 * Shows that its form is on its way. It is never disabled, because a disabled button says
 * nothing to who cannot see it; a second press is swallowed instead.
 */
export function SubmitButton({
  variant,
  size,
  icon,
  isWide,
  name,
  value,
  pendingText,
  label,
  children,
}: {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  isWide?: boolean;
  name?: string;
  value?: string;
  pendingText?: string;
  /** What it says to those who hear it, where the word alone would be one of many alike. */
  label?: string;
  children: ReactNode;
}) {
  const { pending } = useFormStatus();
  const swallowSecondPress = (event: MouseEvent) => {
    if (pending) event.preventDefault();
  };
  return (
    <Button
      type="submit"
      variant={variant}
      size={size}
      icon={icon}
      isWide={isWide}
      name={name}
      value={value}
      isPending={pending}
      aria-label={label}
      onClick={swallowSecondPress}
    >
      {pending && pendingText !== undefined ? pendingText : children}
    </Button>
  );
}
