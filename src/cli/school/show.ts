import { type Command, Option } from 'commander';
import { type SchoolDetail, showSchool } from '../../admin/schools/show-school.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { namedOnce } from '../terminal/named-once.js';
import { print, printJson } from '../terminal/print.js';
import { stateOf } from './school-text.js';

interface ShowOptions {
  readonly school?: string;
  readonly json?: true;
}

export function registerSchoolShow(program: Command, session: Session): void {
  program
    .command('show')
    .description('show one school: its state, agreements and rosters')
    .argument('[school]', 'the school', school)
    .addOption(new Option('--school <school>', 'the same').argParser(school))
    .addOption(jsonOption())
    .action((id: string | undefined, { school: named, json }: ShowOptions) => show(session, namedOnce(id, named, 'school'), json));
}

async function show(session: Session, id: string, json: true | undefined): Promise<void> {
  const detail = await withOffice(session.config(), (office) => showSchool(office, id));
  if (json) printJson(detail);
  else printSchool(detail);
}

function printSchool(detail: SchoolDetail): void {
  const { id, name, createdAt, agreements, rosters } = detail;
  const lines: readonly (readonly [string, string])[] = [
    ['id', id],
    ['name', name],
    ['added', createdAt],
    ['state', stateOf(detail)],
    ...agreements.map(
      ({ id: agreement, party, exchanges, purpose }) =>
        ['agreement', `${agreement}: ${party}, ${exchanges.join(' and ')}, ${purpose}`] as const,
    ),
    ...rosters.map(
      ({ schoolYear, learners, groups, teachers, receivedAt }) =>
        ['roster', `${schoolYear}: ${learners} pupils, ${groups} groups, ${teachers} teachers, received ${receivedAt}`] as const,
    ),
  ];
  for (const [what, value] of lines) print(`${what.padEnd(9)}  ${value}`);
}
