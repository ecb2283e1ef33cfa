import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import type { ReplyRequestView } from "@/lib/replies/requests/schema";

/** How the recipient reaches the service, in the words of their letter. */
export function ContactCard({ contact }: Pick<ReplyRequestView, "contact">) {
  const t = useTranslations("answering");
  const { email, phone, website, replyAddressLines = [], hours = [] } = contact;
  const lines = [...replyAddressLines, ...hours];
  if (!email && !phone && !website && lines.length === 0) return null;
  return (
    <div className="mt-7">
      <Card id="contact" heading={t("contactTitle")}>
        <SummaryList>
          {email && (
            <SummaryRow term={t("contactEmail")}>
              <ContactLink href={`mailto:${email}`}>{email}</ContactLink>
            </SummaryRow>
          )}
          {phone && (
            <SummaryRow term={t("contactPhone")}>
              <ContactLink href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{phone}</ContactLink>
            </SummaryRow>
          )}
          {website && (
            <SummaryRow term={t("contactWebsite")}>
              <ContactLink href={website}>{website}</ContactLink>
            </SummaryRow>
          )}
          {replyAddressLines.length > 0 && (
            <SummaryRow term={t("contactPost")}>
              <Lines lines={replyAddressLines} />
            </SummaryRow>
          )}
          {hours.length > 0 && (
            <SummaryRow term={t("contactHours")}>
              <Lines lines={hours} />
            </SummaryRow>
          )}
        </SummaryList>
      </Card>
    </div>
  );
}

function ContactLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="wrap-anywhere text-petrol underline hover:decoration-2">
      {children}
    </a>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
