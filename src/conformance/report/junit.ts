import { create } from 'xmlbuilder2';
import { supplied } from '../../core/supplied.js';
import { isXmlText } from '../../xml/writer.js';
import { groupsOf } from './group-tests.js';
import type { Report, ReportedTest } from './report.js';

/** The report for a build server: a suite per group of tests. Warnings and reviews pass, with their text. */
export function junitOf({ tests, suite, catalogue, judge, seed, subject, startedAt, endedAt, role, expectations = [] }: Report): string {
  const facts = {
    suite: `${suite.version} ${suite.digest}`,
    catalogue: catalogue.digest,
    seed: String(seed),
    ...(judge === undefined ? {} : { judge: `${judge.kind} ${judge.digest}` }),
    ...supplied({ address: subject.address }),
  };
  const gone = expectations.filter(({ state }) => state === 'gone');
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: `uwlr conform ${role}`,
    tests: tests.length + gone.length,
    failures: tests.filter(isFailure).length + gone.length,
    errors: tests.filter(({ verdict }) => verdict === 'error').length,
    time: seconds(startedAt, endedAt),
  });
  for (const [name, ones] of groupsOf(tests)) {
    const group = root.ele('testsuite', {
      name,
      tests: ones.length,
      failures: ones.filter(isFailure).length,
      errors: ones.filter(({ verdict }) => verdict === 'error').length,
      skipped: ones.filter(isSkipped).length,
      timestamp: startedAt.slice(0, 19),
    });
    const properties = group.ele('properties');
    for (const [property, value] of Object.entries(facts)) properties.ele('property', { name: property, value: clean(value) });
    for (const one of ones) addCase(group, one);
  }
  if (gone.length > 0) {
    const group = root.ele('testsuite', { name: 'expected failures', tests: gone.length, failures: gone.length, errors: 0, skipped: 0 });
    for (const { test, reason } of gone) {
      const message = 'this failure was expected, and is gone: take it off the list';
      group
        .ele('testcase', { name: clean(test), classname: 'expected failures' })
        .ele('failure', { message, type: 'gone' })
        .txt(clean(reason));
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

type Parent = ReturnType<ReturnType<typeof create>['ele']>;

function addCase(group: Parent, test: ReportedTest): void {
  const { id, requirement, title, verdict, reason = '', accepted, expected = '', actual = '', evidence } = test;
  const one = group.ele('testcase', { name: clean(`${id}: ${title}`), classname: clean(requirement) });
  const seen = evidence
    .map(({ kind, text, exchange }) => `${kind}: ${text}${exchange === undefined ? '' : ` (exchange ${exchange})`}`)
    .join('\n');
  const breach = clean(`expected: ${expected}\nseen: ${actual}\n${seen}`);
  if (isFailure(test)) one.ele('failure', { message: clean(`expected ${expected}; seen ${actual}`), type: requirement }).txt(breach);
  else if (accepted !== undefined) one.ele('skipped', { message: clean(`expected failure: ${accepted}`) });
  else if (verdict === 'error') one.ele('error', { message: clean(reason), type: 'suite' });
  else if (isSkipped(test)) one.ele('skipped', { message: clean(`${verdict}: ${reason}`) });
  else one.ele('system-out').txt(verdict === 'pass' ? clean(seen) : clean(`${verdict}\n${breach}`));
}

function isFailure({ verdict, accepted }: ReportedTest): boolean {
  return verdict === 'fail' && accepted === undefined;
}

function isSkipped({ verdict, accepted }: ReportedTest): boolean {
  return accepted !== undefined || ['skip', 'not-applicable', 'not-testable'].includes(verdict);
}

function seconds(from: string, to: string): string {
  return ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(3);
}

/** Characters that XML does not have become one that it has. */
function clean(text: string): string {
  return isXmlText(text) ? text : [...text].map((one) => (isXmlText(one) ? one : '\ufffd')).join('');
}
