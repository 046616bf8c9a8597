import { type Command, InvalidArgumentError, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { retentionTerms } from '../../config/retention-settings.js';
import { CLASS_TERMS, DATA_CLASSES, type DataClass, isDataClass } from '../../privacy/data-class.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { days, school } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface TermOptions {
  readonly school: string;
  readonly class: DataClass;
  readonly days?: number;
  readonly json?: true;
}

/** The audit is one chain over all schools, which can be cut in one place only. */
const OF_A_SCHOOL = DATA_CLASSES.filter((name) => name !== 'audit');

export function registerRetentionTerm(retention: Command, session: Session): void {
  const schoolOption = () => new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory();
  const classOption = () => new Option('--class <class>', OF_A_SCHOOL.join(', ')).argParser(dataClass).makeOptionMandatory();
  retention
    .command('set')
    .description("set a term for one school; the shorter of this and the gateway's term applies")
    .addOption(schoolOption())
    .addOption(classOption())
    .addOption(new Option('--days <number>', 'how many days').argParser(days).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: TermOptions) => change(session, options));
  retention
    .command('clear')
    .description('remove the term of a school')
    .addOption(schoolOption())
    .addOption(classOption())
    .addOption(jsonOption())
    .action((options: TermOptions) => change(session, options));
}

function dataClass(given: string): DataClass {
  if (isDataClass(given) && given !== 'audit') return given;
  throw new InvalidArgumentError(`Allowed are ${OF_A_SCHOOL.join(', ')}.`);
}

async function change(session: Session, { school: id, class: of, days: given, json }: TermOptions): Promise<void> {
  const { least, most } = CLASS_TERMS[of];
  if (given !== undefined && (given < least || given > most)) throw wrongUsage(`--days of ${of} is from ${least} to ${most}`);
  const config = session.config();
  const gateway = retentionTerms(config)[of];
  await withExistingStore(config, async (store) => {
    knownSchool(await store.directory(), id);
    await store.setRetentionTerm({ school: id, class: of, days: given, setAt: new Date().toISOString() });
  });
  const counts = Math.min(given ?? gateway, gateway);
  if (json) printJson({ school: id, class: of, days: counts, gateway });
  else
    print(
      `${of} of school ${id}: ${counts} days${given !== undefined && given > gateway ? ', as the term of the gateway is shorter' : ''}.`,
    );
}
