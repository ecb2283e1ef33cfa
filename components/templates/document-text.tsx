import type { ReactNode } from "react";
import { answerOf, inlinesOf, valueOf } from "@/lib/messages/body/rules";
import type { Block, Document, Inline, ListItem, TableRow } from "@/lib/messages/body/schema";

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
  return <Line inlines={inlinesOf(text)} samples={samples} />;
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
    case "table":
      return <TableText rows={block.content} samples={samples} />;
  }
}

/** Wide ones scroll in themselves; the keyboard reaches what is out of sight. */
function TableText({ rows, samples }: { rows: readonly TableRow[]; samples: Samples }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group">
      <table className="w-full border-collapse text-left">
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.content.map((cell, place) => {
                const Cell = cell.type === "tableHeader" ? "th" : "td";
                return (
                  <Cell
                    key={place}
                    className="border border-line-strong px-2.5 py-1.5 align-top font-normal [&:is(th)]:bg-desk [&:is(th)]:font-semibold"
                  >
                    <Blocks blocks={cell.content} samples={samples} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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
    if (inline.type === "conditional")
      return <ConditionText key={index} condition={inline.attrs} samples={samples} />;
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

/** Text for some recipients alone: the question, and what those are shown who answer yes. */
function ConditionText({
  condition: { name, text },
  samples,
}: {
  condition: { name: string; text: string };
  samples: Samples;
}) {
  const answer = samples ? answerOf(samples, name) : "unanswered";
  if (answer === "no") return null;
  return (
    <span className="rounded-small bg-petrol-tint px-1">
      {answer === "yes" ? text : <span className="text-petrol-dark">{`((${name}??${text}))`}</span>}
    </span>
  );
}
