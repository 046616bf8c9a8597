import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OTHER_PARTY, PARTY } from '../store/support/records.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { deliver, refuse } from './support/school-data.js';

let rest: RestServer;
let token: string;
let accepted: string;
let refused: string;
let repeated: string;
let others: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  accepted = await deliver(rest.store, { r1: '7' });
  refused = await refuse(rest.store);
  repeated = await deliver(rest.store, { r2: '7' }, { repeats: accepted });
  others = await deliver(rest.store, { r3: '7' }, { party: OTHER_PARTY });
});
afterAll(() => rest.stop());

async function ids(query: string): Promise<string[]> {
  return (await rest.ask(`/exchanges${query}`, token)).json.items.map((item: { id: string }) => item.id);
}

describe('GET /exchanges', () => {
  test('gives the messages of the school, newest first', async () => {
    expect(await ids('')).toEqual([others, repeated, refused, accepted]);
  });

  test('filters by party and by outcome', async () => {
    expect(await ids(`?party=${PARTY}`)).toEqual([repeated, refused, accepted]);
    expect(await ids('?outcome=refused')).toEqual([refused]);
    expect(await ids('?outcome=repeated')).toEqual([repeated]);
    expect(await ids(`?outcome=accepted&party=${OTHER_PARTY}`)).toEqual([others]);
  });

  test('gives pages', async () => {
    const first = (await rest.ask('/exchanges?limit=3', token)).json;
    expect(first.items).toHaveLength(3);
    expect(await ids(`?limit=3&cursor=${first.next}`)).toEqual([accepted]);
  });
});

describe('GET /exchanges/{id}', () => {
  test('shows what became of a message, and what was taken out of it', async () => {
    const { json } = await rest.ask(`/exchanges/${accepted}`, token);
    expect(json).toEqual({
      id: accepted,
      direction: 'in',
      operation: 'BrengLeerresultaten',
      party: PARTY,
      school: '99AB',
      version: '2.2',
      policy: 'strict',
      receivedAt: '2025-10-01T08:00:00.000Z',
      durationMs: 12,
      wireBytes: 900,
      decodedBytes: 2600,
      createdAtNs: String((await rest.store.exchange(accepted))?.createdAtNs),
      outcome: 'accepted',
      findings: [],
      findingCount: 0,
      resultCount: 1,
      learnerCount: 0,
      strips: [{ path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 1 }],
    });
  });

  test('shows nanoseconds to the last one', async () => {
    const { json } = await rest.ask(`/exchanges/${accepted}`, token);
    expect(json.createdAtNs).toMatch(/^\d{19}$/);
    expect(String(Number(json.createdAtNs))).not.toBe(json.createdAtNs);
  });

  test('shows why a message was refused', async () => {
    const { json } = await rest.ask(`/exchanges/${refused}`, token);
    expect(json).toMatchObject({ outcome: 'refused', faultCode: 'Client.OngeldigBericht', findingCount: 1, resultCount: 0, strips: [] });
    expect(json.findings).toEqual([
      {
        rule: 'UWLR-LR-001',
        severity: 'error',
        path: '/leerresultaten_verzoek/school',
        line: 4,
        column: 9,
        message: 'brincode is missing',
      },
    ]);
  });

  test('shows which message a repeated one repeats', async () => {
    expect((await rest.ask(`/exchanges/${repeated}`, token)).json).toMatchObject({ outcome: 'repeated', repeats: accepted });
  });

  test('never shows the digest', async () => {
    const { digest } = (await rest.store.exchange(accepted))!;
    for (const path of ['/exchanges', `/exchanges/${accepted}`, `/exchanges/${repeated}`]) {
      const { text } = await rest.ask(path, token);
      expect(text).not.toContain('digest');
      expect(text).not.toContain(digest);
    }
  });
});
