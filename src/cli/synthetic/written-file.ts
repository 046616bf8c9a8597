import { writeWhole } from '../roster/write-whole.js';
import { print, printJson, printPieces } from '../terminal/print.js';

/** Writes a text to a file and says so, or to standard output. */
export async function writeOut(
  pieces: () => Iterable<string>,
  { out, json, ...said }: { readonly out?: string | undefined; readonly json?: true | undefined; readonly [what: string]: unknown },
): Promise<void> {
  if (out === undefined) {
    await printPieces(pieces());
    return;
  }
  await writeWhole(out, pieces());
  if (json) printJson({ out, ...said });
  else
    print(
      `Wrote ${out}: ${Object.entries(said)
        .map(([what, value]) => `${what} ${value}`)
        .join(', ')}`,
    );
}
