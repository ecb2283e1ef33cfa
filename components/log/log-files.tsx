import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";

const files = [
  { address: "/log/checkpoint", label: "fileCheckpoint" },
  { address: "/log/checkpoint.tsr", label: "fileStamp" },
  { address: "/log/checkpoint.tsr?checkpoint", label: "fileStamped" },
  { address: "/log/key", label: "fileKey" },
  { address: "/log/keys", label: "fileKeys" },
  { address: "/log/witnesses", label: "fileWitnesses" },
  { address: "/log/rotations", label: "fileRotations" },
  { address: "/log/statements", label: "fileStatements" },
  { address: "/log/seal-ca.pem", label: "fileSealAuthority" },
  { address: "/log/timestamp-ca.pem", label: "fileStampAuthority" },
] as const;

/** Where programs find the log. */
export function LogFiles() {
  const t = useTranslations("proofs.log");
  return (
    <section className="mt-9">
      <SectionHeading>{t("files")}</SectionHeading>
      <p className="mb-4 max-w-form">{t("filesLead")}</p>
      <Table
        id="files"
        caption={t("files")}
        isSlim
        columns={[
          { key: "address", label: t("address") },
          { key: "holds", label: t("holds"), from: "md" },
        ]}
      >
        {files.map(({ address, label }) => (
          <tr key={address}>
            <RowHeader>
              <a href={address} className="font-mono text-tiny [overflow-wrap:anywhere] text-link">
                <Breaking text={address} />
              </a>
              <span className="mt-1 block md:hidden">{t(label)}</span>
            </RowHeader>
            <Cell from="md">{t(label)}</Cell>
          </tr>
        ))}
        <tr>
          <RowHeader>
            <code className="font-mono text-tiny [overflow-wrap:anywhere]">
              <Breaking text="/log/tile/0/000" />
            </code>
            <span className="mt-1 block md:hidden">{t("fileTile")}</span>
          </RowHeader>
          <Cell from="md">{t("fileTile")}</Cell>
        </tr>
      </Table>
    </section>
  );
}

/** An address that breaks between its parts where it must break. */
function Breaking({ text }: { text: string }) {
  return text.split(/(?<=[/?])/).map((part, index) => (
    <Fragment key={index}>
      <wbr />
      {part}
    </Fragment>
  ));
}
