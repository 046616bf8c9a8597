import { resultsFile } from '../results/results-file.js';
import { schoolFile } from '../school/school-file.js';
import { PALET_SCHOOL, paletSchool } from './palet-class.js';
import { paletGoalSet } from './palet-goals.js';
import { paletMessages } from './palet-messages.js';
import { paletModel } from './palet-model.js';
import { paletReadme } from './palet-readme.js';
import { paletSignals } from './palet-signals.js';
import { EXERCISES, EXERCISES_MAPPING, METHOD, METHOD_MAPPING, PALET_PROFILES } from './palet-vendors.js';

/**
 * A frozen class for people who build dashboards: two vendors with unlike figures, goals, profiles, signals and gaps. Texts of files by
 * their names, the same ones each time, in the order in which they are loaded.
 */
export function paletFiles(): ReadonlyMap<string, string> {
  const school = paletSchool();
  const messages = paletMessages(school);
  const goalSet = json(paletGoalSet());
  const profiles = PALET_PROFILES.map((profile) => [`${profile.party.toLowerCase()}.profile.json`, json(profile)] as const);
  const mappings = [
    [METHOD.klantcode, METHOD_MAPPING],
    [EXERCISES.klantcode, EXERCISES_MAPPING],
  ] as const;
  const signals = paletSignals(school);
  const sources = { goalSet, profiles: profiles.map(([, text]) => text), mappings: new Map(mappings), signals };
  const model = paletModel(school, messages, sources);
  const files: (readonly [string, string])[] = [
    [
      'school.xml',
      [...schoolFile(school, { format: 'edexml', version: '2.2', set: 'edexml', madeAt: '2026-08-01T08:00:00+02:00' })].join(''),
    ],
    ['goals.json', goalSet],
    ...profiles,
    ...mappings.map(([party, csv]) => [`${party.toLowerCase()}.mapping.csv`, csv] as const),
    ...[METHOD, EXERCISES].flatMap((party) =>
      messages
        .filter((one) => one.party === party)
        .map(
          ({ message }, at) =>
            [`${party.klantcode.toLowerCase()}-${at + 1}.xml`, [...resultsFile(message, party.version)].join('')] as const,
        ),
    ),
    ...signals.map((posted, at) => [`signals-${at + 1}.json`, json(posted)] as const),
    ['results.json', listed({ school: PALET_SCHOOL, ...model })],
  ];
  return new Map([
    [
      'README.md',
      paletReadme(
        school,
        files.map(([name]) => name),
      ),
    ] as const,
    ...files,
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** One item of a list a line. */
function listed({
  school,
  assessments,
  results,
}: {
  readonly school: string;
  readonly assessments: readonly object[];
  readonly results: readonly object[];
}): string {
  const lines = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join(',\n');
  return `{"school":${JSON.stringify(school)},"assessments":[\n${lines(assessments)}\n],"results":[\n${lines(results)}\n]}\n`;
}
