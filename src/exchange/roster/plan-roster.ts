import { type InMaking, supplied } from '../../core/supplied.js';
import type { IncomingRoster, Membership, Roster } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { LearnerAlias, RosterChange, RosterContents, RosterHead, RosterKind } from '../../store/roster-store.js';
import type { ExchangeRecord } from '../../store/store.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { rosterDocuments } from './canonical-json.js';
import { planMemberships } from './plan-roster-memberships.js';
import type { RosterCounts, RosterSummary } from './roster-summary.js';

export interface PlanOptions {
  readonly schoolKey: SchoolKey;
  readonly school: string;
  /** Klantcode of the LAS; absent for a file. */
  readonly party?: string;
  /** Version of UWLR that the source spoke. */
  readonly version: UwlrVersion;
  /** ISO instant at which the source was heard, and from which the change holds. */
  readonly at: string;
  /** As `identifyRoster` gave them. */
  readonly aliases: readonly LearnerAlias[];
  /** As they are stored for the school year. */
  readonly memberships: readonly Membership[];
  readonly exchange?: ExchangeRecord;
}

export interface RosterPlan {
  /** Holds no value of a person but sealed or as a pseudonym. */
  readonly change: RosterChange;
  readonly summary: RosterSummary;
}

/**
 * What has to change for the store to hold this roster and nothing else of its school year. An object with the same content is left
 * alone, even when its place in the source is another: it then keeps the position that it has. Throws `RangeError` when the
 * snapshot is of another school or school year.
 */
export function planRoster(roster: Roster, snapshot: RosterContents | undefined, options: PlanOptions): RosterPlan {
  const { schoolYear } = roster.origin;
  if (snapshot !== undefined && (snapshot.head.school !== options.school || snapshot.head.schoolYear !== schoolYear)) {
    throw new RangeError('a snapshot of another school or school year');
  }
  const counts = { group: noCounts(), learner: noCounts(), teacher: noCounts() };
  const { upserts, left } = compare(roster, snapshot?.rows ?? [], options.schoolKey, counts);
  const { joined, parted } = planMemberships(roster, options.memberships);
  const { aliases, at, exchange } = options;
  const changes = { upserts, left, joined, parted, aliases };
  return {
    change: {
      head: headOf(roster, options),
      base: snapshot?.head.revision ?? 0,
      ...changes,
      at,
      ...supplied({ exchange }),
    },
    summary: {
      learners: counts.learner,
      groups: counts.group,
      teachers: counts.teacher,
      memberships: { joined: joined.length, parted: parted.length },
      unchanged: Object.values(changes).every(({ length }) => length === 0),
    },
  };
}

/** The plan for a roster that the store holds already, as `head` says: nothing changes but when it was heard of, and as what. */
export function keepRoster(
  incoming: IncomingRoster,
  head: RosterHead,
  options: Omit<PlanOptions, 'schoolKey' | 'aliases' | 'memberships'>,
): RosterPlan {
  const { groups, learners, teachers } = incoming;
  const same = ({ length }: readonly unknown[]): RosterCounts => ({ ...noCounts(), before: length, after: length });
  return {
    change: {
      head: headOf(incoming, options),
      base: head.revision,
      upserts: [],
      left: [],
      joined: [],
      parted: [],
      aliases: [],
      at: options.at,
      ...supplied({ exchange: options.exchange }),
    },
    summary: {
      learners: same(learners),
      groups: same(groups),
      teachers: same(teachers),
      memberships: { joined: 0, parted: 0 },
      unchanged: true,
    },
  };
}

type Counts = InMaking<RosterCounts>;

function noCounts(): Counts {
  return { before: 0, after: 0, added: 0, changed: 0, left: 0 };
}

function compare(
  roster: Roster,
  rows: RosterContents['rows'],
  schoolKey: SchoolKey,
  counts: Readonly<Record<RosterKind, Counts>>,
): Pick<RosterChange, 'upserts' | 'left'> {
  const held = { group: new Map<string, string>(), learner: new Map<string, string>(), teacher: new Map<string, string>() };
  for (const { kind, id, content } of rows) {
    held[kind].set(id, content);
    counts[kind].before++;
  }
  const upserts: RosterChange['upserts'][number][] = [];
  for (const { kind, id, position, json } of rosterDocuments(roster)) {
    const known = held[kind].get(id);
    held[kind].delete(id);
    counts[kind].after++;
    const content = schoolKey.contentDigest(json);
    if (known === content) continue;
    counts[kind][known === undefined ? 'added' : 'changed']++;
    upserts.push({ kind, id, content, document: schoolKey.seal(json), position });
  }
  const left = rows.filter(({ kind, id }) => held[kind].has(id)).map(({ kind, id }) => ({ kind, id }));
  for (const { kind } of left) counts[kind].left++;
  return { upserts, left };
}

function headOf(
  { origin }: Pick<Roster, 'origin'>,
  { school, party, version, at }: Pick<PlanOptions, 'school' | 'party' | 'version' | 'at'>,
): RosterChange['head'] {
  const { schoolYear, referenceDate, createdAt, schoolkey, schoolNumber } = origin;
  return {
    school,
    schoolYear,
    receivedAt: at,
    ...supplied({ referenceDate, createdAt, schoolkey, schoolNumber, party }),
    version,
  };
}
