import { type Command, InvalidArgumentError, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { retentionTerms } from '../../config/retention-settings.js';
import { supplied } from '../../core/supplied.js';
import { DATA_CLASSES, type DataClass, isDataClass } from '../../privacy/data-class.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { ACCEPT_ALL, type Accepted } from '../../retention/purge-guard.js';
import type { Store } from '../../store/store.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { school } from '../terminal/arguments.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson } from '../terminal/print.js';
import { printForecast, printReport } from './report-text.js';

interface RunOptions {
  readonly school?: string;
  readonly dryRun?: true;
  readonly accept?: Accepted;
  readonly json?: true;
}

export function registerRetentionRun(retention: Command, session: Session): void {
  retention
    .command('run')
    .description('remove expired data now; a running gateway does so every day')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .option('--dry-run', 'show what would be removed, without removing it')
    .addOption(
      new Option('--accept <classes>', 'let these go though the purge asks, or all: see --dry-run').argParser(classes).conflicts('dryRun'),
    )
    .addOption(jsonOption())
    .action((options: RunOptions) => run(session, options));
}

function classes(given: string): Accepted {
  if (given === 'all') return ACCEPT_ALL;
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name): name is DataClass => isDataClass(name))) return new Set(names);
  throw new InvalidArgumentError(`Expected all, or some of these with commas between them: ${DATA_CLASSES.join(', ')}.`);
}

async function run(session: Session, { school: id, dryRun, accept, json }: RunOptions): Promise<void> {
  const config = session.config();
  const options = {
    ...supplied({ school: id }),
    terms: retentionTerms(config),
    now: new Date(),
    ...(accept && { accept }),
  };
  const { forecastPurge, runPurge } = await import('../../retention/run-purge.js');
  const { sealingKeyring } = await import('../../secret/existing-keyring.js');
  await withExistingStore(config, async (store) => {
    if (id !== undefined) knownSchool(await store.directory(), id);
    if (dryRun) {
      const forecast = await forecastPurge(store, options);
      if (json) printJson({ dryRun: true, ...forecast });
      else printForecast(forecast);
      return;
    }
    // Before the purge, which cuts the audit only with the secret.
    const keyring = await sealingKeyring(config, store);
    const report = await runPurge(store, options);
    if (report === undefined) throw negativeAnswer('another purge is under way: see uwlr retention report');
    // Aliases whose time is over, as a gateway that runs removes them too: they are those of all schools.
    if (id === undefined && report.outcome !== 'asks-clock') await store.purgeReceiverAliases(options.now.toISOString());
    if (keyring !== undefined) await forgetAliases(keyring, store, id);
    if (report.asks !== undefined) session.exitCode = EXIT.no;
    if (json) printJson(report);
    else printReport(report);
  });
}

/** Whom an alias stands for only the secret tells: without it they stay until a gateway that has it purges. */
async function forgetAliases(keyring: Keyring, store: Store, id: string | undefined): Promise<void> {
  const { forgetGone } = await import('../../retention/forget-gone.js');
  const { SchoolKeys } = await import('../../store/school-keys.js');
  await forgetGone(store, new SchoolKeys(store, keyring), supplied({ school: id }));
}
