import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../../conformance/requirement.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface ListOptions {
  readonly role?: Role;
  readonly tests?: true;
  readonly json?: true;
}

export function registerConformList(conform: Command): void {
  conform
    .command('list')
    .description('list the requirements of the catalogue, or the tests')
    .addOption(new Option('--role <role>', 'only those of this role').choices(ROLES))
    .option('--tests', 'the tests, in the order in which they run')
    .addOption(jsonOption())
    .action(async ({ role, tests, json }: ListOptions) => {
      const { CATALOGUE } = await import('../../conformance/catalogue.js');
      const { TESTS } = await import('../../conformance/all-tests.js');
      const roles = role === undefined ? ROLES : [role];
      const listed = roles.flatMap((one) => TESTS[one]);
      if (tests) {
        if (json) printJson({ items: listed.map(({ run: _, ...test }) => test) });
        else
          printTable(
            ['ID', 'REQUIREMENT', 'LEVEL', 'TITLE'],
            listed.map(({ id, requirement, level, en }) => [id, requirement, level, en]),
            'No tests.',
          );
        return;
      }
      const items = CATALOGUE.filter((one) => roles.includes(one.role)).map((one) => ({
        ...one,
        tests: listed.filter(({ requirement }) => requirement === one.id).map(({ id }) => id),
      }));
      if (json) printJson({ items });
      else
        printTable(
          ['ID', 'OBLIGATION', 'STATUS', 'TESTS', 'REQUIREMENT'],
          items.map(({ id, strength, status, tests: of, en }) => [id, strength, status, String(of.length), en]),
          'No requirements.',
        );
    });
}
