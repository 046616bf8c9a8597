import { importDefinitions } from '../../admin/rosters/import-definitions.js';
import { scopeOfFile } from '../../admin/rosters/scope-of-file.js';
import { loadExtensions } from '../../config/load-extensions.js';
import { importRoster } from '../../exchange/sync/import-roster.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Policy } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { printVerdict } from '../message/verdict-text.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { EXIT } from '../terminal/exit-code.js';
import { note, print, printJson } from '../terminal/print.js';
import { importJson, printImport, refuseFile } from './import-text.js';
import { type FileContent, type RosterFile, readRosterFile } from './roster-file.js';

export interface ImportOptions {
  readonly school?: string;
  readonly schoolYear?: string;
  readonly profile?: PupilProfile;
  readonly party?: string;
  readonly secondary?: true;
  readonly acceptShrink?: true;
  readonly acceptOlder?: true;
  readonly dryRun?: true;
  readonly policy: Policy;
  readonly json?: true;
}

/** Takes in what a file holds, and prints what became of it. Errors: `CommandError`, `StoreError`. */
export async function importFile(session: Session, file: string, options: ImportOptions): Promise<void> {
  const extensions = await loadExtensions(session.config().extensions);
  const read = await readRosterFile(file, { policy: options.policy, extensions });
  if (read.content === undefined) refuseFile(session, read.verdict, options.json);
  else if (read.content.kind === 'definitions') await takeDefinitions(session, read, read.content, options);
  else await takeRoster(session, read, read.content, options);
}

async function takeRoster(session: Session, { verdict }: RosterFile, content: FileContent, options: ImportOptions): Promise<void> {
  const { schoolYear: year, secondary = false, acceptShrink, acceptOlder, dryRun, json } = options;
  const config = session.config();
  const report = await withOffice(config, async ({ store, keyring, at }) => {
    const { remark, ...scope } = await scopeOfFile({ store, at }, content, options);
    if (remark !== undefined) note(remark);
    const schoolKeys = new SchoolKeys(store, await keyring());
    const { shrinkLimit } = config;
    return importRoster(content.message, {
      store,
      schoolKeys,
      ...scope,
      checked: true,
      refusePilotIds: config.mode === 'production',
      schoolYear: year,
      secondary,
      acceptShrink,
      acceptOlder,
      shrinkLimit,
      dryRun,
    });
  });
  if (!report.ok) session.exitCode = EXIT.no;
  if (json) printJson(importJson(verdict, report));
  else printImport(verdict, report);
}

async function takeDefinitions(session: Session, { verdict }: RosterFile, content: FileContent, options: ImportOptions): Promise<void> {
  const config = session.config();
  const { json, dryRun = false } = options;
  const imported = await withOffice(config, (office) => importDefinitions(office, content.message, options));
  if (json) {
    printJson({ ...verdict, ...imported, dryRun });
    return;
  }
  printVerdict(verdict, false);
  const { school: of, party, assessments } = imported;
  print(`${of} ${party}: ${assessments} assessments ${dryRun ? 'would be kept' : 'kept'}`);
}
