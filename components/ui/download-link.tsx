import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

const megabyte = 1_000_000;

/** Says before the click what will arrive: its kind and, where known, its size in bytes. */
export function DownloadLink({
  href,
  label,
  format,
  bytes,
  mayBeRefused = false,
  className,
}: {
  href: string;
  label: string;
  format: string;
  bytes?: number;
  /** Whether there may be no file: then the answer leads to a page that says why, which is to be shown. */
  mayBeRefused?: boolean;
  className?: string;
}) {
  const t = useTranslations("common");
  const sizeOf = (size: number) =>
    size >= megabyte
      ? t("fileSize.megabytes", { size: size / megabyte })
      : t("fileSize.kilobytes", { size: Math.max(1, Math.round(size / 1000)) });
  const about = [format, bytes === undefined ? null : sizeOf(bytes)].filter(Boolean).join(", ");
  return (
    <a
      href={href}
      download={!mayBeRefused}
      className={classNames("inline-flex items-baseline gap-1.5 py-0.5 text-link", className)}
    >
      <Icon name="download" size={15} className="translate-y-0.5" />
      <span>
        {label} ({about})
      </span>
    </a>
  );
}
