import { type FSWatcher, watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { failedByFile } from '../../src/delivery/files/file-failure.js';
import { makeFilesSender } from '../../src/delivery/files/files-sender.js';
import { placeFile } from '../../src/delivery/files/place-file.js';
import type { SentItem } from '../../src/delivery/sent-item.js';
import type { Sender, Sent } from '../../src/delivery/shipment.js';
import type { FilesSettings } from '../../src/delivery/targets/target-settings.js';
import { ReceiverNames } from '../../src/exchange/sight/receiver-names.js';
import { UWLR_VERSIONS } from '../../src/uwlr/finding.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../src/uwlr/messages/v1/leerresultaten.js';
import { school } from '../store/support/records.js';
import { decodeText } from '../support/decode-text.js';
import { olderList } from '../support/older-list.js';
import {
  BATCH,
  RECEIVER,
  RESULTS,
  resultItems,
  SCHOOL_ID,
  type ShipmentChanges,
  type ShipmentPlace,
  shipment,
  shipmentPlace,
} from './support/invented-shipment.js';

const NAME = `results-${SCHOOL_ID}-${BATCH}`;
let place: ShipmentPlace;
let sender: Sender;
let parent: string;
let directory: string;

beforeAll(async () => {
  place = await shipmentPlace();
  sender = makeFilesSender(place);
});
afterAll(() => place.remove());
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'uwlr-files-'));
  directory = path.join(parent, 'uit');
  await mkdir(directory);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

function send(changes: ShipmentChanges & { readonly settings?: Partial<FilesSettings> } = {}): Promise<Sent> {
  const { settings, ...rest } = changes;
  return sender.send(shipment(place, 'files', { directory, format: 'ndjson', ...settings }, rest));
}

async function text(name = `${NAME}.ndjson`): Promise<string> {
  return readFile(path.join(directory, name), 'utf8');
}

function kinds(sent: Sent): Readonly<Record<string, string>> {
  return Object.fromEntries([...(sent.items ?? [])].map(([delivery, { kind }]) => [delivery, kind]));
}

