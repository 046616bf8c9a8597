import type { IncomingRoster } from '../../model/roster/roster.js';
import { schoolYearAt } from '../../model/school-year.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { ExchangeRecord } from '../../store/exchange-record.js';
import type { RosterHead, RosterStore } from '../../store/roster-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import { Findings } from '../../uwlr/findings.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { ConnectionError } from '../partner/connection-error.js';
import { connectionOptions } from '../partner/party-access.js';
import { applyRoster } from './apply-roster.js';
import { fetchRoster } from './fetch-roster.js';
import { type Ended, reportOf } from './report-of.js';
import { RosterCaller } from './roster-caller.js';
import { RosterIntake } from './roster-intake.js';
import { SchoolTurns } from './school-turns.js';
import { stopWhenPaused } from './stop-when-paused.js';
import { SyncLog } from './sync-log.js';
import type { SyncReport } from './sync-report.js';
import type { SyncRequest } from './sync-request.js';
import { SyncStop } from './sync-stop.js';
import { badConfiguration, findTarget, inSteps, type SyncTarget } from './sync-target.js';

export interface SyncRosterOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly extensions?: Extensions;
  /** What may be called though it is not public, see `SoapClientOptions`. */
  readonly allowTargets?: readonly string[];
  /** See `IntakeScope`. */
  readonly refusePilotIds?: boolean;
  readonly now?: () => Date;
  /** Told of every sync once it has ended; gets the record only, never content. */
  readonly observe?: (record: ExchangeRecord) => void;
  /** Told of errors that nobody expected. */
  readonly onError?: (error: unknown, exchange: string) => void;
}

/** One sync, under way. */
interface Run extends Omit<SyncRequest, 'schoolYear'> {
  readonly schoolYear: string;
  readonly began: Date;
  readonly log: SyncLog;
}

/**
 * Fetches the pupils of schools from their administrations, as an educational application does (UWLR: HaalLeerlinggegevens, or in
 * steps), and makes the roster what they say. A sync changes all of the roster or nothing, and leaves an exchange record however it
 * ends. Syncs of one school follow each other; those of others run beside them.
 */
export class SyncRoster {
  readonly #turns = new SchoolTurns();
  readonly #schoolKeys: SchoolKeys;
  readonly #now: () => Date;

  constructor(private readonly options: SyncRosterOptions) {
    this.#schoolKeys = new SchoolKeys(options.store, options.keyring);
    this.#now = options.now ?? (() => new Date());
  }

  /** Rejects only for what nobody expected, such as a store that fails: everything else is an outcome. */
  run(request: SyncRequest): Promise<SyncReport> {
    return this.#turns.take(request.school, () => this.#run(request));
  }

