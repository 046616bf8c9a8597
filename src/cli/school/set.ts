import { type Command, InvalidArgumentError, Option } from 'commander';
import { setSchool } from '../../admin/schools/set-school.js';
import { STATEMENT_FIELDS, type StatementField, setSchoolStatement } from '../../admin/schools/set-school-statement.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { namedOnce } from '../terminal/named-once.js';
import { print, printJson } from '../terminal/print.js';

interface SetOptions extends Readonly<Partial<Record<StatementField, string>>> {
  readonly school?: string;
  readonly name?: string;
  readonly clear?: readonly StatementField[];
  readonly json?: true;
}

const MOST_CHARACTERS = 1_000;

export function registerSchoolSet(program: Command, session: Session): void {
  const words = (flag: string, what: string) => new Option(`${flag} <text>`, what).argParser(text(MOST_CHARACTERS));
  program
    .command('set')
    .description('change the name of a school, and what the register and the page for parents say of it; other settings stay unchanged')
    .argument('[school]', 'the school', school)
    .addOption(new Option('--school <school>', 'the same').argParser(school))
    .addOption(new Option('--name <name>', 'name of the school').argParser(text(128)))
    .addOption(words('--controller', 'who is responsible: the school board, with its address'))
    .addOption(words('--contact', 'whom parents can ask'))
    .addOption(words('--fg', 'the data protection officer (FG), and how to reach them'))
    .addOption(words('--legal-ground', 'legal ground of the processing (AVG, article 6)'))
    .addOption(words('--transfers', 'whether data go outside the EU, and how they are protected there'))
    .addOption(words('--security', 'security measures of the school'))
    .addOption(new Option('--clear <settings>', 'take these away, by the names that --json has').argParser(fields))
    .addOption(jsonOption())
    .action((id: string | undefined, { school: named, ...options }: SetOptions) => set(session, namedOnce(id, named, 'school'), options));
}

function fields(given: string): readonly StatementField[] {
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name): name is StatementField => (STATEMENT_FIELDS as readonly string[]).includes(name))) return names;
  throw new InvalidArgumentError(`Allowed are ${STATEMENT_FIELDS.join(', ')}.`);
}

async function set(session: Session, id: string, { name, clear = [], json, ...options }: Omit<SetOptions, 'school'>): Promise<void> {
  const given = Object.fromEntries(STATEMENT_FIELDS.flatMap((field) => (options[field] === undefined ? [] : [[field, options[field]]])));
  const isNamed = name !== undefined;
  const isStated = !isNamed || Object.keys(given).length > 0 || clear.length > 0;
  const changed = await withOffice(session.config(), async (office) => {
    const stated = isStated ? await setSchoolStatement(office, id, given, clear) : undefined;
    return isNamed ? setSchool(office, id, { name }) : stated;
  });
  const { statement = {} } = changed ?? {};
  if (json) {
    printJson({ school: id, ...(isNamed ? { name } : {}), statement });
    return;
  }
  if (isNamed) print(`School ${id} is called ${name}.`);
  if (!isStated) return;
  print(`Changed school ${id}. The register and the page for parents show the new statement.`);
  const missing = STATEMENT_FIELDS.filter((field) => statement[field] === undefined);
  if (missing.length > 0) print(`Not given yet: ${missing.join(', ')}`);
}
