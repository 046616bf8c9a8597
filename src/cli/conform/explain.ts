import { type Command, Option } from 'commander';
import { meant } from '../../config/unknown-settings.js';
import type { AnyTest } from '../../conformance/all-tests.js';
import { LANGUAGES, type Language } from '../../conformance/report/language.js';
import type { Requirement } from '../../conformance/requirement.js';
import { withoutVersion } from '../../conformance/test-id.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface ExplainOptions {
  readonly language: Language;
  readonly json?: true;
}

export function registerConformExplain(conform: Command): void {
  conform
    .command('explain')
    .description('explain a requirement, or a test with its requirement')
    .argument('<id>', 'such as LAS-FAULT-01 or las/pupils/answered')
    .addOption(new Option('--language <language>', 'of the texts').choices(LANGUAGES).default('en'))
    .addOption(jsonOption())
    .action(async (id: string, { language, json }: ExplainOptions) => {
      const { CATALOGUE, requirementOf } = await import('../../conformance/catalogue.js');
      const { TESTS } = await import('../../conformance/all-tests.js');
      const tests = Object.values(TESTS).flat();
      const asked = withoutVersion(id);
      const test = tests.find((one) => one.id === asked);
      const requirement = requirementOf(test?.requirement ?? asked);
      if (requirement === undefined) {
        const guess = meant(
          asked,
          [...CATALOGUE, ...tests].map((one) => one.id),
        );
        throw negativeAnswer(
          `no requirement and no test has this id${guess === undefined ? ': uwlr conform list shows those that there are' : `; did you mean ${guess}?`}`,
        );
      }
      const of = test === undefined ? tests.filter((one) => one.requirement === requirement.id) : [test];
      if (json) printJson({ requirement, tests: of.map(({ run: _, ...one }) => one) });
      else for (const line of [...requirementLines(requirement, language), ...of.flatMap((one) => testLines(one, language))]) print(line);
    });
}

function requirementLines(requirement: Requirement, language: Language): string[] {
  const { id, role, versions, strength, status, source, question, notTestable } = requirement;
  return [
    `${id}: ${requirement[language]}`,
    `  for ${role}, ${strength}, ${status}${versions.length === 0 ? '' : `, UWLR ${versions.join(', ')}`}`,
    `  source: ${source}`,
    ...(status === 'inferred' ? ['  No source states it: a breach is at most a review.'] : []),
    ...(question === undefined ? [] : [`  open question: ${question}`]),
    ...(notTestable === undefined ? [] : [`  not testable: ${notTestable}`]),
  ];
}

function testLines(test: AnyTest, language: Language): string[] {
  const { id, level, revision, writes, versions, perVersion, needs = [], advice } = test;
  return [
    `test ${id}: ${test[language]}`,
    `  level ${level}, revision ${revision}${writes === true ? ', writes (left out with --safe)' : ''}${perVersion === true ? ', once per version' : ''}${versions === undefined ? '' : `, UWLR ${versions.join(', ')} only`}`,
    ...(needs.length === 0 ? [] : [`  needs: ${needs.join(', ')}`]),
    ...(advice === undefined ? [] : [`  when it fails: ${advice[language]}`]),
  ];
}
