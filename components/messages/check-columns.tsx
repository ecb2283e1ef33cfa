import type { ReactNode } from "react";

/** The answers on the left, the letter beside them where there is room. */
export function CheckColumns({ letter, children }: { letter: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-9 wide:grid-cols-[minmax(0,1fr)_30rem] wide:items-start">
      <div className="grid min-w-0 gap-7">{children}</div>
      {letter}
    </div>
  );
}
