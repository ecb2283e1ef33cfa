import { useFormatter, useTranslations } from "next-intl";
import type { MessageAnswers } from "@/lib/replies/answers/schema";

/** The message in four numbers. */
export function AnswerFigures({ answers }: { answers: MessageAnswers }) {
  const t = useTranslations("replies.answers");
  const format = useFormatter();
  const { sent, answered, toHandle } = answers;
  const figures = { sent, answered, open: sent - answered, toHandle };
  return (
    <dl className="mb-8 grid grid-cols-2 gap-4 md:grid-cols-4">
      {(["sent", "answered", "open", "toHandle"] as const).map((name) => (
        <div
          key={name}
          className="flex flex-col-reverse justify-end rounded border border-line bg-paper px-4 py-4"
        >
          <dt className="text-small">{t(name)}</dt>
          <dd className="text-figure font-semibold tabular-nums">{format.number(figures[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
