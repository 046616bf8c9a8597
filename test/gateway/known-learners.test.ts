import { afterEach, describe, expect, test } from '@jest/globals';
import type { IncomingLearner } from '../../src/model/roster/roster.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { type Answer, post, type Running, startTestGateway } from '../support/gateway.js';
import { message, resultaat } from '../support/messages.js';

const ECK = (letter: string) => `https://ketenid.nl/pilot/${letter.repeat(128)}`;

let running: Running | undefined;
let count = 0;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(knownLearnersOnly: boolean, schools?: readonly string[]): Promise<Running> {
  running = await startTestGateway({ party: { knownLearnersOnly }, ...(schools === undefined ? {} : { schools }) });
  return running;
}

/** A pupil as a message of results names one. */
interface Named {
  readonly leerlingid?: string;
  readonly eckid?: string;
}

/** Results of these pupils, one each, everyone on a line of their own. Gives the line of the first. */
function results(pupils: readonly Named[], parts: { readonly xsdversie?: string; readonly brin?: string } = {}) {
  count += 1;
  const afnames = pupils.map(({ leerlingid, eckid }, at) => {
    const names = [
      leerlingid === undefined ? '' : `<leerlingid>${leerlingid}</leerlingid>`,
      eckid === undefined ? '' : `<eckid>${eckid}</eckid>`,
    ];
    return `\n<toetsafname>${names.join('')}<resultaten>${resultaat(`r-${count}-${at}`)}</resultaten></toetsafname>`;
  });
  const aanmaakdatum = new Date(Date.UTC(2026, 3, 1, 0, 0, count)).toISOString();
  const body = message({ xsdversie: '2.3', ...parts, aanmaakdatum, afnames: afnames.join('') });
  return { body, line: body.split('<toetsafname>')[0]?.split('\n').length ?? 0 };
}

function deliver({ gateway }: Running, ...pupils: readonly Named[]): Promise<Answer> {
  return post(gateway, results(pupils).body);
}

/** Where a fault says that something is wrong. */
function places({ text }: Answer): string[] {
  return [...text.matchAll(/rule="([^"]*)"[^>]*path="([^"]*)" line="(\d+)"/g)].map(([, rule, path, line]) => `${rule} ${path} ${line}`);
}

async function resultsOf({ gateway }: Running, learner: string): Promise<number> {
  return (await gateway.store.results({ school: '99XX', learner, limit: 100 })).items.length;
}

async function unmatched({ gateway }: Running): Promise<{ readonly learners: number; readonly results: number }> {
  const { items } = await gateway.store.unmatchedLearners({ school: '99XX', limit: 100 });
  return { learners: items.length, results: items.reduce((sum, one) => sum + one.results, 0) };
}

const pupil = (names: Partial<IncomingLearner>): IncomingLearner => ({
  name: { family: 'Nieuweling', call: 'Nel' },
  combinedGroups: [],
  ...names,
});

/** The id that the roster gives to a pupil, once it knows these. */
async function idOf(gateway: Running, wanted: Partial<IncomingLearner>, others: readonly IncomingLearner[] = []): Promise<string> {
  const { roster } = await fillRoster(gateway.gateway, { ...smallSchool(), learners: [pupil(wanted), ...others] });
  return roster.learners[0]?.id as string;
}

describe('a party that may deliver for known pupils only', () => {
  test.each<[string, Named]>([
    ['by key', { leerlingid: 'L-2' }],
    ['by key with white space around it', { leerlingid: '\n  L-2 ' }],
    ['by ECK iD', { eckid: ECK('a') }],
    ['by ECK iD under another key', { leerlingid: 'van een ander systeem', eckid: ECK('a') }],
    ['by key beside an ECK iD that nobody knows', { leerlingid: 'L-1', eckid: ECK('e') }],
  ])('is taken at its word about one who is known %s', async (_, named) => {
    const gateway = await start(true);
    await fillRoster(gateway.gateway, smallSchool());
    expect(await deliver(gateway, named)).toMatchObject({ status: 200 });
    expect(await unmatched(gateway)).toEqual({ learners: 0, results: 0 });
  });

  test.each<[string, Named]>([
    ['an unknown key', { leerlingid: 'L-4' }],
    ['a key that differs in case', { leerlingid: 'l-1' }],
    ['an unknown ECK iD', { eckid: ECK('c') }],
    ['the ECK iD of a teacher', { eckid: ECK('b') }],
    ['a dummy key', { leerlingid: '#1' }],
  ])('is refused with %s, and told which pupil it was', async (_, named) => {
    const gateway = await start(true);
    await fillRoster(gateway.gateway, smallSchool());
    const { body, line } = results([{ leerlingid: 'L-1' }, named, { leerlingid: 'L-2' }]);
    const answer = await post(gateway.gateway, body);
    expect([answer.status, answer.code]).toEqual([500, 'Client.LeerlingOngeldig']);
    expect(places(answer)[0]).toBe(`UWLR-LR-024 /leerresultaten_verzoek/toetsafnames/toetsafname[2] ${line + 1}`);
    expect((await gateway.gateway.store.results({ school: '99XX', limit: 10 })).items).toEqual([]);
  });

  test('is told of every unknown pupil, also far on in a message', async () => {
    const gateway = await start(true);
    await fillRoster(gateway.gateway, smallSchool());
    const many = Array.from({ length: 1100 }, (_, at) => ({ leerlingid: [502, 1003].includes(at) ? `onbekend-${at}` : 'L-1' }));
    const { body, line } = results(many);
    const answer = await post(gateway.gateway, body);
    expect(answer.code).toBe('Client.LeerlingOngeldig');
    expect(places(answer)).toEqual(
      [503, 1004].map((n) => `UWLR-LR-024 /leerresultaten_verzoek/toetsafnames/toetsafname[${n}] ${line + n - 1}`),
    );
  });

  test('is refused before there is a roster, and for pupils of another school', async () => {
    const gateway = await start(true, ['99XX', '99AB']);
    expect((await deliver(gateway, { leerlingid: 'L-1' })).code).toBe('Client.LeerlingOngeldig');
    await fillRoster(gateway.gateway, smallSchool(), { school: '99AB' });
    expect((await deliver(gateway, { leerlingid: 'L-1' })).code).toBe('Client.LeerlingOngeldig');
    expect((await post(gateway.gateway, results([{ leerlingid: 'L-1' }], { brin: '99AB' }).body)).status).toBe(200);
  });
});

