import { describe, expect, test } from '@jest/globals';
import type { Activity, Assessment, Result } from '../../src/model/result.js';
import type { Signal } from '../../src/model/signal.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { fullMessage } from './support/invented-message.js';
import { openObjects, pathsIn, propertiesOf, type SchemaName, schemaOf, validatorOf } from './support/model-schemas.js';
import { translated } from './support/translated.js';

const { results, assessments } = translated(fullMessage());
const [score, oso] = results as [Result, Result];

const FULL_SIGNAL: Required<Signal> = {
  ...SIGNAL,
  revision: 1,
  supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
  validUntil: '2026-12-02T09:00:00.000Z',
  basis: { results: ['0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11'], itemCount: '20', from: '2026-10-01', until: '2026-11-01' },
  targetLevel: { considered: 'considered', label: '1F' },
  limits: 'Alleen oefeningen van deze periode',
  explanationUrl: 'https://uitgever.example/seinen',
  supersededBy: '5f0c3a52-3a4e-5d5a-9a55-000000000002',
};

const DECLARATION = {
  declared: true,
  unit: 'opgaven',
  scale: { name: 'tien', from: '0', to: '10', labels: [{ value: '10', label: 'alles goed' }] },
  meaning: 'hoeveel opgaven goed waren',
  notMeaning: 'of de leerling het doel beheerst',
};

const HANDED_OVER = { school: '99YY', name: 'Verzonnen school', madeAt: '2026-01-05T08:00:00.000Z' };

/** Everything that a Result can have, by its type: a property that is added there has to be added here. */
const FULL_RESULT: Required<Result> = {
  ...(score as Required<Result>),
  revision: 2,
  supersedes: 1,
  source: { ...score.source, product: 'OEFENTUIN', intake: 'json', profile: '1', handedOver: HANDED_OVER },
  activity: { ...(score.activity as Required<Activity>), goals: [{ value: 'RW.1.067', vocabulary: 'https://doelen.voorbeeld/rekenen/1' }] },
  sourceProfile: {
    declared: true,
    version: '1',
    title: 'Oefentuin',
    adaptive: 'yes',
    targetLevel: 'notConsidered',
    durability: 'notTested',
    signalsFrom: 'rules',
    explanationUrl: 'https://oefentuin.voorbeeld/uitleg',
    confirmed: true,
  },
  values: [...score.values, ...oso.values.map((value) => ({ ...value, declaration: DECLARATION }))],
  norm: { ...score.norm!, lookedUpIn: 'normTableOfSource' },
  context: { ...oso.context, instructionSeconds: '60', extra: [{ name: 'pogingen', value: '3', unit: 'keer' }] },
  goalLinks: [GOAL_LINK],
  signals: [FULL_SIGNAL],
  losses: [{ path: 'versie/@vocabulairelocatie', reason: 'vocabulary-location' }],
};

const FULL_ASSESSMENT: Required<Assessment> = {
  ...(assessments[0] as Required<Assessment>),
  revision: 2,
  parts: [
    {
      number: '1',
      code: { value: 'A', vocabulary: 'urn:x' },
      name: 'Optellen',
      norm: assessments[0]?.norm as NonNullable<Assessment['norm']>,
    },
  ],
};

const VALIDATORS = { result: validatorOf('result'), assessment: validatorOf('assessment') };

/** Checks, and says what is wrong in a way that a failing test shows. */
function errorsOf(name: SchemaName, value: unknown): string[] {
  const validate = VALIDATORS[name];
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each([
  ['result', FULL_RESULT],
  ['assessment', FULL_ASSESSMENT],
] as const)('the schema of %s', (name, full) => {
  test('takes a full one', () => {
    expect(errorsOf(name, full)).toEqual([]);
  });

  test('has no property that a full one lacks, and the other way round', () => {
    expect([...new Set(propertiesOf(schemaOf(name)))].sort()).toEqual([...new Set(pathsIn(full))].sort());
  });

  test('takes no property that it does not know, at any depth', () => {
    expect(openObjects(schemaOf(name))).toEqual([]);
    expect(errorsOf(name, { ...full, name2: 'x' })).toEqual([' must NOT have additional properties']);
  });

  test('misses what must be there', () => {
    const required = schemaOf(name)['required'] as readonly string[];
    const missing = required.filter((property) => {
      const { [property]: _, ...rest } = full as unknown as Record<string, unknown>;
      return errorsOf(name, rest).length === 0;
    });
    expect(missing).toEqual([]);
  });

  test('takes figures as text only: a number would have been rounded', () => {
    const numbers = propertiesOf(schemaOf(name)).filter((path) =>
      /(^|\/)(value|from|to|weight|itemCount|correct|durationSeconds)$/.test(path),
    );
    expect(numbers.length).toBeGreaterThan(1);
    const text = JSON.stringify(schemaOf(name));
    expect(text).not.toContain('"number"}');
    expect(text.match(/"type":"(integer|number)"/g)?.length).toBe(name === 'result' ? 3 : 1);
  });
});

test('whatever a valid message holds, its results and tests fit the schemas', () => {
  let count = 0;
  for (const version of UWLR_2_VERSIONS) {
    for (let seed = 0; seed < 40; seed += 1) {
      const made = translated(generateMessage(leerresultatenVerzoek, version, new Random(seed)), { version });
      for (const item of made.results) expect(errorsOf('result', item)).toEqual([]);
      for (const item of made.assessments) expect(errorsOf('assessment', item)).toEqual([]);
      count += made.results.length;
    }
  }
  expect(count).toBeGreaterThan(100);
});
