import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { openApi } from '../../src/api/open-api/open-api.js';
import { ALLOWED_REASONS, notAllowed } from '../support/claims/allowed-claims.js';
import { claimsInApi } from '../support/claims/claims-in-api.js';
import { type Claim, claimsInNames, claimsInPage, claimsInXsd } from '../support/claims/claims-in-names.js';
import { claimsInSchema } from '../support/claims/claims-in-schema.js';
import { headingsInSource, pagesInSource } from '../support/claims/headings-in-source.js';

const SCHEMAS = filesIn('schemas', '.json');
/** XSDs of our own: those of the standard have the words of the standard. */
const XSDS = filesIn('schemas', '.xsd').filter((file) => !/^schemas\/[12]\.\d\//.test(file));
const HEADINGS = headingsInSource();
const PAGES = pagesInSource();

function filesIn(directory: string, end: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => `${directory}/${name}`);
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

const CLAIMS: ReadonlyMap<string, readonly Claim[]> = new Map<string, readonly Claim[]>([
  ...SCHEMAS.map((file) => [file, claimsInSchema(JSON.parse(read(file)), file)] as const),
  ...XSDS.map((file) => [file, claimsInXsd(read(file), file)] as const),
  ['the OpenAPI document', claimsInApi(openApi('https://gateway.example', 'https://gateway.example/oauth2/token'))],
  ...[...PAGES].map(([file, text]) => [`pages in ${file}`, claimsInPage(text, file)] as const),
  ...[...HEADINGS].map(([file, names]) => [`headings in ${file}`, claimsInNames(names, file)] as const),
]);

describe('nothing that the gateway says claims what results cannot tell', () => {
  test.each([...CLAIMS.keys()])('%s', (what) => {
    expect(notAllowed(CLAIMS.get(what) ?? []).left).toEqual([]);
  });

  test('every exception that is allowed is needed', () => {
    const { used } = notAllowed([...CLAIMS.values()].flat());
    expect(ALLOWED_REASONS.filter((reason) => !used.has(reason))).toEqual([]);
  });

  test('the linter looks at all there is', () => {
    expect(SCHEMAS).toEqual(expect.arrayContaining(['schemas/model/result.json', 'schemas/webhook/results-stored.json']));
    expect([...HEADINGS.keys()]).toEqual(expect.arrayContaining(['src/cli/erase.ts', 'src/pages/dossier/dossier-page.ts']));
    expect([...PAGES.keys()]).toEqual(expect.arrayContaining(['src/pages/register/parents-page.ts', 'src/pages/dossier/dossier-page.ts']));
    expect([...HEADINGS.values()].flat()).toEqual(expect.arrayContaining(['RECEIPT', 'Aan wie', 'betekent niet']));
  });
});

/** Answers that show results on a goal. */
const ON_GOALS = ENDPOINTS.filter(({ reads, path }) => reads !== undefined && path.includes('/goals'));

test('every answer that shows results on a goal says what it covers, and that nobody knows what else there is', () => {
  const { components } = openApi('https://gateway.example', 'https://gateway.example/oauth2/token') as {
    // biome-ignore lint/suspicious/noExplicitAny: a schema of any shape
    readonly components: { readonly schemas: Record<string, any> };
  };
  const wrong = ON_GOALS.filter(({ answer }) => {
    const schema = components.schemas[answer.schema];
    const covers = components.schemas['Covers']?.properties;
    return !schema.required.includes('covers') || covers?.coverage.const !== 'unknown' || covers.from === undefined;
  });
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

const number = { type: 'number' };
const text = { type: 'string' };
const closed = (properties: object) => ({ type: 'object', additionalProperties: false, properties });
const list = (items: object) => ({ type: 'array', items });

/** Rules that a schema breaks, each once. */
function rulesOf(schema: object, name = 'Answer'): readonly string[] {
  return [...new Set(claimsInSchema(schema, name).map(({ rule }) => rule))].sort();
}

describe('the linter itself', () => {
  test.each([
    ['an average of scores', { averageScore: text }, 'no-average'],
    ['the same in Dutch', { gemiddelde: text }, 'no-average'],
    ['a mean, and not a meaning', { meanOfGroup: text, meaning: text }, 'no-average'],
    ['a sum', { sum_of_points: text }, 'no-sum'],
    ['a total', { 'total-items': text }, 'no-sum'],
    ['a rank', { rankInGroup: text }, 'no-ranking'],
    ['the best source', { bestSource: text }, 'no-ranking'],
    ['a percentage', { percentageCorrect: text }, 'no-percentage'],
    ['a share', { ratio: text }, 'no-percentage'],
    ['mastery', { masteryLevel: text }, 'no-mastery'],
    ['goals achieved', { goalsAchieved: list(text) }, 'no-mastery'],
    ['what is beheerst', { beheerst: { type: 'boolean' } }, 'no-mastery'],
    ['completeness', { completeness: text }, 'no-completeness'],
    ['so many out of so many', { touchedOutOf: text }, 'no-completeness'],
    ['the same in Dutch', { aantalVanAlle: text }, 'no-completeness'],
    ['a converted score', { convertedScore: text }, 'no-conversion'],
    ['scores on one scale', { zScore: text }, 'no-conversion'],
    ['advice', { recommendedActivities: list(text) }, 'no-advice'],
    ['a verdict', { gaps: list(text) }, 'no-verdict'],
    ['a colour', { kleur: text }, 'no-colour'],
  ])('finds %s', (_, properties, rule) => {
    expect(rulesOf(closed(properties))).toContain(rule);
    expect(rulesOf({ $defs: { deep: list(closed({ inner: { anyOf: [{ type: 'null' }, closed(properties)] } })) } })).toContain(rule);
  });

  const linked = (properties: object) => closed({ goalLinks: list(closed({ goal: text, ...properties })) });
  test.each([
    ['a number on a goal link', linked({ weight: number }), ['figure-on-goal-link', 'score-beside-goal']],
    ['an integer of any name on a goal link', linked({ anything: { type: ['integer', 'null'] } }), ['figure-on-goal-link']],
    [
      'a number on a goal link, by reference',
      { ...linked({ how: { $ref: '#/$defs/how' } }), $defs: { how: number } },
      ['figure-on-goal-link'],
    ],
    ['a number far inside a goal link', linked({ match: closed({ about: closed({ it: number }) }) }), ['figure-on-goal-link']],
    ['a number as the only value on a goal link', linked({ fit: { enum: [0, 1] } }), ['figure-on-goal-link']],
    ['a score as text on a goal link', linked({ score: text }), ['figure-on-goal-link', 'score-beside-goal']],
    ['a goal link that says nothing of what is in it', closed({ goalLinks: { type: 'array' } }), ['open-shape']],
    ['a goal link that may have more', closed({ goalLinks: list({ type: 'object', properties: { goal: text } }) }), ['open-shape']],
    ['a score split over goals', closed({ parts: list(closed({ goal: text, score: text })) }), ['score-beside-goal']],
    ['how many learners have the goal', closed({ goal: text, learners: number }), ['figure-on-goal']],
    ['goals counted against all of them', closed({ goals: closed({ touched: number, all: number }) }), ['figure-on-goal']],
    ['a count over all sources', closed({ goal: text, results: number }), ['figure-on-goal']],
    ['another count of one source', closed({ goal: text, sources: list(closed({ party: text, correct: number })) }), ['figure-on-goal']],
    ['0 for what was not received', closed({ goal: text, received: { type: 'string', default: '0' } }), ['absent-as-value']],
    ['a verdict as a value', closed({ goal: text, state: { enum: ['received', 'notMastered'] } }), ['no-completeness', 'no-mastery']],
    ['a colour as a value', closed({ goal: text, state: { const: 'green' } }), ['no-colour']],
    ['a figure as a number', closed({ values: list(closed({ kind: text, value: number })) }), ['value-as-number']],
    ['a signal with a figure', closed({ signals: list(closed({ raised: number })) }), ['figure-on-signal']],
    ['a signal with an urgency', closed({ signal: closed({ priority: text }) }), ['figure-on-signal']],
    ['a fourth kind of signal', closed({ signal: closed({ kind: { enum: ['STUCK', 'FAST', 'SLOW'] } }) }), ['other-signal']],
    ['signals of any kind', closed({ signals: list(closed({ kind: text })) }), ['other-signal']],
  ])('finds %s', (_, schema, rules) => {
    expect(rulesOf(schema)).toEqual(rules);
  });

  test('finds them in every place of an OpenAPI document', () => {
    const bad = closed({ average: text });
    const get = {
      operationId: 'getRanking',
      parameters: [{ name: 'percentile', in: 'query', schema: text }],
      requestBody: { content: { 'application/json': { schema: bad } } },
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Goal' } } } } },
    };
    const document = { paths: { '/goals/{id}/mastery': { get } }, components: { schemas: { Goal: closed({ x: number }) } } };
    expect(claimsInApi(document)).toEqual([
      { place: 'Goal/x', rule: 'figure-on-goal' },
      { place: 'path /goals/{id}/mastery/mastery', rule: 'no-mastery' },
      { place: 'operation getRanking/getRanking', rule: 'no-ranking' },
      { place: 'operation getRanking/percentile', rule: 'no-ranking' },
      { place: 'getRanking/average', rule: 'no-average' },
      { place: 'getRanking/x', rule: 'figure-on-goal' },
    ]);
  });

  test('finds them in headings, in pages and in XSDs, and lets running text say what is not shown', () => {
    expect(claimsInNames(['goal', 'AVERAGE SCORE', '% correct'], 'csv').map(({ rule }) => rule)).toEqual(['no-average', 'no-percentage']);
    const page =
      '<h1>Leerdoelen</h1><p>Geen gemiddelde, geen beheersing.</p><table><caption>Totaal</caption><th scope="col">Kleur</th></table>';
    expect(claimsInPage(page, 'page').map(({ rule }) => rule)).toEqual(['no-colour', 'no-sum'].sort().reverse());
    expect(claimsInXsd('<xs:element name="gemiddelde" type="xs:string"/><xs:attribute name="doel"/>', 'xsd')).toEqual([
      { place: 'xsd/gemiddelde', rule: 'no-average' },
    ]);
  });

  test('lets through what may be said', () => {
    const source = closed({ party: text, results: number, items: number, seconds: number, from: text, until: text });
    const result = closed({
      date: text,
      values: list(closed({ kind: text, value: text, meaning: text })),
      goalLinks: list(closed({ goal: text })),
    });
    const signal = closed({ kind: { enum: ['NEW_PROGRESS', 'STUCK', 'FAST'] }, raisedAt: text, revision: number });
    const answer = closed({
      goal: text,
      sources: list(source),
      results: list(result),
      signals: list(signal),
      coverage: { const: 'unknown' },
    });
    expect(claimsInSchema(answer, 'LearnerGoal')).toEqual([]);
  });
});
