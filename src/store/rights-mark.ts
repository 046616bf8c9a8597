import { hash, randomBytes } from 'node:crypto';
import type { Receipt } from './receipt.js';

/** For a receiver that reads over REST: its own alias of who was erased, sealed under the school's key (base64). */
export interface MarkedNotice {
  readonly receiver: string;
  readonly until: string;
  readonly sealedAlias: string;
}

/**
 * What somebody decided about pupils that has to outlive the database: an older copy of it does not know. Kept in a file of its own.
 * Nothing in a mark names a pupil: digests are keyed, the rest is sealed under the school's key.
 */
export type RightsMark =
  | {
      readonly kind: 'erased';
      readonly school: string;
      readonly at: string;
      /** Of the receipt. */
      readonly id: string;
      /** As `ErasureRequest.digests`. */
      readonly digests: readonly string[];
      readonly receipt: Receipt;
      readonly notices: readonly MarkedNotice[];
    }
  | { readonly kind: 'lifted'; readonly school: string; readonly at: string; readonly id: string }
  | {
      readonly kind: 'restricted';
      readonly school: string;
      readonly at: string;
      readonly on: boolean;
      /** JSON list of ids and names, sealed under the school's key (base64). */
      readonly sealedNames: string;
    }
  | { readonly kind: 'key-destroyed'; readonly school: string; readonly at: string };

/** A line of the file. `undone`: what the mark with this number says did not come to be. */
export type MarkLine = { readonly mark: string } & (RightsMark | { readonly kind: 'undone'; readonly of: string });

export function numbered(mark: RightsMark): MarkLine & RightsMark {
  return { mark: randomBytes(8).toString('hex'), ...mark };
}

/** With a check of its text before it, which tells a damaged line. */
export function lineOfMark(line: MarkLine): string {
  const text = JSON.stringify(line);
  return `${checkOf(text)} ${text}\n`;
}

/** The marks that hold, in their order. A last line without its end was cut by a crash, before anything was confirmed. Throws `RangeError` with the number of a damaged line. */
export function marksOf(text: string): readonly RightsMark[] {
  const lines = text.split('\n').slice(0, -1);
  const marks = new Map<string, RightsMark>();
  for (const [index, line] of lines.entries()) {
    const space = line.indexOf(' ');
    const json = line.slice(space + 1);
    if (space === -1 || checkOf(json) !== line.slice(0, space)) throw new RangeError(String(index + 1));
    const { mark, ...read } = JSON.parse(json) as MarkLine;
    if (read.kind === 'undone') marks.delete(read.of);
    else marks.set(mark, read);
  }
  return [...marks.values()];
}

function checkOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
