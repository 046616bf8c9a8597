import { isDummyKey, type PersonName } from './roster.js';
import type { ContradictionCounts } from './roster-contradictions.js';

interface Person {
  readonly key?: string;
  readonly eckId?: string;
  readonly name: PersonName;
}

/**
 * People of several answers, each of them once. They are the same by ECK iD or key. A key with `#` stands for somebody else in
 * every answer (spec a.4): by such a key alone somebody is the same only when everything else is too, and where it was given out
 * twice the second is numbered, so that it stays unique.
 */
export class RosterPeople<P extends Person> {
  readonly #people: P[] = [];
  readonly #byEckId = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  readonly #dummies = new Set<string>();

  constructor(
    private readonly join: (known: P, other: P) => P,
    private readonly path: string,
    private readonly contradictions: ContradictionCounts,
  ) {}

  add(person: P): void {
    const { eckId } = person;
    const key = this.#identityKey(person);
    const byEckId = eckId === undefined ? undefined : this.#byEckId.get(eckId);
    const byKey = key === undefined ? undefined : this.#byKey.get(key);
    const same = byEckId ?? byKey;
    if (byEckId !== undefined && byKey !== undefined && byEckId !== byKey) {
      this.contradictions.add(`${this.path}/@eckid`, 'other-person');
      return;
    }
    const at = same ?? this.#people.length;
    if (same === undefined) this.#people.push(this.#withOwnDummy(person));
    else this.#people[same] = this.join(this.#people[same] as P, person);
    if (eckId !== undefined) this.#byEckId.set(eckId, at);
    if (key !== undefined) this.#byKey.set(key, at);
  }

  list(): readonly P[] {
    return this.#people;
  }

  #identityKey(person: P): string | undefined {
    const { key } = person;
    if (key === undefined || !isDummyKey(key)) return key;
    if (person.eckId !== undefined) return undefined;
    const { combinedGroups: _, groups: __, ...rest } = person as P & { combinedGroups?: unknown; groups?: unknown };
    return JSON.stringify(rest);
  }

  #withOwnDummy(person: P): P {
    const { key } = person;
    if (key === undefined || !isDummyKey(key)) return person;
    let own = key;
    for (let number = 2; this.#dummies.has(own); number += 1) own = `${key}-${number}`;
    this.#dummies.add(own);
    return own === key ? person : { ...person, key: own };
  }
}
