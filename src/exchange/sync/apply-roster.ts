import { setImmediate as nextTurn } from 'node:timers/promises';
import { supplied } from '../../core/supplied.js';
import type { IncomingRoster } from '../../model/roster/roster.js';
import { erasuresOf } from '../../rights/erased-of.js';
import { withoutErased } from '../../rights/without-erased.js';
import type { StripRecord } from '../../store/exchange-record.js';
import type { RosterChange, RosterHead } from '../../store/roster-store.js';
import type { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import { identifyRoster } from '../roster/identify-roster.js';
import { keepRoster, planRoster, type RosterPlan } from '../roster/plan-roster.js';
import type { RosterSummary } from '../roster/roster-summary.js';
import { shrinkOf } from '../roster/shrink.js';
import { sourceDigest } from '../roster/source-digest.js';
import { checkIdentities } from './check-identities.js';
import type { SyncLog } from './sync-log.js';
import type { SyncOutcome } from './sync-report.js';

/** Of the pupils that there were, the share that may leave without asking. */
export const SHRINK_LIMIT = 0.2;

export interface ApplyOptions {
  readonly store: Pick<
    Store,
    'rosterContents' | 'rosterSource' | 'memberships' | 'learnerAliases' | 'learnerAliasMark' | 'commitRoster' | 'rights'
  >;
  readonly schoolKeys: SchoolKeys;
  readonly school: string;
  /** Klantcode of the administration; absent for a file. */
  readonly party?: string | undefined;
  /** Version of UWLR that the source spoke. */
  readonly version: UwlrVersion;
  /** ISO instant at which the source was asked: what changed there later is not in the roster. */
  readonly at: string;
  readonly acceptShrink?: boolean | undefined;
  /** 0 to 1; `SHRINK_LIMIT` unless given. */
  readonly shrinkLimit?: number | undefined;
  /** True: it may be older than what is held. */
  readonly acceptOlder?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** Told of each plan, carried out or not. Its ids are pseudonyms: no report has them. */
  readonly onPlan?: ((plan: RosterPlan) => void) | undefined;
  /** Its findings say why, when nothing is changed; its record goes in with the change. */
  readonly exchange: SyncLog;
}

export interface Applied {
  readonly outcome: Extract<
    SyncOutcome,
    'updated' | 'unchanged' | 'would-change' | 'shrink-refused' | 'older-refused' | 'conflict' | 'invalid-answer'
  >;
  readonly summary?: RosterSummary;
}

const ATTEMPTS = 2;
const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/**
 * Makes the roster of a school year what a source says it is: a complete set, so who is not in it has left (spec a.5). All of it or
 * nothing; wherever the roster came from, this is how it comes in. One that was made before what is held changes nothing, unless that is
 * meant. Conflicts with others are tried once more, unless what is there by then is newer.
 */
export async function applyRoster(incoming: IncomingRoster, options: ApplyOptions): Promise<Applied> {
  const { exchange, store, dryRun = false } = options;
  checkIdentities(incoming, exchange);
  if (exchange.findings.errors > 0) return { outcome: 'invalid-answer' };
  const strips = exchange.strips;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { plan, held, aliases, erased } = await planAgainstStore(incoming, options);
    exchange.learners = plan.summary.learners.after;
    exchange.strips = [...strips, ...erased];
    if (attempt > 1 && isNewer(held, incoming)) break;
    options.onPlan?.(plan);
    const { summary } = plan;
    const unchanged = held !== undefined && summary.unchanged;
    const older = held !== undefined && isNewer(held, incoming);
    if (older && !unchanged && options.acceptOlder !== true) {
      exchange.add('UWLR-SY-024', undefined, ageGap(held, incoming));
      return { outcome: 'older-refused', summary };
    }
    if (isTooMuch(plan, aliases, options)) return { outcome: 'shrink-refused', summary };
    if (dryRun) return { outcome: unchanged ? 'unchanged' : 'would-change', summary };
    const record = exchange.record(unchanged ? 'repeated' : 'accepted');
    const change = unchanged && older ? { ...plan.change, head: datedAs(plan.change.head, held) } : plan.change;
    const committed = await store.commitRoster({ ...change, exchange: record });
    if (committed.kind === 'conflict') continue;
    exchange.committed = true;
    return { outcome: committed.changed ? 'updated' : 'unchanged', summary };
  }
  exchange.add('UWLR-SY-019');
  return { outcome: 'conflict' };
}

interface Planned {
  readonly plan: RosterPlan;
  readonly held: RosterHead | undefined;
  readonly aliases: ReadonlyMap<string, string>;
  /** Who was left out. */
  readonly erased: readonly StripRecord[];
}

