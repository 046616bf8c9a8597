import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { DELIVERY_STATES } from '../../src/store/outbox-store.js';
import { FAULT_CODES } from '../../src/uwlr/fault-code.js';
import { agreement, party } from '../store/support/records.js';
import { docPage, tablesOf } from '../support/doc-page.js';
import { post, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/uwlr.json', 'utf8')) as { readonly panels: readonly Panel[] };
const alerts = readFileSync('deploy/prometheus/alerts.yml', 'utf8');
const rules = alerts
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((text) => ({
    title: text.split('\n')[0] ?? '',
    expr: /^ +expr: '(.*)'$/m.exec(text)?.[1] ?? '',
    legendFormat: /^ +summary: '(.*)'$/m.exec(text)?.[1]?.replaceAll('$labels.', '') ?? '',
  }));
const queries = [...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target }))), ...rules];

/** Prometheus itself adds these. */
const PROMETHEUS = ['job', 'instance'];
const SERIES = /\b((?:uwlr|nodejs|process)_[a-z0-9_]+)(?:\{([^}]*)\})?/g;

/** Labels by the name of a series, as they stand on the page. */
const exported = new Map<string, Set<string>>();

beforeAll(async () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const receiver = await startWebhookReceiver({ secrets: [secret] });
  const running = await startTestGateway({ settings: { allowTargets: '127.0.0.1' } });
  const { store, keyring, url } = running.gateway;
  await store.addParty(party('bord', { role: 'client' }));
  await store.addAgreements([agreement('met bord', { school: '99XX', party: 'bord' })], undefined);
  const settings = keyring.sealSecret(JSON.stringify({ url: receiver.url, secrets: [{ secret }] }));
  await store.addTarget({ id: 'bord', party: 'bord', kind: 'webhook', settings, createdAt: '2026-01-01T00:00:00.000Z' });
  await post(running.gateway, message());
  await post(running.gateway, message({ sleutel: 'een-geraden-sleutel' }));
  for (
    const deliveries = () => store.outbox.deliveries({ target: 'bord', limit: 1 });
    (await deliveries()).items[0]?.state !== 'delivered';
  )
    await setImmediate();
  for (let page = ''; !page.includes('uwlr_delivery_seconds_count{target="bord"} 1'); ) {
    page = await (await fetch(`${url}/metrics`)).text();
    for (const [, name = '', labels = ''] of page.matchAll(/^([a-z0-9_]+)(?:\{(.*)\})? [^ ]+$/gm)) {
      const known = exported.get(name) ?? new Set();
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
      exported.set(name, known);
    }
    // Of those that were never counted yet the page only says that they exist.
    for (const [, name = ''] of page.matchAll(/^# TYPE (\w+) counter$/gm)) if (!exported.has(name)) exported.set(name, new Set());
  }
  await running.stop();
  await receiver.close();
  for (const { columns, rows } of tablesOf(docPage('operations')))
    if (columns[0] === 'metric')
      for (const [names = '', labels = ''] of rows)
        for (const [, name = ''] of names.matchAll(/`(\w+)`/g))
          if (exported.get(name)?.size === 0) exported.set(name, new Set(/^[a-z]+(?:, [a-z]+)*/.exec(labels)?.[0].split(', ')));
});

describe('the dashboard and the alerts', () => {
  test('are more than a few, and ask for nothing but what the gateway exports', () => {
    expect([dashboard.panels.length > 30, rules.length > 15]).toEqual([true, true]);
    const names = queries.flatMap(({ expr }) => [...expr.matchAll(SERIES)].map(([, name = '']) => name));
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
    const shown = new Set(names.map((name) => name.replace(/_(?:bucket|sum|count)$/, '')));
    const ours = [...exported.keys()].filter((name) => name.startsWith('uwlr_')).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
    expect(ours.filter((name) => !shown.has(name))).toEqual([]);
  });

  test('select, group and name by labels that there are', () => {
    const wrong = queries.flatMap(({ title, expr, legendFormat }) => {
      const series = [...expr.matchAll(SERIES)];
      const had = new Set([...PROMETHEUS, ...series.flatMap(([, name = '']) => [...(exported.get(name) ?? [])])]);
      const selected = series.flatMap(([, name = '', matchers = '']) =>
        [...matchers.matchAll(/(\w+)\s*[!=]/g)].map(([, label = '']) =>
          PROMETHEUS.includes(label) || exported.get(name)?.has(label) ? undefined : label,
        ),
      );
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      const named = [...legendFormat.matchAll(/\{\{ ?(\w+) ?\}\}/g)].map(([, label = '']) => label);
      return [...selected, ...[...grouped, ...named].filter((label) => !had.has(label))].flatMap((label) =>
        label === undefined ? [] : [[title, label]],
      );
    });
    expect(wrong).toEqual([]);
  });

  test('select values that occur', () => {
    const values = (label: string) =>
      queries.flatMap(({ expr }) =>
        [...expr.matchAll(new RegExp(`\\b${label}!?=~?"([^"$]*)"`, 'g'))].flatMap(([, text = '']) => text.split('|')),
      );
    expect(values('fault').filter((one) => ![...FAULT_CODES, 'none'].includes(one as never))).toEqual([]);
    expect(values('state').filter((one) => !DELIVERY_STATES.includes(one as never))).toEqual([]);
  });

  test('every alert is explained in docs/operations.md, and none that there is not', () => {
    const { rows } = tablesOf(docPage('operations')).find(({ heading }) => heading === 'Alerts to set') ?? { rows: [] };
    expect(rows.map(([name = '']) => name.replaceAll('`', ''))).toEqual(rules.map(({ title }) => title));
  });
});
