import { useTranslations } from "next-intl";
import { SectionHeading } from "@/components/ui/section-heading";
import { TextLink } from "@/components/ui/text-link";

/** How to check without this page: for who does not believe it, or has no JavaScript. */
export function OtherWays() {
  const t = useTranslations("proofs.verify");
  return (
    <div data-print="hidden" className="max-w-form">
      <section className="mt-8" aria-labelledby="verify-program">
        <SectionHeading id="verify-program">{t("programTitle")}</SectionHeading>
        <p>{t("program")}</p>
        <p className="mt-3">
          <a href="/verify.mjs" download className="text-link">
            {t("programFile")}
          </a>
        </p>
        <pre className="mt-3 rounded border border-line bg-paper p-4 text-small whitespace-pre-wrap">
          <code>
            node verify.mjs --seal-ca seal-ca.pem --log-key log.vkey --timestamp-ca timestamp-ca.pem
            bundle.asice
          </code>
        </pre>
        <p className="mt-3">{t("programTrust")}</p>
      </section>
      <section className="mt-8" aria-labelledby="verify-hand">
        <SectionHeading id="verify-hand">{t("handTitle")}</SectionHeading>
        <ul className="grid list-disc gap-2 pl-5">
          <li>{t("handPdf")}</li>
          <li>{t("handSeal")}</li>
          <li>{t("handLog")}</li>
          <li>{t("handStamp")}</li>
        </ul>
        <p className="mt-3">{t("handScript")}</p>
        <p className="mt-3">
          <a href="/verify.sh" download className="text-link">
            {t("handFile")}
          </a>
        </p>
      </section>
      <section className="mt-8" aria-labelledby="verify-public">
        <SectionHeading id="verify-public">{t("publicTitle")}</SectionHeading>
        <p>{t("public")}</p>
        <p className="mt-3">
          <TextLink href="/log" prefetch={false}>
            {t("log")}
          </TextLink>
        </p>
      </section>
    </div>
  );
}
