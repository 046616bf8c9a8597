import { XmlWriter } from '../xml/writer.js';
import { versionOf } from './decode.js';
import type { UwlrVersion } from './finding.js';
import { compile } from './grammar/compile.js';
import type { Extensions } from './grammar/decoder.js';
import { EncodeError } from './grammar/encode-error.js';
import { Encoder } from './grammar/encoder.js';
import type { PupilProfile, Root, ValueOf } from './grammar/grammar.js';

export interface EncodeOptions {
  /** Types registered for abstract elements. A value chooses one by its `type`, as the decoder leaves it there. */
  readonly extensions?: Extensions;
  /** Write nothing but what this profile of pupil data allows, and all that it demands. */
  readonly profile?: PupilProfile | undefined;
}

/**
 * Writes a message as XML: elements un-prefixed in a default namespace, in the order of the schema (spec of clients,
 * section 7). The text goes to `sink` in pieces of about 16 KB, so that a big message is nowhere as a whole.
 *
 * Throws `EncodeError` for anything that the grammar of `version` forbids. The sink may have had the beginning by then.
 */
export function encode<R extends Root>(
  root: R,
  version: UwlrVersion,
  value: ValueOf<R>,
  sink: (chunk: string) => void,
  options: EncodeOptions = {},
): void {
  const writer = new XmlWriter(sink);
  encodeInto(writer, root, version, value, options);
  writer.end();
}

/** The same, as one string. */
export function encodeToString<R extends Root>(root: R, version: UwlrVersion, value: ValueOf<R>, options: EncodeOptions = {}): string {
  const writer = new XmlWriter();
  encodeInto(writer, root, version, value, options);
  return writer.toString();
}

/** The same, at the place where a writer stands, such as in the body of an envelope. No default namespace may be in force there. */
export function encodeInto<R extends Root>(
  writer: XmlWriter,
  root: R,
  version: UwlrVersion,
  value: ValueOf<R>,
  { extensions, profile }: EncodeOptions = {},
): void {
  checkVersion(root, version, value);
  new Encoder(writer, compile(root, version, profile), extensions).write(value);
}

/** A message of which the long lists may be any iterables. */
export type Streamed<T> = T extends readonly (infer E)[] ? Iterable<E> : T extends object ? { readonly [K in keyof T]: Streamed<T[K]> } : T;

/**
 * The same, as pieces of about 16 KB that are made when they are asked for: neither the message nor its text is ever there as a
 * whole. Lists that are not within other lists may be any iterables.
 */
export function* encodeParts<R extends Root>(
  root: R,
  version: UwlrVersion,
  value: Streamed<ValueOf<R>>,
  { extensions, profile }: EncodeOptions = {},
): Generator<string> {
  checkVersion(root, version, value);
  const ready: string[] = [];
  const writer = new XmlWriter((chunk) => ready.push(chunk));
  const steps = new Encoder(writer, compile(root, version, profile), extensions).writeInSteps(value, () => ready.length > 0);
  for (const _ of steps) yield* ready.splice(0);
  writer.end();
  yield* ready;
}

/** A message that says another version than it is written in would be read by the wrong grammar. */
function checkVersion(root: Root, version: UwlrVersion, value: unknown): void {
  const { element, versionPath } = root;
  if (versionPath === undefined) return;
  let said = value;
  for (const step of versionPath.split('/')) said = (said as Record<string, unknown> | null | undefined)?.[step];
  const known = typeof said === 'string' ? versionOf(said, root) : undefined;
  if (known !== undefined && known !== version) throw new EncodeError(`/${element.name}/${versionPath}`, 'UWLR-EX-003');
}
