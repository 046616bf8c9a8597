import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultEnvelope } from '../../src/soap/envelope/fault.js';
import type { AttemptOutcome } from '../../src/store/outbox-store.js';
import type { UwlrFaultCode } from '../../src/uwlr/fault-code.js';
import type { Fault } from './support/fault-proxy.js';
import { type FaultyKind, FaultyTargets, outcomesOf } from './support/faulty-targets.js';

const KINDS: readonly FaultyKind[] = ['las', 'webhook', 'edu-v'];
const PAGE = '<!doctype html><html lang=nl><title>Onderhoud</title><p>Even geduld<br>a.u.b.</html>';
const OTHER_XML = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><iets_anders/></s:Body></s:Envelope>';
const XML = { 'content-type': 'text/xml; charset=utf-8' };
const HTML = { 'content-type': 'text/html' };

let targets: FaultyTargets;

beforeAll(async () => {
  targets = await FaultyTargets.start();
  targets.work();
});

afterAll(async () => {
  expect(targets.failures).toEqual([]);
  await targets.close();
});

const statusOf = async (kind: FaultyKind) => {
  const all = await targets.store.outbox.deliveryStatus(new Date().toISOString());
  return all.find(({ target }) => target === kind);
};

/** The receiver has each result of these as it was accepted. A webhook names them by aliases: there it is the number that counts. */
function expectHeld(kind: FaultyKind, before: number, items: readonly { readonly key: string; readonly digest: string }[]): void {
  const { items: held } = targets.held(kind);
  expect(held.size).toBe(before + items.length);
  if (kind === 'las') expect(items.map(({ key }) => held.get(key))).toEqual(items.map(({ digest }) => digest));
}

/** Faults after which nobody knows, or that pass: `processed` when the receiver took the message in all the same. */
const PASSING: readonly { name: string; fault: Fault; outcome: AttemptOutcome; kinds?: readonly FaultyKind[]; processed?: true }[] = [
  { name: 'refuses connections', fault: 'refuse', outcome: 'connection' },
  { name: 'resets connections', fault: 'reset', outcome: 'connection' },
  { name: 'hangs', fault: 'hang', outcome: 'timeout' },
  { name: 'closes its half and says nothing', fault: 'half-open', outcome: 'connection' },
  { name: 'loses its answer after it processed the message', fault: 'lost', outcome: 'connection', processed: true },
  { name: 'breaks off in its answer', fault: 'cut', outcome: 'connection', processed: true, kinds: ['las'] },
  { name: 'answers 500', fault: { status: 500 }, outcome: 'server' },
  { name: 'answers 502 with a page', fault: { status: 502, headers: HTML, body: PAGE }, outcome: 'server' },
  { name: 'answers 503', fault: { status: 503 }, outcome: 'busy' },
  { name: 'answers 429', fault: { status: 429 }, outcome: 'busy' },
  { name: 'answers with a page', fault: { status: 200, headers: HTML, body: PAGE }, outcome: 'server', kinds: ['las'] },
  { name: 'answers with other XML', fault: { status: 200, headers: XML, body: OTHER_XML }, outcome: 'server', kinds: ['las'] },
  { name: 'answers with nothing', fault: { status: 200 }, outcome: 'server', kinds: ['las'] },
  { name: 'gives the fault Server.InterneFout', fault: soapFault('Server.InterneFout'), outcome: 'server', kinds: ['las'] },
  {
    name: 'gives the fault Server.TijdelijkNietBeschikbaar',
    fault: soapFault('Server.TijdelijkNietBeschikbaar'),
    outcome: 'server',
    kinds: ['las'],
  },
];

/** Faults that are about us, whatever is in the message. */
const HOLDING: readonly { name: string; fault: Fault; outcome: AttemptOutcome; kinds?: readonly FaultyKind[] }[] = [
  { name: 'answers 401', fault: { status: 401 }, outcome: 'authorisation' },
  { name: 'answers 403', fault: { status: 403 }, outcome: 'authorisation' },
  { name: 'sends us elsewhere', fault: { status: 302, headers: { location: 'http://elders.example/' } }, outcome: 'configuration' },
  {
    name: 'gives the fault Client.AutorisatieOngeldig',
    fault: soapFault('Client.AutorisatieOngeldig'),
    outcome: 'authorisation',
    kinds: ['las'],
  },
  {
    name: 'gives the fault Client.OngeldigeKlantIdentificatie',
    fault: soapFault('Client.OngeldigeKlantIdentificatie'),
    outcome: 'authorisation',
    kinds: ['las'],
  },
  {
    name: 'gives the fault Client.XsdVersieOngeldig',
    fault: soapFault('Client.XsdVersieOngeldig'),
    outcome: 'configuration',
    kinds: ['las'],
  },
];

/** Faults that are about what is in the message. */
const REFUSING: readonly { name: string; fault: Fault; kinds?: readonly FaultyKind[] }[] = [
  { name: 'answers 400', fault: { status: 400 } },
  { name: 'answers 422', fault: { status: 422 } },
  { name: 'answers 413', fault: { status: 413 } },
  ...(
    [
      'Client.OngeldigBericht',
      'Client.VocabulaireTermOngeldig',
      'Client.LeerlingOngeldig',
      'Client.ToetsNormeringOngeldig',
      'Client.ScoreOngeldig',
      'Client.EldResultaatOngeldig',
    ] as const
  ).map((code) => ({ name: `gives the fault ${code}`, fault: soapFault(code), kinds: ['las'] as const })),
];

