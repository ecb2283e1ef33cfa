import Link from "next/link";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";

export type ButtonVariant = "primary" | "secondary" | "seal" | "danger" | "quiet";
export type ButtonSize = "normal" | "small";

type Look = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  isWide?: boolean;
  children: ReactNode;
};

const variants: Record<ButtonVariant, string> = {
  primary: "border-petrol bg-petrol text-white hover:border-petrol-dark hover:bg-petrol-dark",
  secondary: "border-petrol bg-paper text-petrol hover:bg-petrol-tint hover:text-petrol-dark",
  seal: "border-seal bg-seal text-white hover:border-seal-dark hover:bg-seal-dark",
  danger: "border-failed bg-failed text-white hover:bg-paper hover:text-failed",
  quiet:
    "border-transparent bg-transparent text-petrol hover:bg-petrol-tint hover:text-petrol-dark",
};

const sizes: Record<ButtonSize, string> = {
  normal: "py-2.75 text-base leading-6",
  small: "py-1.75 text-small pointer-coarse:min-h-11",
};

const widths: Record<ButtonSize, string> = { normal: "px-5.5", small: "px-3.5" };

/** Without a border to be seen, its word stands on the edge of the text around it. */
const quietWidth = "-mx-2 px-2";

function lookOf({ variant = "primary", size = "normal", isWide = false }: Omit<Look, "children">) {
  return classNames(
    "inline-flex items-center justify-center gap-2.5 rounded border text-center font-semibold no-underline",
    variants[variant],
    sizes[size],
    variant === "quiet" ? quietWidth : widths[size],
    isWide && "w-full",
  );
}

export function Button({
  variant,
  size,
  icon,
  isWide,
  isPending = false,
  type = "button",
  className,
  children,
  ...rest
}: Look & { isPending?: boolean } & ComponentPropsWithRef<"button">) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isPending || undefined}
      className={classNames(
        lookOf({ variant, size, isWide }),
        isPending && "opacity-75",
        className,
      )}
    >
      {isPending ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that leads to the next step and looks like the button it stands beside. */
export function LinkButton({
  variant,
  size,
  icon,
  isWide,
  className,
  children,
  ...rest
}: Look & ComponentPropsWithRef<typeof Link>) {
  return (
    <Link {...rest} className={classNames(lookOf({ variant, size, isWide }), className)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 flex-none animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
