import type { ReactNode } from "react";
import { valueOf } from "@/lib/messages/body/rules";
import type { Block, Document, Inline, ListItem } from "@/lib/messages/body/schema";
import { plainText } from "@/lib/messages/body/rules";

/** What stands for a placeholder: its name, or the sample value where there is one. */
type Samples = Readonly<Record<string, string>> | null;

/** A template's text as the letter will have it, to read beside others. */
export function DocumentText({
  document,
  language,
  samples,
}: {
  document: Document;
  language: string;
  samples: Samples;
}) {
  return (
    <div lang={language} className="grid gap-3 break-words">
      <Blocks blocks={document.content} samples={samples} />
    </div>
  );
}

/** A line with its placeholders, such as a subject. */
export function LineText({ text, samples }: { text: string; samples: Samples }) {
  return text
    .split(/(\(\([^()]+\)\))/u)
    .map((part, index) =>
      index % 2 === 1 ? (
        <PlaceholderText key={index} name={part.slice(2, -2).trim()} samples={samples} />
      ) : (
        part
      ),
    );
}

function Blocks({ blocks, samples }: { blocks: readonly Block[]; samples: Samples }) {
  return blocks.map((block, index) => <OneBlock key={index} block={block} samples={samples} />);
}

function OneBlock({ block, samples }: { block: Block; samples: Samples }): ReactNode {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Line inlines={block.content} samples={samples} />
        </p>
      );
    case "heading":
      return (
        <p className="mt-1 font-semibold">
          <Line inlines={block.content} samples={samples} />
        </p>
      );
    case "bulletList":
      return (
        <ul className="list-disc pl-5">
          <Items items={block.content} samples={samples} />
        </ul>
      );
    case "orderedList":
      return (
        <ol className="list-decimal pl-5" start={block.attrs?.start}>
          <Items items={block.content} samples={samples} />
        </ol>
      );
    case "blockquote":
      return (
        <blockquote className="border-l-3 border-line-strong pl-4">
          <Blocks blocks={block.content} samples={samples} />
        </blockquote>
      );
    case "horizontalRule":
      return <hr className="border-line-strong" />;
    default:
      return <p className="whitespace-pre-line">{plainText({ type: "doc", content: [block] })}</p>;
  }
}

function Items({ items, samples }: { items: readonly ListItem[]; samples: Samples }) {
  return items.map((item, index) => (
    <li key={index}>
      <Blocks blocks={item.content} samples={samples} />
    </li>
  ));
}

function Line({ inlines = [], samples }: { inlines?: readonly Inline[]; samples: Samples }) {
  return inlines.map((inline, index) => {
    if (inline.type === "text") return <Marked key={index} inline={inline} />;
    if (inline.type === "placeholder")
      return <PlaceholderText key={index} name={inline.attrs.name} samples={samples} />;
    return <br key={index} />;
  });
}

function Marked({ inline }: { inline: Extract<Inline, { type: "text" }> }) {
  const marks = (inline.marks ?? []).map(({ type }) => type);
  const slanted = marks.includes("italic") ? <em>{inline.text}</em> : inline.text;
  return marks.includes("bold") ? <strong>{slanted}</strong> : slanted;
}

function PlaceholderText({ name, samples }: { name: string; samples: Samples }) {
  const value = samples && valueOf(samples, name);
  return (
    <span className="rounded-small bg-petrol-tint px-1 text-petrol-dark">
      {value ?? `((${name}))`}
    </span>
  );
}