describe.each(KINDS)('a target of kind %s', (kind) => {
  const those = <Row extends { kinds?: readonly FaultyKind[] }>(rows: readonly Row[]) =>
    rows.filter(({ kinds = KINDS }) => kinds.includes(kind));

  test.each(those(PASSING))(
    'that $name gets everything once it is well again, and our books say how it went',
    async ({ fault, outcome, processed }) => {
      const { items: before, messages } = targets.held(kind);
      const from = targets.attempts.length;
      await targets.proxies[kind].meet(fault);
      const { exchange, items } = await targets.accept(kind);
      await targets.tried(kind, 2, from);
      await targets.proxies[kind].meet();
      const details = await targets.reached(exchange, ['delivered']);
      for (const detail of details) {
        const outcomes = outcomesOf(detail);
        expect(outcomes.at(-1)).toBe('answered');
        expect(new Set(outcomes.slice(0, -1))).toEqual(new Set([outcome]));
      }
      expectHeld(kind, before.size, items);
      const taken = targets.held(kind).messages - messages;
      // Who knows a message again by its id takes it in once, however often it comes; a LAS goes by the keys of the results.
      if (kind === 'las' && processed) expect(taken).toBeGreaterThan(1);
      else if (kind !== 'edu-v') expect(taken).toBe(1);
      expect(await statusOf(kind)).toMatchObject({ failures: 0, counts: { waiting: 0, leased: 0, retrying: 0, held: 0, dead: 0 } });
    },
  );

  test('that answers byte by byte is waited for', async () => {
    const { items: before } = targets.held(kind);
    await targets.proxies[kind].meet('slow');
    const { exchange, items } = await targets.accept(kind);
    const details = await targets.reached(exchange, ['delivered']);
    await targets.proxies[kind].meet();
    expect(new Set(details.map(({ attempts }) => attempts))).toEqual(new Set([1]));
    expectHeld(kind, before.size, items);
  });

  test('that asks for time with Retry-After is left alone for that long', async () => {
    const { items: before } = targets.held(kind);
    await targets.proxies[kind].meet({ status: 503, headers: { 'retry-after': '1' } }, 'pass');
    const { exchange, items } = await targets.accept(kind);
    const [first] = await targets.reached(exchange, ['delivered']);
    const [asked, next] = first?.attemptList ?? [];
    expect([asked?.outcome, next?.outcome]).toEqual(['busy', 'answered']);
    // From its start: the end is written down a moment after the answer came, and the time that is asked for counts from the answer.
    expect(Date.parse(String(next?.startedAt)) - Date.parse(String(asked?.startedAt))).toBeGreaterThanOrEqual(1000);
    expectHeld(kind, before.size, items);
  });

  test.each(those(HOLDING))('that $name is held after one attempt, and goes on when somebody says so', async ({ fault, outcome }) => {
    const { items: before } = targets.held(kind);
    const from = targets.attempts.length;
    await targets.proxies[kind].meet(fault);
    const { exchange, items } = await targets.accept(kind);
    await targets.tried(kind, 1, from);
    const [held] = await targets.reached(exchange, ['held']);
    expect(held).toMatchObject({ reason: 'target-held', attempts: 1 });
    expect(await statusOf(kind)).toMatchObject({ held: { reason: outcome } });
    const later = await targets.accept(kind);
    await targets.reached(later.exchange, ['held']);
    await targets.proxies[kind].meet();
    expect(targets.attempts.length).toBe(from + 1);
    expect(await targets.store.outbox.resumeTarget(kind, new Date().toISOString())).toMatchObject({ released: true });
    targets.poke();
    const details = await targets.reached(exchange, ['delivered']);
    expect(outcomesOf(details[0]!)).toEqual([outcome, 'answered']);
    await targets.reached(later.exchange, ['delivered']);
    expectHeld(kind, before.size, [...items, ...later.items]);
  });

  test.each(those(REFUSING))('that $name refuses each result by itself; done again they arrive', async ({ fault }) => {
    const { items: before } = targets.held(kind);
    await targets.proxies[kind].meet(fault);
    const { exchange, items } = await targets.accept(kind);
    const refused = await targets.reached(exchange, ['dead']);
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['refused']));
    for (const detail of refused) expect(detail.attemptList.at(-1)).toMatchObject({ outcome: 'content', size: 1 });
    await targets.proxies[kind].meet();
    const again = await targets.store.outbox.changeDeliveries('redrive', { exchange }, { at: new Date().toISOString() });
    expect(again).toMatchObject({ changed: items.length });
    targets.poke();
    // The first try is over with the second, and still says what came of it.
    const all = await targets.reached(exchange, ['delivered', 'cancelled']);
    expect(all.filter(({ state }) => state === 'cancelled').map(({ id, reason }) => [id, reason])).toEqual(
      refused.map(({ id }) => [id, 'refused']),
    );
    expect(all.filter(({ state }) => state === 'delivered').map(({ redrives }) => redrives)).toEqual(refused.map(({ id }) => id));
    expectHeld(kind, before.size, items);
  });
});

function soapFault(code: UwlrFaultCode): Fault {
  return { status: 500, headers: XML, body: faultEnvelope({ code, text: 'Zo gaat het niet', exchange: 'proef', items: [] }) };
}
