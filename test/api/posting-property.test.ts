import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PostedResults } from '../../src/model/posted/posted-results.js';
import type { Result } from '../../src/model/result.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { postResults } from './support/posted.js';
import { postedFrom, postedValue } from './support/posted-from-message.js';
import { type RestServer, startRest } from './support/rest-server.js';

const SEED = 20261122;
const VALID = 20;
const MUTATED = 120;

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterAll(() => rest.stop());

/** A body of which nothing is wrong, with whatever texts a person might type. Its keys are its own. */
function validBody(random: Random, prefix: string): PostedResults {
  for (;;) {
    const body = postedFrom(generateMessage(leerresultatenVerzoek, '2.3', random, { semantic: true }));
    // A result that says nothing can come over SOAP only.
    const results = body.results.filter(({ values }) => values.length > 0);
    if (results.length > 0) return { ...body, results: results.map((result) => ({ ...result, key: `${prefix}-${result.key}` })) };
  }
}

const figures = ({ values }: Pick<Result, 'values'>) => values.map((value) => JSON.stringify(postedValue(value))).sort();

test(`${VALID} valid bodies are taken, and read back as they were posted`, async () => {
  const random = new Random(SEED);
  let results = 0;
  for (let run = 0; run < VALID; run++) {
    const body = validBody(random, `v${run}`);
    const { status, json } = await postResults(rest, token, body);
    expect([run, status, json.errors]).toEqual([run, 201, undefined]);
    for (const [at, posted] of body.results.entries()) {
      const { json: read } = await rest.ask(`/results/${json.ids[at]}`, token);
      const { code, part, version } = posted.activity;
      const said = version === undefined ? {} : { version };
      expect({ schoolYear: read.schoolYear, date: read.date, activity: read.activity }).toMatchObject({
        schoolYear: body.schoolYear,
        date: posted.date,
        activity: { code, ...said, ...(part === undefined ? {} : { part }) },
      });
      expect(figures(read)).toEqual(posted.values.map((value) => JSON.stringify(value)).sort());
      results += 1;
    }
  }
  expect(rest.errors).toEqual([]);
  console.log(`${results} results in ${VALID} bodies posted and read back, figures equal`);
}, 240_000);

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '__proto__',
  [],
  {},
  [[]],
  { value: {} },
  'x'.repeat(5000),
];

/** The same with one thing changed somewhere: gone, another value, doubled, or with a member more. */
function mutated(value: unknown, random: Random): unknown {
  const copy = structuredClone(value);
  const holders: (Record<string, unknown> | unknown[])[] = [];
  const collect = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    holders.push(one as Record<string, unknown>);
    for (const below of Object.values(one)) collect(below);
  };
  collect(copy);
  const holder = random.pick(holders) as Record<string, unknown>;
  const name = Object.keys(holder).length === 0 ? 'x' : random.pick(Object.keys(holder));
  const way = random.below(4);
  if (way === 0) delete holder[name];
  else if (way === 1) holder[name] = random.pick(ODD);
  else if (Array.isArray(holder)) holder.push(way === 2 ? holder[0] : random.pick(ODD));
  else holder[way === 2 ? `x${name}` : '__proto__x'] = random.pick(ODD);
  return copy;
}

test(`${MUTATED} bodies with one or two things changed are taken or refused with reasons, and never break anything`, async () => {
  const random = new Random(SEED + 1);
  const statuses: Record<number, number> = {};
  for (let run = 0; run < MUTATED; run++) {
    const once = mutated(validBody(random, `m${run}`), random);
    const { status, json } = await postResults(rest, token, JSON.stringify(random.chance(0.5) ? once : mutated(once, random)));
    expect([run, [200, 201, 422].includes(status)]).toEqual([run, true]);
    if (status === 422) {
      expect(json.errors.length).toBeGreaterThan(0);
      for (const { pointer, rule } of json.errors)
        expect([pointer, rule]).toEqual([expect.stringMatching(/^(\/[A-Za-z0-9]+)*$/), expect.stringMatching(/^UWLR-[A-Z]+-\d{3}$/)]);
    }
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  expect(rest.errors).toEqual([]);
  expect(statuses[422]).toBeGreaterThan(MUTATED / 4);
  console.log(`${MUTATED} changed bodies: ${JSON.stringify(statuses)}`);
}, 240_000);
