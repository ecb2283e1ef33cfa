import Link from "next/link";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "@/components/ui/class-names";

export function TextLink({ className, ...rest }: ComponentPropsWithRef<typeof Link>) {
  return <Link {...rest} className={classNames("text-link", className)} />;
}
