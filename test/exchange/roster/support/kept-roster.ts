import { type IdentifiedRoster, identifyRoster } from '../../../../src/exchange/roster/identify-roster.js';
import { planRoster, type RosterPlan } from '../../../../src/exchange/roster/plan-roster.js';
import { openRoster } from '../../../../src/exchange/roster/read-roster.js';
import type { IncomingRoster, Membership, Roster } from '../../../../src/model/roster/roster.js';
import { SchoolKey } from '../../../../src/privacy/keys/seal.js';
import type { RosterChange, RosterHead, RosterRow, RosterSnapshot } from '../../../../src/store/roster-store.js';

export const SCHOOL_KEY = new SchoolKey(Buffer.alloc(32, 7));
export const SCHOOL = '99AB';

export interface Synced extends RosterPlan {
  readonly identified: IdentifiedRoster;
}

/** What a store does with changes, in plain arrays: for one school and one school year. */
export class KeptRoster {
  head: RosterHead | undefined;
  rows: readonly (RosterRow & { readonly position: number })[] = [];
  memberships: readonly Membership[] = [];
  readonly aliases = new Map<string, string>();
  #messages = 0;

  /** Identifies, plans and applies. */
  sync(incoming: IncomingRoster, stamp = `message ${this.#messages + 1}`): Synced {
    const synced = this.plan(incoming, stamp);
    this.apply(synced.change);
    return synced;
  }

  /** The same without applying. */
  plan(incoming: IncomingRoster, stamp: string): Synced {
    const identified = identifyRoster(incoming, { schoolKey: SCHOOL_KEY, aliases: this.aliases, stamp });
    this.#messages++;
    const at = new Date(Date.UTC(2026, 8, 1, 0, this.#messages)).toISOString();
    const { aliases } = identified;
    const options = { schoolKey: SCHOOL_KEY, school: SCHOOL, party: 'nep-las', version: '2.2', at, aliases } as const;
    return { identified, ...planRoster(identified.roster, this.snapshot(), { ...options, memberships: this.memberships }) };
  }

  snapshot(): RosterSnapshot | undefined {
    return this.head === undefined ? undefined : { head: this.head, rows: this.rows.filter(({ until }) => until === undefined) };
  }

  open(): Roster {
    return openRoster(this.snapshot() as RosterSnapshot, SCHOOL_KEY);
  }

  apply({ head, base, upserts, left, joined, parted, aliases, at }: RosterChange): void {
    const revision = this.head?.revision ?? 0;
    if (base !== revision) throw new Error('conflict');
    const changed = [upserts, left, joined, parted, aliases].some(({ length }) => length > 0);
    this.head = { ...head, revision: changed ? revision + 1 : revision, changedAt: changed ? at : (this.head?.changedAt ?? at) };
    const gone = new Set(left.map(nameOf));
    for (const row of gone) if (!this.rows.some((one) => nameOf(one) === row && one.until === undefined)) throw new Error('left twice');
    const fresh = new Map(upserts.map((row) => [nameOf(row), row]));
    this.rows = [
      ...this.rows.filter((row) => !fresh.has(nameOf(row))).map((row) => (gone.has(nameOf(row)) ? { ...row, until: at } : row)),
      ...upserts.map((row) => ({ ...row, since: at })),
    ];
    const over = new Set(parted.map(memberName));
    this.memberships = [
      ...this.memberships.map((one) => (one.until === undefined && over.has(memberName(one)) ? { ...one, until: at } : one)),
      ...joined.map((one) => ({ ...one, since: at })),
    ];
    for (const { alias, learner } of aliases) this.aliases.set(alias, learner);
  }
}

function nameOf({ kind, id }: Pick<RosterRow, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

export function memberName({ group, memberKind, member }: Omit<Membership, 'since' | 'until'>): string {
  return `${memberKind} ${member} ${group}`;
}
