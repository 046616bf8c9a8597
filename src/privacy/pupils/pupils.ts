import type { IncomingMessage, IncomingPupil } from '../../model/incoming/incoming-message.js';
import { holdsBsn } from '../../uwlr/bsn-like.js';
import { hidesId, needleOf } from '../../uwlr/hidden-id.js';
import type { SchoolKey } from '../keys/seal.js';

/** A learner as far as the gateway knows one from results: a pseudonym, and the sealed key of the LAS. */
export interface Learner {
  readonly alias: string;
  readonly eckId?: string;
  /** The alias that goes with the ECK iD. */
  readonly eckAlias?: string;
  /** `leerlingid`, under the school's key. Absent when the message gave none. */
  readonly sealedId?: Uint8Array;
}

/** A learner of whom a message has results. */
export interface Pupil {
  readonly alias: string;
  readonly eckId?: string;
  /** What there is to store, the first time that the message says it. */
  readonly learner?: Learner;
  /** `leerlingid`, and what to look for in texts that travel with it. Not to be kept. */
  readonly leerlingid?: string;
  readonly needle?: string;
}

export interface PupilOptions {
  readonly schoolKey: SchoolKey;
  /** Klantcode of the sender. */
  readonly party: string;
  /** Aliases of learners that are known by ECK iD, see `eckIdsToFind`. */
  readonly aliases: ReadonlyMap<string, string>;
}

/**
 * Tells which learner results are of. The alias comes from the LAS's own key, without the white space around it; where
 * there is none from the ECK iD, unless a learner with that ECK iD is known already, from before or from elsewhere in the message.
 */
export class Pupils {
  readonly #byEckId: Map<string, string>;
  readonly #byKey = new Map<string, string>();
  /** What was given out to be stored, per alias: the ECK iD, or nothing. */
  readonly #stored = new Map<string, string | undefined>();
  readonly #message: string;

  constructor(
    message: IncomingMessage,
    private readonly options: PupilOptions,
    /** Whether the ECK iD may go on from here, beside the alias. */
    private readonly keepEckId: boolean,
  ) {
    this.#message = `${options.party}\0${message.createdAt}`;
    this.#byEckId = new Map(options.aliases);
    const wanted = eckIdsAlone(message);
    if (wanted.size === 0) return;
    for (const { leerlingid, eckId } of message.pupils) {
      if (eckId === undefined || !wanted.has(eckId) || leerlingid === undefined || isDummy(leerlingid)) continue;
      this.#byEckId.set(eckId, this.#aliasOfKey(leerlingid.trim()));
    }
  }

  find({ leerlingid, eckId: given }: Pick<IncomingPupil, 'leerlingid' | 'eckId'>): Pupil {
    const key = leerlingid?.trim();
    const alias = this.#aliasOf(key, given);
    const eckId = this.keepEckId ? given : undefined;
    const needle = key === undefined ? undefined : needleOf(key);
    const learner = this.#learner(alias, key, eckId);
    const pupil: { -readonly [K in keyof Pupil]: Pupil[K] } = { alias };
    if (eckId !== undefined) pupil.eckId = eckId;
    if (learner !== undefined) pupil.learner = learner;
    if (key !== undefined) pupil.leerlingid = key;
    if (needle !== undefined) pupil.needle = needle;
    return pupil;
  }

  #aliasOf(key: string | undefined, eckId: string | undefined): string {
    const { schoolKey } = this.options;
    if (key !== undefined && !isDummy(key)) return this.#aliasOfKey(key);
    if (eckId !== undefined) return this.#byEckId.get(eckId) ?? schoolKey.alias('eckid', eckId);
    // A dummy key stands for somebody else in the next message (spec, section a.4): its alias holds for this one only.
    return schoolKey.alias('leerlingid', `${key ?? ''}\0${this.#message}`);
  }

  #aliasOfKey(key: string): string {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const alias = this.options.schoolKey.alias('leerlingid', key);
    this.#byKey.set(key, alias);
    return alias;
  }

  /** Sealing is dear: it is done once per learner. */
  #learner(alias: string, key: string | undefined, eckId: string | undefined): Learner | undefined {
    const known = this.#stored.has(alias);
    const knownEckId = this.#stored.get(alias);
    if (known && (eckId === undefined || knownEckId === eckId)) return undefined;
    this.#stored.set(alias, eckId ?? knownEckId);
    return {
      alias,
      ...(eckId === undefined ? {} : { eckId, eckAlias: this.options.schoolKey.alias('eckid', eckId) }),
      ...(known || key === undefined ? {} : { sealedId: this.#seal(alias, key) }),
    };
  }

  #seal(alias: string, key: string): Uint8Array {
    const { schoolKey } = this.options;
    return isDummy(key) ? schoolKey.seal(key) : schoolKey.sealLearner(alias, key);
  }
}

/** ECK iDs of pupils whom a message names by nothing else that lasts: their aliases may be known to the store. */
export function eckIdsToFind(message: IncomingMessage): string[] {
  return [...eckIdsAlone(message)];
}

function eckIdsAlone({ pupils }: IncomingMessage): Set<string> {
  const alone = new Set<string>();
  for (const { leerlingid, eckId } of pupils) {
    if (eckId !== undefined && (leerlingid === undefined || isDummy(leerlingid))) alone.add(eckId);
  }
  return alone;
}

function isDummy(leerlingid: string): boolean {
  return leerlingid.trimStart().startsWith('#');
}

/**
 * What stands for the key of a result in its id: the key itself, unless it holds the id of its learner (`needle`, see `needleOf`) or what
 * may be a national number. A plain hash of such a key could be tried out against every likely id, so that id is made from a keyed one.
 * White space around a key is no part of it.
 */
export function resultIdentity(given: string, needle: string | undefined, schoolKey: SchoolKey): string {
  const key = given.trim();
  const revealing = (needle !== undefined && hidesId(key, needle)) || holdsBsn(key);
  return revealing ? schoolKey.alias('leerlingid', `key\0${key}`) : key;
}
