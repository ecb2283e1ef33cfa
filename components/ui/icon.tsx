import { classNames } from "@/components/ui/class-names";

/** The drawings are lucide's; scripts/icons.ts gathers them into public/icons.svg. */
export type IconName =
  | "add"
  | "archive"
  | "attention"
  | "back"
  | "building"
  | "check"
  | "clock"
  | "close"
  | "copy"
  | "court"
  | "delete"
  | "document"
  | "down"
  | "download"
  | "edit"
  | "external"
  | "eye"
  | "file"
  | "forward"
  | "hidden"
  | "inbox"
  | "info"
  | "list"
  | "menu"
  | "message"
  | "next"
  | "people"
  | "person"
  | "previous"
  | "print"
  | "qr"
  | "refresh"
  | "reply"
  | "scheduled"
  | "search"
  | "secure"
  | "unknown"
  | "upload";

/** Always beside a word, hence hidden from assistive tools. Size in pixels. */
export function Icon({
  name,
  size = 18,
  className,
}: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={2.2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={classNames("flex-none", className)}
    >
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
