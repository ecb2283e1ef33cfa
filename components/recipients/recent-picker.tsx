"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { classNames } from "@/components/ui/class-names";
import { TextInput } from "@/components/ui/text-input";
import { recallRecipient } from "@/lib/recipients/recent/actions";
import { recentRecipientsQuery } from "@/lib/recipients/recent/queries";
import type { RecalledRecipient, RecentRecipient } from "@/lib/recipients/recent/schema";

/** Somebody the service wrote to before, found by name: an editable combobox with a list (ARIA APG). */
export function RecentPicker({
  messageId,
  onChoose,
}: {
  messageId: string;
  onChoose: (recipient: RecalledRecipient) => void;
}) {
  const t = useTranslations("recipients.recent");
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [told, setTold] = useState("");
  const query = useDeferredValue(typed.trim());
  const { data } = useQuery(recentRecipientsQuery({ messageId, query, isWanted: isOpen }));
  const found = isOpen ? (data ?? []) : [];
  const active = Math.min(chosen, found.length - 1);

  const choose = async ({ deliveryId, name }: RecentRecipient) => {
    setOpen(false);
    setChosen(-1);
    const recalled = await recallRecipient({ messageId, deliveryId }).catch(() => null);
    if (!recalled?.ok) return setTold(t("failed"));
    setTyped("");
    setTold(t("filledIn", { name }));
    onChoose(recalled.value);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = found[active];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      const from = active === -1 && step === -1 ? 0 : active;
      if (found.length > 0) setChosen((from + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      // It is no answer of the form: that one goes on by its own button.
      event.preventDefault();
      if (option) void choose(option);
    } else if (event.key === "Escape") {
      setOpen(false);
      setChosen(-1);
    }
  };

  return (
    <div className="relative">
      <TextInput
        id="recent-recipient"
        label={t("label")}
        hint={t("hint")}
        isOptional
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        spellCheck={false}
        value={typed}
        onFocus={() => setTold("")}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(-1);
          setTold("");
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      <p role="status" className={classNames(told === "" ? "sr-only" : "-mt-4 mb-6 text-small")}>
        {told || (isOpen && data ? t("found", { count: data.length }) : "")}
      </p>
      {isOpen && data?.length === 0 && (
        <p aria-hidden className="-mt-4 mb-6 text-small text-ink-soft">
          {t("found", { count: 0 })}
        </p>
      )}
      <ul
        id={listId}
        role="listbox"
        aria-label={t("label")}
        hidden={found.length === 0}
        className="absolute inset-x-0 z-10 -mt-5 max-h-96 overflow-y-auto rounded border border-line-strong bg-paper py-1.5 shadow-menu"
      >
        {found.map((recipient, index) => (
          <Option
            key={recipient.deliveryId}
            id={`${listId}-${index}`}
            recipient={recipient}
            isActive={index === active}
            onChoose={() => void choose(recipient)}
          />
        ))}
      </ul>
    </div>
  );
}

function Option({
  id,
  recipient: { name, masked, sentAt },
  isActive,
  onChoose,
}: {
  id: string;
  recipient: RecentRecipient;
  isActive: boolean;
  onChoose: () => void;
}) {
  const t = useTranslations("recipients.recent");
  const { dateTime } = useFormatter();
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onMouseDown={(event) => {
        // The field keeps the focus.
        event.preventDefault();
        onChoose();
      }}
      className={classNames(
        "cursor-pointer px-3.5 py-2",
        isActive ? "bg-petrol-tint" : "hover:bg-desk",
      )}
    >
      <span className="block font-semibold break-words">{name}</span>
      <span className="block text-small text-ink-soft">
        <span className="tabular-nums">{masked}</span> ·{" "}
        {t("last", { when: dateTime(new Date(sentAt), "date") })}
      </span>
    </li>
  );
}