/** What is read after the snapshot and does not go with it makes the commit a conflict. */
async function planAgainstStore(whole: IncomingRoster, options: ApplyOptions): Promise<Planned> {
  const { store, schoolKeys, school, party, version, at, exchange } = options;
  const { schoolYear } = whole.origin;
  // Each of these takes long for a large school: others get a turn in between.
  const schoolKey = await schoolKeys.of(school);
  const { learners, mark } = await erasuresOf(store, school, schoolKey);
  const { roster: incoming, strips: erased } = withoutErased(whole, learners);
  const source = sourceDigest(incoming, schoolKey);
  const known = await store.rosterSource(school, schoolYear);
  if (known !== undefined && source !== undefined && known.source === source) {
    const { head } = known;
    const plan = keepRoster(incoming, head, { school, ...supplied({ party }), version, at });
    // Without the digest, which the store has, unless it does not count any more by then.
    return { plan: { ...plan, change: { ...plan.change, erasures: mark } }, held: head, aliases: NO_ALIASES, erased };
  }
  await nextTurn();
  const snapshot = await store.rosterContents(school, schoolYear);
  await nextTurn();
  const memberships = await store.memberships(school, schoolYear);
  await nextTurn();
  const aliasMark = await store.learnerAliasMark(school);
  const aliases = await store.learnerAliases(school);
  await nextTurn();
  const identified = identifyRoster(incoming, { schoolKey, aliases, stamp: exchange.id });
  await nextTurn();
  const held = snapshot?.head;
  const plan = planRoster(identified.roster, snapshot, {
    schoolKey,
    school,
    ...supplied({ party }),
    version,
    // A change does not begin before the one that it follows.
    at: held !== undefined && held.changedAt > at ? held.changedAt : at,
    aliases: identified.aliases,
    memberships,
  });
  const change = { ...plan.change, erasures: mark, ...supplied({ source }), aliasMark, head: { ...plan.change.head, receivedAt: at } };
  return { plan: { ...plan, change }, held, aliases, erased };
}

/** Whether so many pupils would leave that somebody has to look first. Says so in the findings. */
function isTooMuch({ change, summary }: RosterPlan, aliases: ReadonlyMap<string, string>, options: ApplyOptions): boolean {
  const left = reallyLeft(change, summary, aliases);
  const shrink = shrinkOf({ ...summary, learners: { ...summary.learners, left } }, options.shrinkLimit ?? SHRINK_LIMIT);
  if (!shrink.tooMuch || options.acceptShrink === true) return false;
  options.exchange.add('UWLR-SY-018', undefined, `${shrink.left} of ${shrink.before}`);
  return true;
}

/**
 * How many pupils leave. One who was known by a dummy key only (spec a.4) is somebody else in every message, so of those only the
 * difference with who comes in counts.
 */
function reallyLeft({ left }: RosterChange, { learners }: RosterSummary, aliases: ReadonlyMap<string, string>): number {
  const lasting = new Set(aliases.values());
  const gone = left.filter(({ kind, id }) => kind === 'learner' && lasting.has(id)).length;
  return gone + Math.max(0, learners.left - gone - learners.added);
}

/** The same as what is held, from an older source: what is held stays as young as it was. */
function datedAs(head: RosterChange['head'], { createdAt }: RosterHead): RosterChange['head'] {
  return createdAt === undefined ? head : { ...head, createdAt };
}

const [HOUR, DAY] = [3_600_000_000_000n, 86_400_000_000_000n];

/** By how much the one is older, in whole days or hours: a finding holds no value of a message. */
function ageGap(held: RosterHead, { origin }: IncomingRoster): string {
  const gap = (madeAt(held) as bigint) - instantOf(origin.createdAt as string);
  if (gap >= 2n * DAY) return `${gap / DAY} days older`;
  return gap >= 2n * HOUR ? `${gap / HOUR} hours older` : 'less than two hours older';
}

/** Whether what is held was made later than what came in: then the other sync was the later one. */
function isNewer(held: RosterHead | undefined, { origin: { createdAt } }: IncomingRoster): boolean {
  const made = held === undefined ? undefined : madeAt(held);
  return made !== undefined && createdAt !== undefined && made > instantOf(createdAt);
}

/**
 * When what is held was made. A moment more than a day after it came is that of a clock that was wrong (UWLR-LG-020): by that one, all that
 * comes until then would be older.
 */
function madeAt({ createdAt, receivedAt }: RosterHead): bigint | undefined {
  if (createdAt === undefined) return undefined;
  const [made, came] = [instantOf(createdAt), instantOf(receivedAt)];
  return made > came + DAY ? came : made;
}
