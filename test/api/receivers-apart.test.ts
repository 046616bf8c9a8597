import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '../../src/directory/access/scopes.js';
import { roster } from '../exchange/roster/support/invented-roster.js';
import { delivery, resultRow, slice } from '../store/support/records.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { loadExample } from './support/example-goals.js';
import { exportAll, type Shown } from './support/export.js';
import { factsOf, type Join, joinsOf, POSITION } from './support/joins.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { group, keyOf, pupil, sync, teacher } from './support/roster-data.js';
import { uuid } from './support/school-data.js';
import { namesOf } from './support/seen.js';

const [ONE, OTHER] = ['verzonnen-dashboard', 'verzonnen-oefensite'];
const PUPILS = Array.from({ length: 24 }, (_, at) => `p${at}`);
const STRANGERS = Array.from({ length: 12 }, (_, at) => `vreemde-${at}`);
const TEACHERS = Array.from({ length: 6 }, (_, at) => `l${at}`);
const SCOPES_WITHOUT_IDENTITIES = SCOPES.filter((scope) => !scope.endsWith(':identities'));

let rest: RestServer;
/** Everybody, by the gateway's own ids. */
let people: readonly { readonly kind: 'learner' | 'teacher'; readonly id: string }[];
let shown: Record<string, readonly Shown[]>;

/** A school in which everybody is like everybody else: one group, one year, one score, one day. What is left is what the gateway adds. */
beforeAll(async () => {
  rest = await startRest();
  await loadExample(rest.store);
  const key = await keyOf(rest);
  const g1 = group('g1');
  const together = { group: 'g1', yearGroup: '5' };
  await sync(
    rest,
    roster(
      PUPILS.map((name) => pupil(name, together)),
      { groups: [g1], teachers: TEACHERS.map((name) => teacher(name, [g1])) },
    ),
  );
  // In one message: of two, each would have a moment of its own.
  const results = [...PUPILS, ...STRANGERS].map((name) => resultRow(uuid(name), { learner: key.alias('leerlingid', name) }));
  await rest.store.commit(delivery(uuid('message'), { slices: [slice(results)] }));
  const pupils = [...PUPILS, ...STRANGERS].map((name) => key.alias('leerlingid', name));
  const signals = pupils.map((learner, at) =>
    signalRow(uuid(`signal ${at}`), { learner, basis: [uuid(([...PUPILS, ...STRANGERS] as string[])[at] as string)] }),
  );
  await rest.store.goals.signals.takeSignals(signalIntake(signals));
  people = [
    ...[...PUPILS, ...STRANGERS].map((name) => ({ kind: 'learner' as const, id: key.alias('leerlingid', name) })),
    ...TEACHERS.map((name) => ({ kind: 'teacher' as const, id: key.alias('leerkracht', name) })),
  ];
  shown = {};
  for (const client of [ONE, OTHER]) {
    const token = await rest.token({ client, scopes: SCOPES_WITHOUT_IDENTITIES });
    shown[client] = await exportAll(rest, token);
  }
});
afterAll(() => rest.stop());

/** Whom an alias of a client stands for: known here, and to nobody who has only an export. */
async function peopleOf(client: string) {
  const names = await namesOf(rest, undefined, client);
  const known = new Map(people.map(({ kind, id }) => [names.aliasOf(kind, id), id]));
  return (alias: string) => known.get(alias);
}

/** The last page is shorter than the others: its length says who is last, as the place does. */
const byPosition = ({ fields }: Join) => fields.every((field) => field.endsWith(POSITION) || field.endsWith('header content-length'));
const at = (joins: readonly Join[], field: string) => joins.find(({ fields }) => fields.every((name) => name === field))?.right ?? 0;

describe('two clients that read everything about the same school, as pseudonyms', () => {
  test('each have all of it', async () => {
    for (const client of [ONE, OTHER]) {
      const facts = factsOf(shown[client] as readonly Shown[], await peopleOf(client));
      expect(facts.get('/learners id')?.size).toBe(PUPILS.length);
      expect(facts.get('/learners/unmatched learner')?.size).toBe(STRANGERS.length);
      expect(facts.get('/teachers id')?.size).toBe(TEACHERS.length);
      expect(facts.get('/memberships member')?.size).toBe(PUPILS.length + TEACHERS.length);
      expect(facts.get('/results learner')?.size).toBe(PUPILS.length + STRANGERS.length);
      expect(facts.get('/signals learner')?.size).toBe(PUPILS.length + STRANGERS.length);
      for (const field of ['/results/{id} id', '/results header link', '/learners next', '/learners/{id} header etag']) {
        expect([field, (facts.get(field)?.size ?? 0) > 0]).toEqual([field, true]);
      }
    }
  });

  test('find nobody in both by any two fields, headers and cursors included', async () => {
    const [one, other] = [factsOf(shown[ONE]!, await peopleOf(ONE)), factsOf(shown[OTHER]!, await peopleOf(OTHER))];
    expect(one.size).toBeGreaterThan(100);
    expect(joinsOf(one, other).filter((join) => !byPosition(join))).toEqual([]);
  });

  test('find nobody by the place in a list: where two agree, it is by accident', async () => {
    const joins = joinsOf(factsOf(shown[ONE]!, await peopleOf(ONE)), factsOf(shown[OTHER]!, await peopleOf(OTHER)));
    for (const { fields, right } of joins.filter(byPosition)) expect([fields, right < PUPILS.length / 2]).toEqual([fields, true]);
  });
});

describe('the same comparison', () => {
  /** What a client was shown, with the gateway's own ids in it. */
  async function uncovered(client: string): Promise<readonly Shown[]> {
    const names = await namesOf(rest, undefined, client);
    const results = [...PUPILS, ...STRANGERS].map(uuid);
    const hidden = names.tellResults(results);
    const own = new Map([
      ...people.map(({ kind, id }) => [names.aliasOf(kind, id), id] as const),
      ...results.map((id, place) => [hidden[place] as string, id] as const),
    ]);
    return (shown[client] as readonly Shown[]).map((one) => ({
      ...one,
      item: JSON.parse(JSON.stringify(one.item), (_, value) => own.get(value) ?? value),
    }));
  }
  const itself = (ids: ReadonlySet<string>) => (id: string) => (ids.has(id) ? id : undefined);

  test('finds everybody when the ids of the gateway go out', async () => {
    const known = itself(new Set(people.map(({ id }) => id)));
    const joins = joinsOf(factsOf(await uncovered(ONE), known), factsOf(await uncovered(OTHER), known));
    expect(at(joins, '/learners id')).toBe(PUPILS.length);
    expect(at(joins, '/results learner')).toBe(PUPILS.length + STRANGERS.length);
    expect(at(joins, '/results id')).toBe(PUPILS.length + STRANGERS.length);
    expect(joins.some(({ fields }) => fields[0] === '/learners id' && fields[1] === '/results rosterLearner')).toBe(true);
  });

  test('finds everybody by place when lists are in an order that both know', async () => {
    const known = itself(new Set(people.map(({ id }) => id)));
    const inOrder = async (client: string) =>
      [...(await uncovered(client))]
        .filter(({ path }) => path === '/learners')
        .sort((a, b) => (String(a.item['id']) < String(b.item['id']) ? -1 : 1))
        .map((one, position) => ({ ...one, position }));
    const joins = joinsOf(factsOf(await inOrder(ONE), known), factsOf(await inOrder(OTHER), known));
    expect(at(joins, `/learners ${POSITION}`)).toBe(PUPILS.length);
  });
});