  async #run(request: SyncRequest): Promise<SyncReport> {
    const began = this.#now();
    const log = new SyncLog(exchangeId(began.getTime()), 'HaalLeerlinggegevens', began, 'out');
    const run: Run = { ...request, schoolYear: request.schoolYear ?? schoolYearAt(began), began, log };
    try {
      const ended = await this.#sync(run).catch((error: unknown): Ended => {
        if (error instanceof SyncStop) return error;
        if (error instanceof ConnectionError) return badConfiguration(log, error.message);
        throw error;
      });
      return await this.#finish(run, ended);
    } catch (error) {
      log.only('UWLR-EX-006');
      this.options.onError?.(error, log.id);
      await this.#record(log.record('refused'), log);
      throw error;
    }
  }

  async #sync(run: Run): Promise<Ended> {
    const { store, keyring, extensions = NO_EXTENSIONS, allowTargets = [], refusePilotIds } = this.options;
    const { school, party, schoolYear, began, log } = run;
    const directory = await store.directory();
    if (directory.schools.has(school)) log.school = school;
    stopWhenPaused(directory, school, log);
    const target = findTarget(directory, keyring, { school, party, at: began.toISOString() }, log);
    log.findings = new Findings(target.party.policy);
    log.version = target.version;
    if (inSteps(target)) log.operation = 'HaalStructuur';
    const held = (await store.rosters(school)).find((head) => head.schoolYear === schoolYear);
    const digest = keyring.digest();
    const caller = new RosterCaller({
      target,
      client: await connectionOptions(target.connection, allowTargets),
      extensions,
      log,
      digest,
      onBytes: run.onBytes,
    });
    try {
      const intake = new RosterIntake({ school, schoolYear, profile: target.fields, refusePilotIds, now: began }, log);
      const since = run.full === true ? undefined : lastReceived(held, target);
      const fetched = await fetchRoster({ target, caller, intake, schoolYear, since, log });
      log.digest = digest.digest('hex');
      if (fetched === 'geenwijzigingen') return await this.#confirm(run, held as RosterHead);
      if (fetched === 'geengegevens') return await this.#withoutData(run, target, held);
      return await this.#apply(run, target, fetched);
    } finally {
      await caller.close();
    }
  }

  async #confirm({ dryRun, began, log }: Run, held: RosterHead): Promise<Ended> {
    if (dryRun !== true) await confirmRoster(this.options.store, held, began.toISOString(), log);
    return { outcome: 'unchanged' };
  }

  /** That an administration has no pupils any more is the largest shrink that there is. */
  async #withoutData(run: Run, target: SyncTarget, held: RosterHead | undefined): Promise<Ended> {
    const { school, schoolYear, log } = run;
    log.add('UWLR-SY-021');
    const learners = held === undefined ? 0 : (await this.options.store.rosterCounts(school, schoolYear)).learners;
    if (learners === 0) return { outcome: 'no-data' };
    return this.#apply(run, target, { origin: { schoolYear }, groups: [], learners: [], teachers: [] });
  }

  #apply(run: Run, { party, version }: SyncTarget, incoming: IncomingRoster): Promise<Ended> {
    const { school, began, acceptShrink, acceptOlder, shrinkLimit, dryRun, onPlan, log } = run;
    return applyRoster(incoming, {
      store: this.options.store,
      schoolKeys: this.#schoolKeys,
      school,
      party: party.klantcode,
      version: log.version ?? version,
      at: began.toISOString(),
      acceptShrink,
      acceptOlder,
      shrinkLimit,
      dryRun,
      onPlan,
      exchange: log,
    });
  }

  async #finish({ school, schoolYear, dryRun, log }: Run, ended: Ended): Promise<SyncReport> {
    if (dryRun === true) log.add('UWLR-SY-022');
    const record = log.finalRecord(ended.outcome);
    await this.#record(record, log);
    return reportOf(log, { school, schoolYear, durationMs: record.durationMs }, ended);
  }

  async #record(record: ExchangeRecord, { id, committed }: SyncLog): Promise<void> {
    if (!committed) await this.options.store.record(record).catch((error: unknown) => this.options.onError?.(error, id));
    this.options.observe?.(record);
  }
}

/** Notes that a source was heard and had nothing new. When somebody changed the roster meanwhile, theirs stands and nothing is noted. */
async function confirmRoster(store: Pick<RosterStore, 'commitRoster'>, held: RosterHead, at: string, log: SyncLog): Promise<void> {
  const { revision, changedAt: _, ...head } = held;
  const nothing = { upserts: [], left: [], joined: [], parted: [], aliases: [] };
  const exchange = log.record('repeated');
  const committed = await store.commitRoster({ head: { ...head, receivedAt: at }, base: revision, ...nothing, at, exchange });
  log.committed = committed.kind === 'stored';
}

/**
 * Since when the administration need not tell us again: the moment at which it made what is held. Nothing when that came from
 * elsewhere, in another version, or before the agreement that holds now, which may let us have more of it.
 */
function lastReceived(held: RosterHead | undefined, { party, version, agreement }: SyncTarget): string | undefined {
  if (held === undefined || held.party !== party.klantcode || held.version !== version) return undefined;
  if (Date.parse(agreement.from) > Date.parse(held.receivedAt)) return undefined;
  return held.createdAt === undefined ? held.receivedAt : withZone(held.createdAt);
}

/** A moment without a zone is one in the Netherlands (spec a.5); what we send always has one. */
function withZone(moment: string): string {
  if (/(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(moment)) return moment;
  return new Date(Number(instantOf(moment) / 1_000_000n)).toISOString();
}
