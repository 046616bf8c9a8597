import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import type { Config } from '../../config/config.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { NamedLearner } from '../../rights/find-learner.js';
import { openKeyring } from '../../secret/open-keyring.js';
import type { Person } from '../../store/rights-store.js';
import type { Store } from '../../store/store.js';
import { school, text } from '../terminal/arguments.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { lineOfFile } from '../terminal/text-of-file.js';

/** Who is meant. Keys and ECK iDs come from a file or standard input: arguments of a process can be seen by others on the machine. */
export interface LearnerOptions {
  readonly school: string;
  readonly learner?: string;
  readonly leerlingidFile?: string;
  readonly eckidFile?: string;
}

export function addLearnerOptions(command: Command): Command {
  return command
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--learner <alias>', 'the learner: id in the roster, or pseudonym of results').argParser(text(256)))
    .option('--leerlingid-file <file>', 'file with the key of the learner in the school administration (- for standard input)')
    .option('--eckid-file <file>', 'file with the ECK iD of the learner (- for standard input)');
}

/** Reads who is meant, before anything is opened. Throws `CommandError` when it is not said once. */
export async function namedLearner({ learner, leerlingidFile, eckidFile }: LearnerOptions): Promise<NamedLearner> {
  const given = [learner, leerlingidFile, eckidFile].filter((one) => one !== undefined);
  if (given.length !== 1) throw wrongUsage('give one of --learner, --leerlingid-file and --eckid-file');
  if (learner !== undefined) return { by: 'alias', alias: learner };
  const value = await lineOfFile(given[0] as string);
  if (value === '') throw negativeAnswer('the file holds no key');
  return eckidFile === undefined ? { by: 'leerlingid', leerlingid: value } : { by: 'eckid', eckId: value };
}

export interface MeantLearner {
  readonly person: Person;
  readonly schoolKey: SchoolKey;
}

/** Throws `CommandError` for nobody, and for a name that is of more than one learner. */
export async function meantLearner(config: Config, store: Store, of: string, named: NamedLearner): Promise<MeantLearner> {
  knownSchool(await store.directory(), of);
  const { SchoolKeys } = await import('../../store/school-keys.js');
  const { findLearner } = await import('../../rights/find-learner.js');
  const schoolKey = await new SchoolKeys(store, await openKeyring(config, store)).of(of);
  const found = await findLearner(store, of, schoolKey, named);
  if (found.kind === 'unknown') throw negativeAnswer(`school ${of} has no such learner`);
  if (found.kind === 'ambiguous') {
    throw negativeAnswer('more than one learner has this key: use --eckid-file, or --learner with an id of the roster');
  }
  return { person: found.person, schoolKey };
}
