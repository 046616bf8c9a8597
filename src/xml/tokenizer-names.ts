import { detached } from './detach.js';

/** An open element. Those without attributes share one tag per name: nothing is made for them. */
export interface Tag {
  readonly name: string;
  readonly attributes: readonly PlainAttribute[];
  isSelfClosing: boolean;
}

/** An attribute as it stands in the tag. */
export interface PlainAttribute {
  readonly name: string;
  readonly value: string;
}

/** A name of an element or attribute, and the one that came after it last time. Messages repeat themselves: it mostly does again. */
export interface SeenName {
  readonly name: string;
  readonly tag: Tag;
  next: SeenName | undefined;
  /** It outlives the message. */
  readonly isLasting: boolean;
}

const NO_ATTRIBUTES: readonly PlainAttribute[] = Object.freeze([]);
/** Different names in one message that are not expected. Those of a header of WS-Security are some thirty, declarations of namespaces included. */
export const MOST_OWN = 1024;
/** Names that last: those of the vocabulary under some tens of prefixes. Further ones are learned anew by each message. */
export const MOST_LASTING = 4096;
const LONGEST_PREFIX = 16;

const vocabulary = new Set<string>();
/** The next message is mostly like the last, and a small one would end before it had learned. */
const lasting = new Map<string, SeenName>();

/** A name that messages are expected to have, whatever its prefix. */
export function expectName(local: string): void {
  vocabulary.add(local);
}

/** How many names outlive the messages that they came in. */
export function lastingNames(): number {
  return lasting.size;
}

export function plainTag(name: string): Tag {
  return { name, attributes: NO_ATTRIBUTES, isSelfClosing: false };
}

/**
 * The names that a tokenizer has come across. Expected names (`expectName`) last: the next message need not learn them. All others are
 * forgotten with their message, so that nobody can leave names behind, or crowd out those that others send.
 */
export class TokenizerNames {
  /** Names that are not expected: mostly those of namespace declarations. */
  #own: Map<string, SeenName> | undefined;

  get(name: string): SeenName | undefined {
    return lasting.get(name) ?? this.#own?.get(name);
  }

  /** Undefined when there are more of them than any message has. */
  add(name: string): SeenName | undefined {
    const isLasting = lasting.size < MOST_LASTING && isExpected(name);
    this.#own ??= isLasting ? undefined : new Map();
    if (!isLasting && (this.#own?.size ?? 0) >= MOST_OWN) return undefined;
    const copy = detached(name);
    const seen: SeenName = { name: copy, tag: plainTag(copy), next: undefined, isLasting };
    (isLasting ? lasting : this.#own)?.set(copy, seen);
    return seen;
  }
}

/** Notes that `seen` came after `last`. A name that lasts does not hold on to one of a message. */
export function follows(seen: SeenName, last: SeenName): void {
  if (seen.isLasting || !last.isLasting) last.next = seen;
}

function isExpected(name: string): boolean {
  const colon = name.indexOf(':');
  return colon <= LONGEST_PREFIX && vocabulary.has(name.slice(colon + 1));
}
