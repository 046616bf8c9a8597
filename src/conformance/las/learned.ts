import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import { type PupilData, pupilDataOf } from '../file/pupils/pupil-data.js';
import type { SuiteJudge } from '../judge/suite-judge.js';
import type { SoapAnswer } from '../reader/soap-answer.js';
import type { XmlNode } from '../reader/xml-node.js';
import type { Learned } from '../report/report.js';
import type { TestResult } from '../run.js';

/** Headers by which software says what it is. */
const SOFTWARE = ['server', 'x-powered-by', 'x-aspnet-version', 'via'];
const PLAIN = /^[\w ./();:+,-]{1,100}$/;
/** Most fields that are told of: the standard has fewer. */
const MOST_FIELDS = 200;
const NAME = /^[\w-]{1,40}$/;

/** Operations that are known to work, by the test that shows it. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'las/pupils/answered': 'HaalLeerlinggegevens',
  'las/steps/structure': 'HaalStructuur',
  'las/steps/leerlingen': 'HaalLeerlingen',
  'las/steps/leerkrachten': 'HaalLeerkrachten',
};

export interface LearnedFrom {
  /** The usual answer in the main version; undefined when it was never asked for. */
  readonly answer: SoapAnswer | undefined;
  readonly version: UwlrVersion;
  readonly tests: readonly TestResult[];
  readonly judge: SuiteJudge;
}

/** What a run could learn of a LAS: its software, versions, operations, the smallest profile that its data fit in, and its fields. */
export function learnedOf({ answer, version, tests, judge }: LearnedFrom): Learned {
  const passed = tests.filter(({ verdict }) => verdict === 'pass');
  const headers = answer?.exchange.answer?.headers ?? {};
  const software = SOFTWARE.flatMap((name) => (PLAIN.test(headers[name] ?? '') ? [[name, headers[name] as string] as const] : []));
  const operations = passed.flatMap(({ id }) => OPERATIONS[id.split('@', 1)[0] as string] ?? []);
  const data = answer?.kind === 'payload' ? pupilDataOf(answer.payload) : undefined;
  const profile =
    data === undefined || answer?.kind !== 'payload'
      ? undefined
      : (PUPIL_PROFILES.find((one) => judge.findings(answer.payload, version, one)?.length === 0) ?? 'beyond every profile');
  return {
    ...(software.length === 0 ? {} : { software: Object.fromEntries(software) }),
    versions: [
      ...new Set(
        passed.flatMap((test) => (OPERATIONS[test.id.split('@', 1)[0] as string] === 'HaalLeerlinggegevens' ? (test.version ?? []) : [])),
      ),
    ],
    operations: [...new Set(operations)],
    ...supplied({ profile }),
    ...(data === undefined ? {} : { fields: fieldsOf(data) }),
  };
}

/** Per field in how many objects of its kind it is. Names of 1.0 are those of later versions. */
export function fieldsOf({ school, locations, baseGroups, combinedGroups, pupils, staff }: PupilData): NonNullable<Learned['fields']> {
  const counts = new Map<string, { in: number; of: number }>();
  const kinds = {
    school: [school],
    vestiging: locations,
    groep: baseGroups,
    samengestelde_groep: combinedGroups,
    leerling: pupils,
    leerkracht: staff,
  };
  for (const [kind, objects] of Object.entries(kinds)) {
    for (const object of objects) {
      for (const path of new Set(pathsIn(object, kind))) {
        const count = counts.get(path) ?? { in: 0, of: objects.length };
        if (count.in > 0 || counts.size < MOST_FIELDS) counts.set(path, { ...count, in: count.in + 1 });
      }
    }
  }
  return Object.fromEntries(counts);
}

function* pathsIn(node: XmlNode, path: string): Generator<string> {
  for (const { namespace, local } of node.attributes) if (namespace === '' && NAME.test(local)) yield `${path}/@${local}`;
  for (const one of node.children) {
    if (!NAME.test(one.local)) continue;
    const below = `${path}/${one.local.replace('subgroep', 'samengestelde_groep')}`;
    yield below;
    yield* pathsIn(one, below);
  }
}
