import { useTranslations } from "next-intl";

const megabyte = 1_000_000;

/** "84 kB", "1.4 MB", in the reader's language. */
export function FileSize({ bytes }: { bytes: number }) {
  const t = useTranslations("common.fileSize");
  return bytes >= megabyte
    ? t("megabytes", { size: bytes / megabyte })
    : t("kilobytes", { size: Math.max(1, Math.round(bytes / 1000)) });
}
