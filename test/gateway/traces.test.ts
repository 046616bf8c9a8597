import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { agreement, party } from '../store/support/records.js';
import { KEY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { type OtlpReceiver, type SentSpan, startOtlpReceiver } from '../support/otlp-receiver.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const SENDERS_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT = 3;
const SERVER = 2;

const before = { ...process.env };
/** What a test opened; closed when it fails too. */
const opened: (() => Promise<void>)[] = [];

async function receiverThat(answers: number | undefined): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver(answers);
  opened.push(receiver.close);
  return receiver;
}

beforeEach(() => {
  process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
  process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '500';
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'authorization=Bearer geheim-van-de-ontvanger';
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  Object.assign(process.env, before);
});

async function gatewayWith(receiver: OtlpReceiver): Promise<Running> {
  const running = await startTestGateway({ settings: { otlpEndpoint: receiver.url, allowTargets: '127.0.0.1', shutdownSeconds: 2 } });
  opened.push(running.stop);
  return running;
}

function spanOf(spans: readonly SentSpan[], name: string): SentSpan {
  const [span, ...others] = spans.filter((one) => one.name === name);
  expect([name, span === undefined, others.length]).toEqual([name, false, 0]);
  return span as SentSpan;
}

async function exchangesOf({ gateway }: Running): Promise<readonly string[]> {
  const { items } = await gateway.store.exchanges({ school: '99XX', limit: 10 });
  return items.map(({ id }) => id);
}

test('a message, its steps and its delivery are traces that point to each other, without a pupil or a secret in them', async () => {
  const [receiver, webhook] = [await receiverThat(200), await startWebhookReceiver({ secrets: [SECRET] })];
  opened.push(() => webhook.close());
  const running = await gatewayWith(receiver);
  const { store, keyring } = running.gateway;
  await store.addParty(party('bord', { role: 'client' }));
  await store.addAgreements([agreement('met bord', { school: '99XX', party: 'bord' })], undefined);
  const settings = keyring.sealSecret(JSON.stringify({ url: webhook.url, secrets: [{ secret: SECRET }] }));
  await store.addTarget({ id: 'bord', party: 'bord', kind: 'webhook', settings, createdAt: '2026-01-01T00:00:00.000Z' });
  const headers = {
    traceparent: `00-${SENDERS_TRACE}-00f067aa0ba902b7-01`,
    baggage: 'leerling=verzonnen-0001',
    tracestate: 'x=verzonnen-0001',
  };
  expect((await post(running.gateway, message({ afnames: afname('verzonnen-0001', resultaat('r-1')) }), headers)).status).toBe(200);
  for (
    const status = () => running.gateway.store.outbox.deliveries({ target: 'bord', limit: 1 });
    (await status()).items[0]?.state !== 'delivered';
  )
    await setImmediate();
  const answer = await fetch(`${running.gateway.url}/api/v1/results/${SENDERS_TRACE}`, { headers: { authorization: 'Bearer onbekend' } });
  const described = await fetch(`${running.gateway.url}/api/v1/openapi.json`);
  expect([answer.status, described.status]).toEqual([401, 200]);
  const [exchange = ''] = await exchangesOf(running);
  await running.stop();

  const spans = receiver.spans();
  const root = spanOf(spans, 'BrengLeerresultaten');
  const trace = exchange.replaceAll('-', '');
  expect(root).toMatchObject({ traceId: trace, spanId: trace.slice(16), kind: SERVER, service: 'uwlr-gateway' });
  expect(root.links.map(({ traceId }) => traceId)).toEqual([SENDERS_TRACE]);
  expect(root.attributes).toMatchObject({
    'uwlr.exchangeId': exchange,
    'uwlr.school': '99XX',
    'uwlr.party': 'TESTEA',
    'uwlr.outcome': 'accepted',
  });
  for (const step of ['read', 'intake', 'store commit'])
    expect(spanOf(spans, step)).toMatchObject({ traceId: trace, parentSpanId: root.spanId });

  const delivery = spanOf(spans, 'deliver webhook');
  expect(delivery).toMatchObject({ kind: CLIENT, attributes: { 'uwlr.target': 'bord', 'uwlr.delivery': 'answered', 'uwlr.count': 1 } });
  expect(delivery.links).toMatchObject([{ traceId: root.traceId, spanId: root.spanId }]);
  // Two receivers must not be able to tell that what they got came in together.
  expect(delivery.traceId).not.toBe(root.traceId);
  expect(webhook.requests.map((one) => one.headers['traceparent'])).toEqual([`00-${delivery.traceId}-${delivery.spanId}-01`]);

  expect(spanOf(spans, 'GET /api/v1/openapi.json').attributes).toMatchObject({ 'uwlr.requestId': described.headers.get('x-request-id') });
  expect(spans.length).toBe(6);
  const [{ path, headers: sent } = { path: '', headers: {} }] = receiver.requests;
  expect([path, sent.authorization]).toEqual(['/v1/traces', 'Bearer geheim-van-de-ontvanger']);
  const everything = receiver.requests.map(({ body }) => body).join('\n');
  for (const hidden of ['verzonnen-0001', 'r-1"', KEY, SECRET, webhook.url])
    expect([hidden, everything.includes(hidden)]).toEqual([hidden, false]);
  expect(running.log()).not.toContain('geheim-van-de-ontvanger');
});

test('a caller can neither choose nor force a trace: what a stranger, or nobody who can count, claims is dropped', async () => {
  const receiver = await receiverThat(200);
  process.env['OTEL_TRACES_SAMPLER'] = 'parentbased_always_on';
  const running = await gatewayWith(receiver);
  const claims: readonly [sleutel: string, traceparent: string][] = [
    ['een-geraden-sleutel', `00-${SENDERS_TRACE}-00f067aa0ba902b7-01`],
    [KEY, `ff-${SENDERS_TRACE}-00f067aa0ba902b7-01`],
    [KEY, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    [KEY, '00-verzonnen-0001'],
  ];
  for (const [sleutel, traceparent] of claims) await post(running.gateway, message({ sleutel }), { traceparent });
  await running.stop();
  const roots = receiver.spans().filter(({ name }) => name === 'BrengLeerresultaten');
  expect(roots.map(({ links }) => links.length)).toEqual([0, 0, 0, 0]);

  process.env['OTEL_TRACES_SAMPLER'] = 'parentbased_always_off';
  const silent = await gatewayWith(receiver);
  const known = receiver.spans().length;
  await post(silent.gateway, message(), { traceparent: `00-${SENDERS_TRACE}-00f067aa0ba902b7-01` });
  await silent.stop();
  expect(receiver.spans().length).toBe(known);
});

test('a receiver that refuses, never answers or is not there costs no message and keeps nobody from stopping', async () => {
  const [refusing, stuck, gone] = [await receiverThat(400), await receiverThat(undefined), await receiverThat(200)];
  await gone.close();
  for (const receiver of [refusing, stuck, gone]) {
    const running = await gatewayWith(receiver);
    expect((await post(running.gateway, message())).status).toBe(200);
    expect(await exchangesOf(running)).toHaveLength(1);
    await running.stop();
    expect(running.log()).toContain('"event":"gateway stopped"');
    if (receiver === refusing) expect(running.log()).toContain('"event":"traces not taken"');
  }
});

test('spans go as protobuf, unless somebody wants JSON', async () => {
  const receiver = await receiverThat(200);
  process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/protobuf';
  const running = await gatewayWith(receiver);
  await post(running.gateway, message());
  await running.stop();
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.requests;
  expect([headers['content-type'], body.includes('BrengLeerresultaten')]).toEqual(['application/x-protobuf', true]);
});
