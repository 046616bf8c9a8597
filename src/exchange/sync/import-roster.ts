import type { RosterReadOptions } from '../../model/roster/roster-values.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { Profile } from '../../privacy/fields/profile.js';
import { pupilFields } from '../../privacy/fields/pupil-profile.js';
import type { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import { rosterData } from '../../uwlr/checks/roster-data.js';
import type { MessageDecoder } from '../../uwlr/decode.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { IMPORT } from '../operations.js';
import { type ApplyOptions, applyRoster } from './apply-roster.js';
import { type Ended, reportOf } from './report-of.js';
import { RosterIntake, translateWhole } from './roster-intake.js';
import { stopWhenPaused } from './stop-when-paused.js';
import { SyncLog } from './sync-log.js';
import type { SyncReport } from './sync-report.js';
import { SyncStop } from './sync-stop.js';

export interface ImportOptions
  extends Pick<ApplyOptions, 'acceptShrink' | 'acceptOlder' | 'shrinkLimit' | 'dryRun' | 'onPlan'>,
    RosterReadOptions {
  readonly store: Store;
  readonly schoolKeys: SchoolKeys;
  /** Id of a school that is known. */
  readonly school: string;
  /** Absent: whatever year the file says. */
  readonly schoolYear?: string | undefined;
  /** What may be kept of it: a profile of UWLR, in the version of the file, or what several make together. */
  readonly profile: PupilProfile | Profile;
  /** See `IntakeScope`. */
  readonly refusePilotIds?: boolean | undefined;
  /** True: `checkRoster` has looked at the file. */
  readonly checked?: boolean | undefined;
  readonly now?: Date;
}

/**
 * Makes the roster of a school year what a file says: an EDEXML file, an answer of UWLR, or what stands inside one, read to its end.
 * The same as a sync from there on, with the same outcomes. Rejects when the store fails.
 */
export async function importRoster(message: MessageDecoder, options: ImportOptions): Promise<SyncReport> {
  const { store, school, now = new Date() } = options;
  const log = new SyncLog(exchangeId(now.getTime()), IMPORT, now, 'in');
  log.findings = message.findings;
  log.school = school;
  log.version = message.version;
  const ended = await take(message, { ...options, now }, log).catch((error: unknown): Ended => {
    if (error instanceof SyncStop) return error;
    throw error;
  });
  const record = log.finalRecord(ended.outcome);
  // A file that is only compared is no exchange.
  if (!log.committed && options.dryRun !== true) await store.record(record);
  const schoolYear = options.schoolYear ?? yearOf(message) ?? '';
  return reportOf(log, { school, schoolYear, durationMs: record.durationMs }, ended);
}

async function take(message: MessageDecoder, options: ImportOptions & { readonly now: Date }, log: SyncLog): Promise<Ended> {
  const { root, version, decoder, findings } = message;
  if (findings.errors > 0) throw new SyncStop('invalid-answer');
  const { school, schoolYear, profile, checked, refusePilotIds, now } = options;
  stopWhenPaused(await options.store.directory(), school, log);
  const fields = typeof profile === 'string' ? pupilFields(profile, version) : profile;
  const intake = new RosterIntake({ school, schoolYear, profile: fields, checked, refusePilotIds, now }, log);
  const data = await intake.take({ root, version, value: decoder.value, locator: decoder });
  const roster = translateWhole(root, data, options);
  intake.settle(roster);
  return applyRoster(roster, { ...options, version, at: now.toISOString(), exchange: log });
}

function yearOf({ root, decoder }: MessageDecoder): string | undefined {
  const school = rosterData(root, decoder.value ?? {})?.data.school;
  return school?.schooljaar;
}
