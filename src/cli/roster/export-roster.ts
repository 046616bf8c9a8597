import { outgoingRoster } from '../../disclosure/outgoing-roster.js';
import { rosterDisclosure } from '../../disclosure/roster-disclosure.js';
import { agreedFields } from '../../exchange/agreed-fields.js';
import { cooperate } from '../../exchange/cooperate.js';
import { EXPORT } from '../../exchange/operations.js';
import { SyncLog } from '../../exchange/sync/sync-log.js';
import { exchangeId } from '../../model/exchange-id.js';
import { wholeProfile } from '../../model/roster/sayable-fields.js';
import { schoolYearAt } from '../../model/school-year.js';
import { openKeyring } from '../../secret/open-keyring.js';
import type { ExchangeRecord } from '../../store/exchange-record.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { ruleOf } from '../../uwlr/rules.js';
import { withExistingStore } from '../open/open-store.js';
import { osActor } from '../open/os-actor.js';
import type { Session } from '../open/session.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { note, print, printJson, printPieces } from '../terminal/print.js';
import { countsText } from './counts-text.js';
import { checkNotPaused, checkSchool } from './known-school.js';
import type { RosterFormat } from './roster-document.js';
import { RosterDocument } from './roster-document.js';
import { writeWhole } from './write-whole.js';

export interface ExportOptions {
  readonly school: string;
  readonly schoolYear?: string;
  readonly profile: PupilProfile;
  readonly version: UwlrVersion;
  readonly format: RosterFormat;
  readonly out?: string;
  readonly json?: true;
}

/**
 * Writes a roster as a file. When something cannot be said that has to be, nothing is written. Errors: `CommandError`, `StoreError`.
 */
export async function exportRoster(session: Session, options: ExportOptions): Promise<void> {
  const { school: of, schoolYear: year = schoolYearAt(new Date()), profile, version, format, out, json } = options;
  if (json && out === undefined) throw wrongUsage('--json says what was written: give --out too');
  if (format === 'edexml' && version !== '2.1' && version !== '2.2') throw wrongUsage('EDEXML goes with --version 2.1 or 2.2');
  const config = session.config();
  const now = new Date();
  const log = new SyncLog(exchangeId(now.getTime()), EXPORT, now, 'out');
  const document = await withExistingStore(config, async (store) => {
    const directory = await store.directory();
    checkSchool(directory, of);
    checkNotPaused(directory, of);
    const snapshot = await outgoingRoster(store, of, year);
    if (snapshot === undefined) throw negativeAnswer(`there is no roster of school ${of} for ${year}`);
    const schoolKey = await new SchoolKeys(store, await openKeyring(config, store)).of(of);
    const written = new RosterDocument({ school: of, snapshot, schoolKey, fields: wholeProfile(profile), version, format, now });
    await cooperate(written.prepare());
    // Before anything goes out it is on record that it did.
    if (written.ok) {
      const record = recordOf(log, { school: of, version, profile }, written);
      await store.record(
        record,
        rosterDisclosure({ record, from: snapshot, receiver: osActor(), fields: wholeProfile(profile).in(version) }),
      );
    }
    return written;
  });
  const { counts, ok } = document;
  const { problems, losses } = document.outlook;
  if (ok) await (out === undefined ? printPieces(document.pieces()) : writeWhole(out, document.pieces()));
  else session.exitCode = EXIT.no;
  if (json) {
    printJson({ ok, ...(ok ? { out } : {}), school: of, schoolYear: year, ...counts, losses, problems });
    return;
  }
  for (const { rule, path, count } of problems) note(`cannot be written: ${count} x ${path} (${rule} ${ruleOf(rule).en})`);
  for (const { path, reason, count } of losses) note(`left out: ${count} x ${path} (${reason})`);
  if (counts.learners === 0) note('uwlr: the roster has no pupils, and a file without pupils is not valid');
  if (ok && out !== undefined) print(`Wrote ${out}: ${countsText(counts)}`);
}

function recordOf(
  log: SyncLog,
  { school, version, profile }: Pick<ExportOptions, 'school' | 'version' | 'profile'>,
  { counts, outlook }: RosterDocument,
): ExchangeRecord {
  log.school = school;
  log.version = version;
  log.learners = counts.learners;
  log.strips = outlook.losses.map(({ path, reason, count }) => ({ path: path.replace(/^\//, ''), rule: reason, count }));
  return { ...log.record('accepted'), fields: agreedFields({ profile }, version) };
}
