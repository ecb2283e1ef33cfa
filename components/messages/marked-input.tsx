"use client";

import { type ComponentPropsWithRef, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { ariaOf, controlLook, Field, type FieldText } from "@/components/ui/field";
import { placeholderKey, writtenPieces } from "@/lib/messages/body/rules";

/**
 * One line in which placeholders and conditions stand out as they do in the text. The field itself
 * stays an ordinary one, which every browser and every aid knows; what stands out is painted behind.
 */
export function MarkedInput({
  id,
  label,
  hint,
  error,
  limit,
  text,
  gaps = [],
  onScroll,
  ...rest
}: FieldText & {
  id: string;
  limit?: number;
  /** What stands in the field now. */
  text: string;
  /** Placeholders without a value: they look unfinished. */
  gaps?: readonly string[];
} & ComponentPropsWithRef<"input">) {
  const behind = useRef<HTMLDivElement>(null);
  const unfinished = new Set(gaps.map(placeholderKey));
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      limit={limit}
      initialLength={text.length}
    >
      <div className="relative rounded bg-paper">
        <div
          ref={behind}
          aria-hidden
          className="absolute inset-0 overflow-hidden border-[1.5px] border-transparent px-3.25 py-2.25 whitespace-pre text-field text-transparent"
        >
          {writtenPieces(text).map(({ written, name }, index) => (
            <span
              key={index}
              className={classNames(
                "rounded-small py-0.5",
                name !== null &&
                  (unfinished.has(placeholderKey(name)) ? "bg-attention-tint" : "bg-petrol-tint"),
              )}
            >
              {written}
            </span>
          ))}
        </div>
        <input
          type="text"
          {...rest}
          {...ariaOf(id, { hint, error, limit })}
          id={id}
          onScroll={(event) => {
            behind.current?.scrollTo({ left: event.currentTarget.scrollLeft });
            onScroll?.(event);
          }}
          className={classNames(controlLook(error), "relative bg-transparent!")}
        />
      </div>
    </Field>
  );
}
