import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { LearnerAlias } from '../../store/roster-store.js';
import { dummyValue, type RosterNames } from './identify-roster-keys.js';

interface Options {
  readonly schoolKey: SchoolKey;
  readonly aliases: ReadonlyMap<string, string>;
  readonly stamp: string;
}

/** The pseudonyms of a learner that last. They are made as those of results are, so that results find the learner. */
interface Pseudonyms {
  readonly byKey: string | undefined;
  readonly byEckId: string | undefined;
}

/**
 * The ids of learners, in their order. Who is known already keeps the id: by ECK iD before by key, and where two would be one
 * learner, the one whose ECK iD and key agree goes first, then the one with the ECK iD, then the first in the source. Anybody else
 * gets a fresh id: the pseudonym of the key, or else of the ECK iD, as results make it.
 */
export function identifyLearners(
  learners: readonly RosterNames[],
  options: Options,
): { readonly ids: readonly string[]; readonly aliases: readonly LearnerAlias[] } {
  const { schoolKey, aliases } = options;
  const pseudonyms = learners.map(({ key, eckId }) => ({
    byKey: key === undefined ? undefined : schoolKey.alias('leerlingid', key),
    byEckId: eckId === undefined ? undefined : schoolKey.alias('eckid', eckId),
  }));
  const ids = withFreshIds(knownIds(pseudonyms, aliases), learners, options);
  return { ids, aliases: changedAliases(pseudonyms, ids, aliases) };
}

/** With an id for those who have none. */
function withFreshIds(ids: readonly (string | undefined)[], learners: readonly RosterNames[], options: Options): readonly string[] {
  if (ids.every((id) => id !== undefined)) return ids;
  const used = new Set([...ids, ...options.aliases.keys(), ...options.aliases.values()]);
  return ids.map((known, at) => {
    if (known !== undefined) return known;
    const fresh = freshId(learners[at] as RosterNames, options, (id) => used.has(id));
    used.add(fresh);
    return fresh;
  });
}

function knownIds(pseudonyms: readonly Pseudonyms[], aliases: ReadonlyMap<string, string>): readonly (string | undefined)[] {
  const ids: (string | undefined)[] = pseudonyms.map(() => undefined);
  const given = new Set<string>();
  const learnerOf = (alias: string | undefined) => (alias === undefined ? undefined : aliases.get(alias));
  const rounds: readonly ((one: Pseudonyms) => string | undefined)[] = [
    ({ byKey, byEckId }) => {
      const learner = learnerOf(byEckId);
      return learnerOf(byKey) === learner ? learner : undefined;
    },
    ({ byEckId }) => learnerOf(byEckId),
    ({ byKey }) => learnerOf(byKey),
  ];
  for (const find of rounds) {
    for (let at = 0; at < pseudonyms.length; at += 1) {
      if (ids[at] !== undefined) continue;
      const learner = find(pseudonyms[at] as Pseudonyms);
      if (learner === undefined || given.has(learner)) continue;
      ids[at] = learner;
      given.add(learner);
    }
  }
  return ids;
}

/** A pseudonym that once stood for somebody is no fresh id, not even when it stands for nobody now: old results may bear it. */
function freshId({ key, dummyKey = '', eckId }: RosterNames, { schoolKey, stamp }: Options, isUsed: (id: string) => boolean): string {
  const kind = key === undefined && eckId !== undefined ? 'eckid' : 'leerlingid';
  const value = key ?? eckId ?? dummyValue(dummyKey, stamp);
  const first = schoolKey.alias(kind, value);
  if (!isUsed(first)) return first;
  if (key !== undefined && eckId !== undefined) {
    const second = schoolKey.alias('eckid', eckId);
    if (!isUsed(second)) return second;
  }
  for (let number = 2; ; number++) {
    const next = schoolKey.alias(kind, `${value}\0${number}`);
    if (!isUsed(next)) return next;
  }
}

function changedAliases(pseudonyms: readonly Pseudonyms[], ids: readonly string[], before: ReadonlyMap<string, string>): LearnerAlias[] {
  const isKnown = (alias: string | undefined, learner: string | undefined) => alias === undefined || before.get(alias) === learner;
  if (pseudonyms.every(({ byKey, byEckId }, at) => isKnown(byKey, ids[at]) && isKnown(byEckId, ids[at]))) return [];
  const after = new Map<string, string>();
  for (const [at, { byKey, byEckId }] of pseudonyms.entries()) {
    for (const alias of [byKey, byEckId]) {
      if (alias !== undefined && !after.has(alias)) after.set(alias, ids[at] as string);
    }
  }
  return [...after].filter(([alias, learner]) => before.get(alias) !== learner).map(([alias, learner]) => ({ alias, learner }));
}
