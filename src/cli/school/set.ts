import { type Command, InvalidArgumentError, Option } from 'commander';
import { STATEMENT_FIELDS, type StatementField, setSchoolStatement } from '../../admin/set-school-statement.js';
import { school, text } from '../arguments.js';
import { jsonOption } from '../json-option.js';
import { print, printJson } from '../print.js';
import type { Session } from '../session.js';
import { withOffice } from '../with-office.js';

interface SetOptions extends Readonly<Partial<Record<StatementField, string>>> {
  readonly school: string;
  readonly clear?: readonly StatementField[];
  readonly json?: true;
}

const MOST_CHARACTERS = 1_000;

export function registerSchoolSet(program: Command, session: Session): void {
  const words = (flag: string, what: string) => new Option(`${flag} <text>`, what).argParser(text(MOST_CHARACTERS));
  program
    .command('set')
    .description('set what the register and the page for parents say of a school; what is not named stays')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(words('--controller', 'who is responsible: the school board, with its address'))
    .addOption(words('--contact', 'whom parents can ask'))
    .addOption(words('--fg', 'the data protection officer (FG), and how to reach them'))
    .addOption(words('--legal-ground', 'legal ground of the processing (AVG, article 6)'))
    .addOption(words('--transfers', 'whether data go outside the EU, and how they are protected there'))
    .addOption(words('--security', 'security measures of the school'))
    .addOption(new Option('--clear <settings>', 'take these away, by the names that --json has').argParser(fields))
    .addOption(jsonOption())
    .action((options: SetOptions) => set(session, options));
}

function fields(given: string): readonly StatementField[] {
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name): name is StatementField => (STATEMENT_FIELDS as readonly string[]).includes(name))) return names;
  throw new InvalidArgumentError(`Allowed are ${STATEMENT_FIELDS.join(', ')}.`);
}

async function set(session: Session, { school: id, clear, json, ...options }: SetOptions): Promise<void> {
  const given = Object.fromEntries(STATEMENT_FIELDS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
  const { statement = {} } = await withOffice(session.config(), (office) => setSchoolStatement(office, id, given, clear));
  if (json) {
    printJson({ school: id, statement });
    return;
  }
  print(`School ${id} has the new settings; the register and the page for parents show them.`);
  const missing = STATEMENT_FIELDS.filter((name) => statement[name] === undefined);
  if (missing.length > 0) print(`Not given yet: ${missing.join(', ')}`);
}