describe('a file of results', () => {
  test('has an item on a line, as a webhook has them, and a name by school and batch', async () => {
    const sent = await send();
    expect([...new Set(Object.values(kinds(sent)))]).toEqual(['delivered']);
    expect(await readdir(directory)).toEqual([`${NAME}.ndjson`]);
    const items = (await text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SentItem);
    expect(items.map(({ kind }) => kind).sort()).toEqual([...RESULTS.map(() => 'result'), 'withdrawal']);
    expect(items.filter((item) => 'delivery' in item)).toEqual([]);
  });

  test('that is placed again takes the place of the first, with the same in it', async () => {
    await send();
    const first = await text();
    await send({ batch: { attempt: 2, createdAt: '2026-01-15T09:00:00.000Z' } });
    expect(await readdir(directory)).toEqual([`${NAME}.ndjson`]);
    expect(await text()).toBe(first);
  });

  test('comes under its name when it is whole: before that it is hidden', async () => {
    const seen: string[] = [];
    let watcher: FSWatcher | undefined;
    const appeared = new Promise<void>((done) => {
      watcher = watch(directory, (_event, name) => {
        if (name === null || seen.includes(name)) return;
        seen.push(name);
        if (name === `${NAME}.ndjson`) done();
      });
    });
    await send();
    await appeared;
    watcher?.close();
    expect(seen.at(-1)).toBe(`${NAME}.ndjson`);
    expect(seen.slice(0, -1).every((name) => name.startsWith(`.${NAME}.ndjson.`))).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
  });

  test('can be read by the group of the gateway, and by nobody else', async () => {
    await send();
    expect((await stat(path.join(directory, `${NAME}.ndjson`))).mode & 0o137).toBe(0);
  });

  test('leaves no draft of an attempt that was cut off by the death of the gateway', async () => {
    await writeFile(path.join(directory, `.${NAME}.ndjson.0123456789ab`), 'half');
    await writeFile(path.join(directory, '.of-another.0123456789ab'), 'half');
    await send({ batch: { attempt: 2 } });
    expect((await readdir(directory)).sort()).toEqual(['.of-another.0123456789ab', `${NAME}.ndjson`]);
  });

  test('has a name that cannot lead elsewhere, whatever the school is called', async () => {
    const odd = school('schoolkey:../../elders/é');
    await place.store.addSchool(odd);
    await sender.send({ ...shipment(place, 'files', { directory, format: 'ndjson' }), school: odd });
    expect(await readdir(directory)).toEqual([`results-schoolkey_elders_-${BATCH}.ndjson`]);
    expect(await readdir(parent)).toEqual(['uit']);
  });

  test('is not written when there is nothing in it, or when the gateway stops', async () => {
    const items = resultItems(place.schoolKey).slice(0, 1);
    expect(kinds(await send({ items, list: olderList('resultaat/score') }))).toEqual({ 'delivery-1': 'dead' });
    expect(await send({ signal: AbortSignal.abort() })).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection' } });
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('a file that cannot be placed', () => {
  test('as the directory is not there, or is something else: for the operator to put right', async () => {
    const file = path.join(parent, 'bestand');
    await writeFile(file, '');
    for (const nowhere of [path.join(parent, 'weg'), file]) {
      const sent = await send({ settings: { directory: nowhere } });
      expect(sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration' } });
    }
    expect(await readdir(parent)).toEqual(['bestand', 'uit']);
  });

  test('leaves nothing behind', async () => {
    await mkdir(path.join(directory, `${NAME}.ndjson`, 'vol'), { recursive: true });
    expect(await send()).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration' }, left: [] });
    expect(await readdir(directory)).toEqual([`${NAME}.ndjson`]);
  });

  test.each([
    ['EACCES', 'configuration'],
    ['EROFS', 'configuration'],
    ['ENOSPC', 'server'],
    ['EIO', 'server'],
  ])('%s is %s, in our words', (code, outcome) => {
    const { attempt } = failedByFile(Object.assign(new Error(`${code}: /srv/verzonnen-pad`), { code }));
    expect(attempt).toMatchObject({ outcome, code });
    expect(attempt.words).not.toContain('verzonnen-pad');
    expect(() => failedByFile(new TypeError('a mistake of ours'))).toThrow(TypeError);
  });

  test('is whole or not there: what stood under its name stays when the new one fails', async () => {
    const file = { directory, name: 'x.ndjson', text: 'oud\n', again: false };
    await placeFile(file);
    await expect(placeFile({ ...file, directory: path.join(directory, 'weg'), text: 'nieuw\n' })).rejects.toThrow();
    expect(await text('x.ndjson')).toBe('oud\n');
  });
});

describe('a file of UWLR', () => {
  test.each(UWLR_VERSIONS)('is a valid message of %s, with the names of the receiver for pupils and results', async (version) => {
    const sent = await send({ settings: { format: 'uwlr', version } });
    expect(await readdir(directory)).toEqual([`${NAME}.xml`]);
    const xml = await text(`${NAME}.xml`);
    expect(decodeText(xml, version === '1.0' ? leerresultatenVerzoek1 : leerresultatenVerzoek, { version }).findings.list).toEqual([]);
    const { store, schoolKey } = place;
    const names = new ReceiverNames({ store, schoolKey, school: school(SCHOOL_ID), receiver: RECEIVER, now: new Date() });
    const going = [...kindsOf(sent, 'delivered')];
    expect(sent.left).toEqual(going);
    expect(going.length).toBeGreaterThan(0);
    const keys = [...xml.matchAll(/<resultaat key="([^"]*)"/g)].map(([, key = '']) => names.resultsCalled(key)[0]);
    expect(keys.sort()).toEqual(going.map((delivery) => RESULTS[Number(delivery.split('-')[1]) - 1]?.id).sort());
    const pupils = [...xml.matchAll(/<leerlingid>([^<]*)</g)].map(([, alias = '']) => alias);
    expect(await Promise.all(pupils.map((alias) => names.find('learner', alias)))).toEqual(pupils.map(() => RESULTS[0]?.learner));
    const { eckId, learner } = RESULTS[0] as Required<(typeof RESULTS)[0]>;
    expect([eckId, learner, ...RESULTS.map(({ id }) => id)].filter((ours) => xml.includes(ours))).toEqual([]);
  });

  test('cannot say that a result is gone', async () => {
    const sent = await send({ settings: { format: 'uwlr' } });
    expect(sent.items?.get('delivery-withdrawn')).toMatchObject({ kind: 'dead', reason: 'not-expressible' });
  });

  test('has only what the agreement lists', async () => {
    await send({ settings: { format: 'uwlr' } });
    expect(await text(`${NAME}.xml`)).toContain('<toetsnaam>');
    await send({ settings: { format: 'uwlr' }, fields: ['resultaat/score', 'resultaat/toetsonderdeelcode', 'toetsafname/eckid'] });
    const xml = await text(`${NAME}.xml`);
    expect(xml).not.toMatch(/<toetsnaam>|<vakgebied|osoresultaat/);
    expect(xml).toContain('<eckid>');
  });
});

function* kindsOf(sent: Sent, wanted: string): Generator<string> {
  for (const [delivery, { kind }] of sent.items ?? []) if (kind === wanted) yield delivery;
}
