import type { Report } from '../../../conformance/report/report.js';
import { wordsIn } from './report-words.js';

/** What a page says of the run itself: names and values, in their order. */
export function runFacts(report: Report): (readonly [name: string, value: string])[] {
  const { role, suite, catalogue, subject, seed, level, judge, startedAt, endedAt, authorisedBy, language } = report;
  const word = wordsIn(language);
  const { address, versions, safe, learned } = subject;
  const { software = {} } = learned;
  const judged =
    judge === undefined
      ? []
      : [[word('judge'), `${judge.kind === 'official' ? `${word('official')} ${judge.path}` : word('derived')}, ${judge.digest}`] as const];
  return [
    ...(address === undefined ? [] : [[word('address'), address] as const]),
    ['uwlr conform', `${role}${safe === true ? ' --safe' : ''}`],
    ...(versions.length === 0 ? [] : [[word('versions'), versions.join(', ')] as const]),
    [word('suite'), `${suite.version}, ${suite.digest}`],
    [word('catalogue'), `${catalogue.requirements}, ${catalogue.digest}`],
    ...judged,
    ...(level === undefined ? [] : [[word('level'), level] as const]),
    [word('seed'), String(seed)],
    [word('when'), `${startedAt} - ${endedAt}`],
    ...(authorisedBy === undefined ? [] : [[word('authorisedBy'), authorisedBy] as const]),
    ...Object.entries(software).map(([name, value]) => [`${word('software')}: ${name}`, value] as const),
  ];
}

/** Which fields the other side gives or needs: names and counts. */
export function learnedFacts({ subject, language }: Report): (readonly [name: string, value: string])[] {
  const { fields = {}, needs = {} } = subject.learned;
  return [
    ...Object.entries(fields).map(([field, counts]) => [field, `${counts.in} / ${counts.of}`] as const),
    ...Object.entries(needs).map(([field, how]) => [`${wordsIn(language)('needs')}: ${field}`, how] as const),
  ];
}
