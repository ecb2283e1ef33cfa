"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

/**
 * The browser's own modal dialog: it holds the focus, gives it back, and answers Escape. Only
 * for what cannot wait for a page of its own.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  actions,
  children,
}: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);

  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded border border-line-strong bg-paper px-5 py-6 text-ink md:p-8"
    >
      <h2 id={titleId} className="mb-3 text-h2 font-semibold tracking-h2">
        {title}
      </h2>
      {children}
      <div className="mt-6 flex flex-wrap gap-3">{actions}</div>
    </dialog>
  );
}
