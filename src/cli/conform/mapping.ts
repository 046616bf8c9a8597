import path from 'node:path';
import { type Command, Option } from 'commander';
import { CouldNotTest } from '../../conformance/could-not-test.js';
import { supplied } from '../../core/supplied.js';
import type { ReadGoalSet } from '../../goals/goal-set.js';
import type { TermKind } from '../../goals/mapping/formats/format.js';
import { addTermsOption } from '../goals/map/table-options.js';
import { textOfMapping } from '../goals/map/text-of-mapping.js';
import type { Session } from '../open/session.js';
import { each } from '../terminal/arguments.js';
import { runAndReport } from './finish-run.js';
import { addRunFlags } from './run-flags.js';

interface MappingOptions {
  readonly goals?: readonly string[];
  readonly terms?: TermKind;
}

export function registerConformMapping(conform: Command, session: Session): void {
  const command = addTermsOption(
    conform
      .command('mapping')
      .description('test a file with a mapping: which activity of a vendor is about which goal')
      .argument('<file>', 'CSV, JSON, VDEX, NL-LOM or Toetsdefinities; - for standard input')
      .addOption(new Option('--goals <file>', 'a goal set that its goals may be of: a file or directory (repeatable)').argParser(each)),
  );
  addRunFlags(command, 'mapping').action((file: string) => conformMapping(session, command, file));
}

async function conformMapping(session: Session, command: Command, file: string): Promise<void> {
  const { runMapping } = await import('../../conformance/mapping/run-mapping.js');
  const { MAPPING_TESTS } = await import('../../conformance/mapping/mapping-tests.js');
  await runAndReport(session, { role: 'mapping', command }, async (plan) => {
    const { goals = [], terms } = command.opts<MappingOptions>();
    const goalSets: ReadGoalSet[] = [];
    for (const name of goals) goalSets.push(await goalSetIn(name));
    const run = await runMapping({
      ...plan,
      file: file === '-' ? 'standard input' : file,
      text: await textOfMapping(file),
      goalSets,
      ...supplied({ terms }),
    });
    return { ...run, titles: MAPPING_TESTS, versions: [] };
  });
}

async function goalSetIn(name: string): Promise<ReadGoalSet> {
  const { readGoalFiles } = await import('../goals/goal-files.js');
  const { readGoalSet } = await import('../../goals/import/read-goal-set.js');
  const { GoalSetError } = await import('../../goals/import/goal-set-error.js');
  try {
    return readGoalSet(await readGoalFiles([name]));
  } catch (error) {
    throw error instanceof GoalSetError ? new CouldNotTest(`${name}: ${withoutFlags(error.message, path.basename(name))}`) : error;
  }
}

/** `uwlr goals import` has flags for what a file does not say; this command has none. */
function withoutFlags(message: string, file: string): string {
  const said = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
  const [what = '', flags] = said.split(': give --');
  return flags === undefined ? said : `${what}: here the file has to say it itself, as JSON does`;
}
