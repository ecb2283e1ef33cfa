"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { isLinkAddress } from "@/components/messages/editor/extensions";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";

export function LinkPanel({
  address,
  onSet,
  onRemove,
}: {
  /** Of the link at the caret; empty where there is none. */
  address: string;
  onSet: (address: string) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("messages.editor");
  const [typed, setTyped] = useState(address);
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Whoever asks for a link types its address next.
  useEffect(() => field.current?.focus(), []);
  const set = () => (isLinkAddress(typed.trim()) ? onSet(typed.trim()) : setWrong(true));
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Enter here means this field, not the form around it.
    event.preventDefault();
    set();
  };
  return (
    <section aria-label={t("linkTitle")} className="border-b border-line bg-desk px-4 pt-4">
      <div onKeyDown={enter}>
        <TextInput
          ref={field}
          id="link-address"
          label={t("linkAddress")}
          hint={t("linkHint")}
          error={isWrong ? t("linkInvalid") : undefined}
          inputMode="url"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
        />
      </div>
      <p className="-mt-3 flex flex-wrap gap-2 pb-4">
        <Button variant="secondary" size="small" onClick={set}>
          {t("linkSet")}
        </Button>
        {address !== "" && (
          <Button variant="quiet" size="small" onClick={onRemove}>
            {t("linkRemove")}
          </Button>
        )}
      </p>
    </section>
  );
}
