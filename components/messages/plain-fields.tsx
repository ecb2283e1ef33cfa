/** For a form that is sent before its scripts arrived: which page it is, and which save it saw. */
export function PlainFields({ part, lockNumber }: { part: string; lockNumber: number }) {
  return (
    <>
      <input type="hidden" name="part" value={part} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
    </>
  );
}
