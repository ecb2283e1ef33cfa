import { Readable, pipeline } from "node:stream";
import { stringify } from "csv-stringify";

/**
 * Rows as a CSV file that Belgian Excel opens by a double click: UTF-8 with its mark, semicolons, CRLF.
 * A text that Excel would take for a formula gets an apostrophe in front, which `readSheet` takes away.
 * Rows are asked for as the file is read; who stops reading ends them.
 */
export async function* writeCsv(
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  const writer = stringify({
    bom: true,
    delimiter: ";",
    record_delimiter: "\r\n",
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    // An apostrophe that was there already gets its own, or reading would take it away.
    cast: {
      string: (text) => (/^'+[=+\-@\t\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text),
    },
  });
  // What fails on the way is thrown where the file is read.
  pipeline(Readable.from(rows), writer, () => undefined);
  for await (const chunk of writer) yield chunk as Buffer;
}