describe('results of pupils whom the roster does not know', () => {
  test('are kept, listed, and found under the pupil once the roster brings one', async () => {
    const gateway = await start(false);
    await fillRoster(gateway.gateway, smallSchool());
    expect((await deliver(gateway, { leerlingid: 'L-1' }, { leerlingid: ' L-9' }, { eckid: ECK('c') }, { leerlingid: '#7' })).status).toBe(
      200,
    );
    expect((await deliver(gateway, { leerlingid: 'L-9' })).status).toBe(200);
    expect(await unmatched(gateway)).toEqual({ learners: 3, results: 4 });

    const byKey = await fillRoster(gateway.gateway, { ...smallSchool(), learners: [...smallSchool().learners, pupil({ key: 'L-9' })] });
    expect(byKey.committed).toMatchObject({ matched: 1 });
    expect(await unmatched(gateway)).toEqual({ learners: 2, results: 2 });
    expect(await resultsOf(gateway, byKey.roster.learners.at(-1)?.id as string)).toBe(2);

    const { roster, committed } = await fillRoster(gateway.gateway, {
      ...smallSchool(),
      learners: [...smallSchool().learners, pupil({ key: 'L-9' }), pupil({ key: 'L-10', eckId: ECK('c') })],
    });
    expect(committed).toMatchObject({ matched: 1 });
    expect(await resultsOf(gateway, roster.learners.at(-1)?.id as string)).toBe(1);
    const { items } = await gateway.gateway.store.unmatchedLearners({ school: '99XX', limit: 10 });
    expect(items.map(({ results: number }) => number)).toEqual([1]);
  });

  test('are listed without a word of theirs that somebody could read', async () => {
    const gateway = await start(false);
    await deliver(gateway, { leerlingid: 'L-geplant', eckid: ECK('d') });
    const { items } = await gateway.gateway.store.unmatchedLearners({ school: '99XX', limit: 10 });
    expect(items).toEqual([{ learner: expect.stringMatching(/^[\w-]{27}$/), results: 1 }]);
  });
});

describe('an ECK iD', () => {
  test('goes before the key when they are of two pupils', async () => {
    const gateway = await start(false);
    const other = pupil({ key: 'L-2', eckId: ECK('b') });
    const first = await idOf(gateway, { key: 'L-1', eckId: ECK('a') }, [other]);
    await deliver(gateway, { leerlingid: 'L-2', eckid: ECK('a') });
    const second = await idOf(gateway, { key: 'L-2', eckId: ECK('b') }, [pupil({ key: 'L-1', eckId: ECK('a') })]);
    expect([await resultsOf(gateway, first), await resultsOf(gateway, second)]).toEqual([1, 0]);
  });

  test('keeps a pupil together whose key changes', async () => {
    const gateway = await start(false);
    const before = await idOf(gateway, { key: 'oud-1' });
    await deliver(gateway, { leerlingid: 'oud-1' });
    await idOf(gateway, { key: 'oud-1', eckId: ECK('a') });
    const after = await idOf(gateway, { key: 'nieuw-1', eckId: ECK('a') });
    await deliver(gateway, { leerlingid: 'nieuw-1' }, { eckid: ECK('a') });
    expect(after).toBe(before);
    expect(await resultsOf(gateway, after)).toBe(3);
    expect(await unmatched(gateway)).toEqual({ learners: 0, results: 0 });
  });
});
