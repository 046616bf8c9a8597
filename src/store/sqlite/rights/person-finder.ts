import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { Person, PersonFound } from '../../rights-store.js';

interface ResultLearner {
  readonly seq: number;
  readonly alias: string;
  readonly eck_alias: string | null;
  readonly roster_learner: string | null;
}

/** A person with the numbers of the learners of results that are this person. */
export interface PersonRows {
  readonly person: Person;
  readonly learners: readonly number[];
}

/**
 * Finds everything in a school that is one learner: what the roster calls the learner by, and the learners of results that it goes
 * with, or that share a name while no roster knows them. Synchronous; reads only.
 */
export class PersonFinder {
  private readonly inRoster: Statement<[string, string], number>;
  private readonly owner: Statement<[string, string], string>;
  private readonly aliases: Statement<[string, string], string>;
  private readonly named: Statement<[string, string, string, string], ResultLearner>;
  private readonly matched: Statement<[string, string], ResultLearner>;

  constructor(db: Database) {
    const columns = 'SELECT seq, alias, eck_alias, roster_learner FROM learners WHERE school = ?';
    this.inRoster = db
      .prepare<[string, string], number>(`SELECT 1 FROM roster_objects WHERE school = ? AND kind = 'learner' AND id = ? LIMIT 1`)
      .pluck();
    this.owner = db.prepare<[string, string], string>('SELECT learner FROM learner_aliases WHERE school = ? AND alias = ?').pluck();
    this.aliases = db.prepare<[string, string], string>('SELECT alias FROM learner_aliases WHERE school = ? AND learner = ?').pluck();
    this.named = db.prepare(`${columns} AND alias = ? UNION ${columns} AND eck_alias = ?`);
    this.matched = db.prepare(`${columns} AND roster_learner = ?`);
  }

  find(school: string, { rosterId, names }: { readonly rosterId?: string; readonly names: readonly string[] }): PersonFound {
    const given = [...names, ...(rosterId === undefined ? [] : [rosterId])];
    const owners = new Set<string>();
    let known = false;
    if (rosterId !== undefined && this.inRoster.get(school, rosterId) !== undefined) owners.add(rosterId);
    for (const name of given) {
      const owner = this.owner.get(school, name);
      if (owner !== undefined) owners.add(owner);
      for (const row of this.rowsNamed(school, name)) {
        known = true;
        if (row.roster_learner !== null) owners.add(row.roster_learner);
      }
    }
    if (owners.size > 1) return { kind: 'ambiguous' };
    const [learner] = owners;
    if (learner === undefined && !known) return { kind: 'unknown' };
    return { kind: 'found', person: this.whole(school, learner, learner === undefined ? given : []).person };
  }

  /** As the person is known by now. */
  again(school: string, { learner, names }: Person): PersonRows {
    return this.whole(school, learner, names);
  }

  private whole(school: string, learner: string | undefined, given: readonly string[]): PersonRows {
    const names = new Set(given);
    const rows = new Map<number, ResultLearner>();
    if (learner !== undefined) for (const alias of this.aliases.all(school, learner)) names.add(alias);
    const take = (row: ResultLearner): void => {
      rows.set(row.seq, row);
      for (const name of [row.alias, row.eck_alias]) {
        // A name that the roster gives to somebody else says nothing about this one.
        if (name !== null && (this.owner.get(school, name) ?? learner) === learner) names.add(name);
      }
    };
    if (learner !== undefined) for (const row of this.matched.all(school, learner)) take(row);
    // A set that grows is gone through to its end.
    for (const name of names) {
      for (const row of this.rowsNamed(school, name)) if (row.roster_learner === null) take(row);
    }
    return { person: { ...supplied({ learner }), names: [...names].sort() }, learners: [...rows.keys()] };
  }

  private rowsNamed(school: string, name: string): readonly ResultLearner[] {
    return this.named.all(school, name, school, name);
  }
}
