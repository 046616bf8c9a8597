import { outgoingRoster, rosterDisclosure } from '../../disclosure/outgoing-roster.js';
import { agreedFields } from '../../exchange/agreed-fields.js';
import { cooperate } from '../../exchange/cooperate.js';
import { EXPORT } from '../../exchange/operations.js';
import { SyncLog } from '../../exchange/sync/sync-log.js';
import { wholeProfile } from '../../model/roster/roster-fields.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { ExchangeRecord } from '../../store/exchange-record.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Office } from '../office.js';
import { unfit, unknown } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';
import { checkNotPaused } from '../schools/not-paused.js';
import { RosterDocument, type RosterFormat } from './roster-document.js';

export interface RosterToExport {
  readonly school: string;
  readonly year: string;
  readonly profile: PupilProfile;
  readonly version: UwlrVersion;
  readonly format: RosterFormat;
}

/** Throws `Refusal` for a version that the format does not have. */
export function checkFormat({ format, version }: Pick<RosterToExport, 'format' | 'version'>): void {
  if (format === 'edexml' && version !== '2.1' && version !== '2.2') throw unfit('EDEXML goes with --version 2.1 or 2.2');
}

/**
 * Prepares a roster as a file for `receiver`, an actor. Before its pieces go out it is on record that they did; when something cannot be said
 * that has to be, the document is not `ok`, and nothing of it may go out. Throws `Refusal`, `StoreError`.
 */
export async function exportRoster({ store, keyring, at }: Office, given: RosterToExport, receiver: string): Promise<RosterDocument> {
  checkFormat(given);
  const { school, year, profile, version, format } = given;
  const now = new Date(at);
  const directory = await store.directory();
  knownSchool(directory, school);
  checkNotPaused(directory, school);
  const snapshot = await outgoingRoster(store, school, year);
  if (snapshot === undefined) throw unknown(`there is no roster of school ${school} for ${year}`);
  const schoolKey = await new SchoolKeys(store, await keyring()).of(school);
  const fields = wholeProfile(profile);
  const log = new SyncLog(exchangeId(now.getTime()), EXPORT, now, 'out');
  const document = new RosterDocument({ school, snapshot, schoolKey, fields, version, format, now });
  await cooperate(document.prepare());
  if (document.ok) {
    const record = recordOf(log, given, document);
    await store.record(record, rosterDisclosure({ record, from: snapshot, receiver, fields: fields.in(version) }));
  }
  return document;
}

function recordOf(
  log: SyncLog,
  { school, version, profile }: Pick<RosterToExport, 'school' | 'version' | 'profile'>,
  { counts, outlook }: RosterDocument,
): ExchangeRecord {
  log.school = school;
  log.version = version;
  log.learners = counts.learners;
  log.strips = outlook.losses.map(({ path, reason, count }) => ({ path: path.replace(/^\//, ''), rule: reason, count }));
  return { ...log.record('accepted'), fields: agreedFields({ profile }, version) };
}
