"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { SaveState } from "@/components/messages/save-queue";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

type Status = { state: SaveState | null; tell: (state: SaveState) => void };

const StatusContext = createContext<Status>({ state: null, tell: () => undefined });

/** Lets the form in the middle tell the heading on top how far its saving is. */
export function SaveStatusProvider({ children }: { children: ReactNode }) {
  const [state, tell] = useState<SaveState | null>(null);
  const status = useMemo(() => ({ state, tell }), [state]);
  return <StatusContext value={status}>{children}</StatusContext>;
}

export function useSaveStatus(): Status {
  return useContext(StatusContext);
}

/** "Saved 14:02", in words and always at the same place. `savedAt` is the server's, ISO 8601. */
export function SavedState({ savedAt }: { savedAt: string }) {
  const t = useTranslations("messages.save");
  const { state } = useSaveStatus();
  const when = useWhen(state?.kind === "saved" ? later(state.savedAt, savedAt) : savedAt);
  const words = {
    saved: t("saved", { when }),
    unsaved: t("unsaved"),
    waiting: t("waiting"),
    saving: t("saving"),
    refused: t("refused"),
    unreachable: t("refused"),
  };
  const kind = state?.kind ?? "saved";
  const isWrong = kind === "refused" || kind === "unreachable";
  return (
    <p
      role="status"
      className={classNames(
        "flex items-center gap-1.5 text-small",
        isWrong ? "font-semibold text-failed" : "text-ink-soft",
      )}
    >
      {kind === "saved" && <Icon name="check" size={16} className="text-opened" />}
      {isWrong && <Icon name="attention" size={16} />}
      {words[kind]}
    </p>
  );
}

/** The hour for today, the day for longer ago. */
function useWhen(savedAt: string): string {
  const format = useFormatter();
  const today = format.dateTime(useNow(), "date");
  const instant = new Date(savedAt);
  return format.dateTime(instant, "date") === today
    ? format.dateTime(instant, "time")
    : format.dateTime(instant, "moment");
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
