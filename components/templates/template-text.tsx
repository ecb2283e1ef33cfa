import type { ReactNode } from "react";
import { DocumentText, LineText } from "@/components/templates/document-text";
import { Card } from "@/components/ui/card";
import type { TemplateLanguage, TemplateText as Text } from "@/lib/templates/schema";

/** One language of a template, to read. */
export function TemplateText({
  language,
  heading,
  text,
  samples,
  aside,
}: {
  language: TemplateLanguage;
  heading: string;
  text: Text;
  /** null: with the placeholders themselves. */
  samples: Readonly<Record<string, string>> | null;
  aside?: ReactNode;
}) {
  return (
    <Card id={`text-${language}`} heading={heading} aside={aside}>
      <p lang={language} className="mb-4 font-semibold break-words">
        <LineText text={text.subject} samples={samples} />
      </p>
      <DocumentText document={text.body} language={language} samples={samples} />
    </Card>
  );
}
