/** A failure that the person at the terminal can act on: shown as its sentence, never as a stack trace. */
export class Failure extends Error {
  override name = "Failure";
}

const sentences: Record<string, (error: NodeJS.ErrnoException) => string> = {
  ENOSPC: () => "The disk is full. Free some space and start again; nothing else is wrong.",
  EDQUOT: () => "Your disk quota is used up. Free some space and start again.",
  EACCES: (error) =>
    `No permission for ${error.path ?? "a file that is needed"}. Start as its owner, or choose another folder with DATA_DIR.`,
  EPERM: (error) =>
    `Not allowed to change ${error.path ?? "a file that is needed"}. Start as its owner, or choose another folder with DATA_DIR.`,
  EROFS: (error) =>
    `${error.path ?? "The folder"} is on a read-only file system. Choose another folder with DATA_DIR.`,
  ENOTDIR: (error) => `${error.path ?? "DATA_DIR"} runs through a file that is not a folder.`,
  EEXIST: (error) => `${error.path ?? "DATA_DIR"} is a file; a folder is needed there.`,
  EMFILE: () => "Too many open files. Raise the limit (ulimit -n) and start again.",
};

/** The sentence for an error; an error that nobody foresaw keeps its stack trace, which is then needed. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const sentence = code === undefined ? undefined : sentences[code];
  if (sentence) return sentence(error as NodeJS.ErrnoException);
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}

/** Runs a command's main function: a failure becomes one sentence and exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  });
}
