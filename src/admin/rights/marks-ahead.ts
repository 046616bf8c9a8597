import type { Keyring } from '../../privacy/keys/keyring.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import type { RightsMark } from '../../store/rights-mark.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';

export type ErasedMark = Extract<RightsMark, { kind: 'erased' }>;

/** What is marked and not in the store, in the order in which it has to be carried out. */
export type MarkedWork =
  | { readonly kind: 'erase'; readonly school: string; readonly mark: ErasedMark }
  | { readonly kind: 'lift'; readonly school: string; readonly id: string; readonly at: string }
  | { readonly kind: 'restrict'; readonly school: string; readonly names: readonly string[]; readonly on: boolean }
  | { readonly kind: 'destroy-key'; readonly school: string; readonly at: string }
  /** The store does not know the school at all. */
  | { readonly kind: 'school-missing'; readonly school: string }
  /** Restrictions under another key of the school: it was added again since, or the file is of another gateway. Nobody can read whom they name. */
  | { readonly kind: 'other-key'; readonly school: string };

/** How a store and the marks beside it differ. */
export interface MarksCompared {
  /** Marks that hold. */
  readonly marks: number;
  /** Empty: the store is not older than its marks. */
  readonly ahead: readonly MarkedWork[];
  /** What the store has and the file has not: from before there were marks, or the file was lost. */
  readonly unmarked: readonly RightsMark[];
}

/** Compares a store with its marks. Changes nothing. Throws `StoreError('failed')` for a file that is damaged or cannot be read. */
export async function compareMarks(store: Store, keyring: Keyring, now: Date): Promise<MarksCompared> {
  const marks = await store.rights.marks();
  const own = await store.rights.ownMarks();
  const { schools } = await store.directory();
  const keys = new SchoolKeys(store, keyring);
  const ahead: MarkedWork[] = [];
  const unmarked: RightsMark[] = own.filter((one) => !marks.some((other) => isSame(one, other)));
  for (const school of new Set([...marks.map((mark) => mark.school), ...schools.keys()])) {
    const known = schools.get(school);
    const ofSchool = marks.filter((mark) => mark.school === school);
    if (known === undefined) ahead.push({ kind: 'school-missing', school });
    else if (known.keyDestroyedAt === undefined) {
      ahead.push(...erasuresAhead(ofSchool, own));
      const restricted = await store.rights.restricted(school);
      if (restricted.size > 0 || ofSchool.some(({ kind }) => kind === 'restricted')) {
        const compared = compareRestrictions(school, ofSchool, restricted, await keys.of(school), now);
        ahead.push(...compared.ahead);
        unmarked.push(...compared.unmarked);
      }
      ahead.push(
        // Of the key of then: a school that was added again later has another.
        ...ofSchool.flatMap(({ kind, at }): MarkedWork[] =>
          kind === 'key-destroyed' && known.createdAt <= at ? [{ kind: 'destroy-key', school, at }] : [],
        ),
      );
    } else if (!ofSchool.some(({ kind }) => kind === 'key-destroyed')) {
      unmarked.push({ kind: 'key-destroyed', school, at: known.keyDestroyedAt });
    }
  }
  return { marks: marks.length, ahead, unmarked };
}

function isSame(one: RightsMark, other: RightsMark): boolean {
  return 'id' in one && 'id' in other && one.kind === other.kind && one.id === other.id;
}

/** One that was lifted by now lets the pupil come again: there is nothing left to remove. */
function erasuresAhead(marks: readonly RightsMark[], own: readonly RightsMark[]): readonly MarkedWork[] {
  const lifted = (id: string) => marks.some((mark) => mark.kind === 'lifted' && mark.id === id);
  return marks.flatMap((mark): MarkedWork[] => {
    const { school, at } = mark;
    if (mark.kind === 'erased') {
      return lifted(mark.id) || own.some((one) => isSame(one, mark)) ? [] : [{ kind: 'erase', school, mark }];
    }
    if (mark.kind !== 'lifted' || own.some((one) => isSame(one, mark))) return [];
    return own.some((one) => one.kind === 'erased' && one.id === mark.id) ? [{ kind: 'lift', school, id: mark.id, at }] : [];
  });
}

/** `restricted`: ids and names, as the store has them. */
function compareRestrictions(
  school: string,
  marks: readonly RightsMark[],
  restricted: ReadonlySet<string>,
  schoolKey: SchoolKey,
  now: Date,
): Pick<MarksCompared, 'ahead' | 'unmarked'> {
  const current = new Set<string>();
  const mentioned = new Set<string>();
  let otherKey = false;
  for (const mark of marks) {
    if (mark.kind === 'restricted') {
      const names = namesIn(mark.sealedNames, schoolKey);
      if (names === undefined) otherKey = true;
      for (const name of names ?? []) {
        mentioned.add(name);
        if (mark.on) current.add(name);
        else current.delete(name);
      }
    } else if (mark.kind === 'erased') {
      const digests = new Set(mark.digests);
      for (const name of current) if (digests.has(schoolKey.erasedDigest(name))) current.delete(name);
    }
  }
  const begin = [...current].filter((name) => !restricted.has(name));
  const end = [...restricted].filter((name) => mentioned.has(name) && !current.has(name));
  const fresh = [...restricted].filter((name) => !mentioned.has(name));
  const sealedNames = () => schoolKey.seal(JSON.stringify(fresh)).toString('base64');
  return {
    ahead: [...workOf(school, begin, true), ...workOf(school, end, false), ...(otherKey ? [{ kind: 'other-key', school } as const] : [])],
    unmarked: fresh.length === 0 ? [] : [{ kind: 'restricted', school, at: now.toISOString(), on: true, sealedNames: sealedNames() }],
  };
}

/** Undefined: sealed under another key. */
function namesIn(sealed: string, schoolKey: SchoolKey): readonly string[] | undefined {
  try {
    return JSON.parse(schoolKey.open(Buffer.from(sealed, 'base64'))) as string[];
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

function workOf(school: string, names: readonly string[], on: boolean): readonly MarkedWork[] {
  return names.length === 0 ? [] : [{ kind: 'restrict', school, names, on }];
}
