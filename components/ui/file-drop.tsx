"use client";

import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { ariaOf } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { Icon } from "@/components/ui/icon";

/**
 * A file field with a drop area around it. The native field does the work: keyboard, assistive
 * tools and a form without JavaScript see an ordinary file field.
 */
export function FileDrop({
  id,
  name,
  label,
  hint,
  error,
  accept,
  isMultiple = false,
  onFiles,
  children,
}: {
  id: string;
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  accept?: string;
  isMultiple?: boolean;
  onFiles?: (files: readonly File[]) => void;
  /** What was chosen, once something was. */
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  const field = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = Array.from(event.dataTransfer.files).slice(0, isMultiple ? undefined : 1);
    if (field.current === null || dropped.length === 0) return;
    const list = new DataTransfer();
    dropped.forEach((file) => list.items.add(file));
    field.current.files = list.files;
    onFiles?.(dropped);
  };

  return (
    <div className="mb-6">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mb-2 text-small text-ink-soft">
          {hint}
        </div>
      )}
      <FieldError id={id} error={error} />
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={classNames(
          "flex flex-wrap items-center justify-between gap-4 rounded border-2 border-dashed p-5.5",
          isOver && "border-petrol bg-petrol-tint",
          !isOver && (error === undefined ? "border-field" : "border-failed"),
        )}
      >
        <div className="flex min-w-0 items-center gap-4">
          <Icon name="file" className="text-ink-soft" />
          {children ?? <span className="text-ink-soft">{t("dropFile")}</span>}
        </div>
        <span className="relative">
          <input
            {...ariaOf(id, { hint, error })}
            ref={field}
            id={id}
            name={name}
            type="file"
            accept={accept}
            multiple={isMultiple}
            onChange={(event) => onFiles?.(Array.from(event.target.files ?? []))}
            className="peer sr-only"
          />
          <label
            htmlFor={id}
            className="inline-flex cursor-pointer rounded border border-petrol bg-paper px-3.5 py-1.75 text-small font-semibold text-petrol peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus hover:bg-petrol-tint pointer-coarse:min-h-11"
          >
            {t(
              isMultiple
                ? "chooseFiles"
                : children === undefined
                  ? "chooseFile"
                  : "chooseAnotherFile",
            )}
          </label>
        </span>
      </div>
    </div>
  );
}
