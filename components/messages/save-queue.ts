import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";

/**
 * Saves the answers of one page, one save at a time, each on top of the one before it. Knows
 * nothing of React or of the network, so that its races can be tested.
 */
export type Saved = { lockNumber: number; savedAt: string };

export type SaveState =
  | { kind: "saved"; savedAt: string }
  | { kind: "unsaved" }
  | { kind: "saving" }
  /** What was typed cannot be kept as it stands (no valid number yet); the page says why. */
  | { kind: "waiting" }
  | { kind: "refused"; problem: Problem }
  /** The portal did not answer. */
  | { kind: "unreachable" };

export function createSaveQueue<Answers>({
  lockNumber,
  savedAt,
  answers,
  canSave = () => true,
  textOf = JSON.stringify,
  save,
  onState,
}: {
  lockNumber: number;
  savedAt: string;
  /** As the server has them. */
  answers: Answers;
  canSave?: (answers: Answers) => boolean;
  /** Equal for answers that would be saved as the same. */
  textOf?: (answers: Answers) => string;
  /** Rejects when the portal does not answer. */
  save: (answers: Answers, lockNumber: number) => Promise<Result<Saved, Problem>>;
  onState: (state: SaveState) => void;
}) {
  const known = { lockNumber, savedAt, text: textOf(answers) };
  let current = answers;
  let state: SaveState = { kind: "saved", savedAt };
  let running: Promise<boolean> | null = null;

  const tell = (next: SaveState) => {
    state = next;
    onState(next);
  };
  const isDirty = () => textOf(current) !== known.text;

  async function run(): Promise<boolean> {
    while (isDirty()) {
      if (!canSave(current)) {
        tell({ kind: "waiting" });
        return false;
      }
      const sent = current;
      tell({ kind: "saving" });
      const outcome = await save(sent, known.lockNumber).catch(() => null);
      if (outcome === null) {
        tell({ kind: "unreachable" });
        return false;
      }
      if (!outcome.ok) {
        tell({ kind: "refused", problem: outcome.refusal });
        return false;
      }
      Object.assign(known, outcome.value, { text: textOf(sent) });
    }
    tell({ kind: "saved", savedAt: known.savedAt });
    return true;
  }

  return {
    /** Takes what was typed; saves nothing yet. */
    change(next: Answers): void {
      current = next;
      if (running || state.kind === "refused") return;
      tell(isDirty() ? { kind: "unsaved" } : { kind: "saved", savedAt: known.savedAt });
    },
    /** Resolves to whether everything typed so far is saved. */
    flush(): Promise<boolean> {
      return (running ??= run().finally(() => {
        running = null;
      }));
    },
    /**
     * The server's newer version, seen without an answer to a save of ours. Taken when nothing typed
     * would be lost by it: nothing was typed, or the same stands there, as after a save whose answer
     * never came. Answers whether it was.
     */
    adopt(newer: { lockNumber: number; savedAt: string; answers: Answers }): boolean {
      const text = textOf(newer.answers);
      if (running || newer.lockNumber <= known.lockNumber) return false;
      if (isDirty() && text !== textOf(current)) return false;
      if (!isDirty()) current = newer.answers;
      Object.assign(known, { lockNumber: newer.lockNumber, savedAt: newer.savedAt, text });
      tell({ kind: "saved", savedAt: newer.savedAt });
      return true;
    },
    /** After a conflict: the next save is made on top of the other's. */
    overrule(newerLock: number): void {
      known.lockNumber = Math.max(known.lockNumber, newerLock);
    },
    isDirty,
    saysTheSame: (answers: Answers) => textOf(answers) === textOf(current),
    state: () => state,
    lockNumber: () => known.lockNumber,
    current: () => current,
  };
}
