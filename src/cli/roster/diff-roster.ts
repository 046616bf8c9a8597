import { scopeOfFile } from '../../admin/rosters/scope-of-file.js';
import { knownSchool } from '../../admin/schools/known-school.js';
import type { Config } from '../../config/config.js';
import { loadExtensions } from '../../config/load-extensions.js';
import { supplied } from '../../core/supplied.js';
import type { RosterPlan } from '../../exchange/roster/plan-roster.js';
import { importRoster } from '../../exchange/sync/import-roster.js';
import type { SyncReport } from '../../exchange/sync/sync-report.js';
import { SyncRoster } from '../../exchange/sync/sync-roster.js';
import { openKeyring } from '../../secret/open-keyring.js';
import type { RosterKind } from '../../store/roster-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import type { Policy } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { auditRead } from '../audit/audit-read.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { exitCodeOf, printSync } from '../sync/sync-text.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { note, print, printJson } from '../terminal/print.js';
import { importJson, printImport, refuseFile } from './import-text.js';
import { type FileContent, readRosterFile } from './roster-file.js';

export interface DiffOptions {
  readonly school: string;
  readonly schoolYear?: string;
  readonly profile?: PupilProfile;
  readonly party?: string;
  readonly policy: Policy;
  readonly names?: true;
  readonly json?: true;
}

/** Prints what a sync, or a file, would change. Errors: `CommandError`, `StoreError`. */
export async function diffRoster(session: Session, file: string | undefined, options: DiffOptions): Promise<void> {
  const config = session.config();
  const extensions = await loadExtensions(config.extensions);
  const read = file === undefined ? undefined : await readRosterFile(file, { policy: options.policy, extensions });
  if (read !== undefined && read.content === undefined) {
    refuseFile(session, read.verdict, options.json);
    return;
  }
  if (read?.content?.kind === 'definitions') throw negativeAnswer(`${read.file}: holds test definitions, not pupil data`);
  const { report, names } = await withExistingStore(config, (store) => compare(config, store, read?.content, extensions, options));
  session.exitCode = exitCodeOf(report);
  if (options.json) {
    printJson({ ...(read === undefined ? report : importJson(read.verdict, report)), ...supplied({ names }) });
    return;
  }
  if (read === undefined) printSync(report);
  else printImport(read.verdict, report);
  for (const { change, kind, id } of names ?? []) print(`  ${change.padEnd(7)}  ${kind.padEnd(7)}  ${id}`);
}

async function compare(
  config: Config,
  store: Store,
  content: FileContent | undefined,
  extensions: Extensions,
  options: DiffOptions,
): Promise<{ readonly report: SyncReport; readonly names: readonly ChangedName[] | undefined }> {
  let plan: RosterPlan | undefined;
  const onPlan = (last: RosterPlan) => {
    plan = last;
  };
  const { school: of, schoolYear: year, party } = options;
  const asked = { schoolYear: year, shrinkLimit: config.shrinkLimit, dryRun: true, onPlan };
  knownSchool(await store.directory(), of);
  const keyring = await openKeyring(config, store);
  const refusePilotIds = config.mode === 'production';
  let report: SyncReport;
  if (content === undefined)
    report = await new SyncRoster({ store, keyring, extensions, allowTargets: config.allowTargets, refusePilotIds }).run({
      school: of,
      party,
      full: true,
      ...asked,
    });
  else {
    const { remark, ...scope } = await scopeOfFile({ store, at: new Date().toISOString() }, content, options);
    if (remark !== undefined) note(remark);
    report = await importRoster(content.message, {
      store,
      schoolKeys: new SchoolKeys(store, keyring),
      ...scope,
      checked: true,
      refusePilotIds,
      ...asked,
    });
  }
  if (options.names === undefined) return { report, names: undefined };
  const names = plan === undefined ? [] : await changedNames(store, plan);
  await auditRead(store, 'learners.read', of, { learners: names.filter(({ kind }) => kind === 'learner').length });
  return { report, names };
}

/** Who or what changes, by pseudonym. */
interface ChangedName {
  readonly change: 'added' | 'changed' | 'left';
  readonly kind: RosterKind;
  readonly id: string;
}

async function changedNames(store: Pick<Store, 'roster'>, { change }: RosterPlan): Promise<ChangedName[]> {
  const { school, schoolYear } = change.head;
  const { rows } = (await store.roster(school, schoolYear)) ?? { rows: [] };
  const held = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return [
    ...change.upserts.map(({ kind, id }): ChangedName => ({ change: held.has(`${kind} ${id}`) ? 'changed' : 'added', kind, id })),
    ...change.left.map(({ kind, id }): ChangedName => ({ change: 'left', kind, id })),
  ];
}
