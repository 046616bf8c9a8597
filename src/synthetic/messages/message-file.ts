import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile, Root } from '../../uwlr/grammar/grammar.js';
import { changedMessage } from './changed-message.js';

/** A change on request: one of `MUTATION_NAMES`, and the seed that decides where. */
export interface Change {
  readonly name: string;
  readonly seed: number;
}

export interface MessageFileOptions {
  readonly version: UwlrVersion;
  readonly profile?: PupilProfile | undefined;
  readonly mutation?: Change | undefined;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A message as a file, in pieces, changed on request. Throws `NothingToChange`. */
export function* messageFile(root: Root, value: unknown, { version, profile, mutation }: MessageFileOptions): Generator<string> {
  yield DECLARATION;
  if (mutation === undefined) yield* encodeParts(root, version, value as never, { profile });
  else yield changedMessage({ root, version, profile, value, ...mutation });
  yield '\n';
}
