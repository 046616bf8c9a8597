import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import type { Report } from '../../src/conformance/report/report.js';
import { RECEIVER_DEFECTS } from '../../src/simulator/defects/receiver-defects.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { startServer } from '../conformance/support/plain-receiver.js';
import { uwlr, type Workspace, workspace } from './support/uwlr.js';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let space: Workspace;
let receiver: SimulatedWebhookReceiver;

beforeAll(async () => {
  space = await workspace();
  writeFileSync(space.path('secret'), SECRET);
  const defects = RECEIVER_DEFECTS.filter(({ name }) => name === 'last-message-wins');
  receiver = await startWebhookReceiver({ secrets: [SECRET], defects });
});
afterAll(async () => {
  await receiver.close();
  await space.remove();
});

const conform = (...args: string[]) => uwlr(['conform', 'receiver', ...args]);
const flags = () => [receiver.url, '--webhook-secret-file', space.path('secret')];
const complaint = ({ code, stderr }: Awaited<ReturnType<typeof conform>>) => [code, stderr];

test('a simulated receiver with a defect answers at the address that one without has', async () => {
  const sound = await startWebhookReceiver({ secrets: [SECRET] });
  await sound.close();
  expect(new URL(receiver.url).hostname).toBe(new URL(sound.url).hostname);
});

describe('uwlr conform receiver', () => {
  test('ends with 1 when the ledger shows what the receiver does wrong', async () => {
    const { code, stdout } = await conform(...flags(), '--ledger-url', receiver.ledgerUrl, '--only', 'receiver/corrections', '--json');
    expect(code).toBe(1);
    const { role, subject, tests } = JSON.parse(stdout) as Report;
    expect({ role, safe: subject.safe }).toEqual({ role: 'receiver', safe: false });
    expect(tests.filter(({ verdict }) => verdict === 'fail')).toMatchObject([
      { id: 'receiver/corrections/late', actual: 'the result is in the ledger 1 time(s), in revision 1' },
    ]);
    expect(stdout).not.toContain(SECRET);
  });

  test('ends with 0 without the ledger, and says what to look for', async () => {
    const { code, stdout } = await conform(...flags(), '--only', 'receiver/corrections');
    expect(code).toBe(0);
    expect(stdout).toMatch(/expected: the result \(id [0-9a-f-]{36}\) is there once, in revision 2/);
  });

  test('names the demand that was broken on the terminal, in the language asked for', async () => {
    const only = ['--ledger-url', receiver.ledgerUrl, '--only', 'receiver/corrections/late'];
    const { stdout } = await conform(...flags(), ...only);
    const words = requirementOf('RECEIVER-53');
    expect(stdout).toContain(
      `fail           receiver/corrections/late  RECEIVER-53\n                 ${words?.en}\n                 expected: `,
    );
    const dutch = await conform(...flags(), ...only, '--language', 'nl');
    expect(stdout).toContain('\nTested against the interfaces of this gateway; suite ');
    expect(dutch.stdout).toContain(`RECEIVER-53\n                 ${words?.nl}\n                 verwacht: `);
  });

  test('what was not mended is STILL there in a replay, although its ids are others', async () => {
    const report = space.path('report.json');
    await conform(...flags(), '--ledger-url', receiver.ledgerUrl, '--only', 'receiver/corrections/late', '--report', report);
    const { code, stdout } = await uwlr(['conform', 'replay', report, '--webhook-secret-file', space.path('secret')]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^STILL +receiver\/corrections\/late /)]);
  });

  test('ends with 3 when the ledger becomes unreadable during the run, and keeps what was done', async () => {
    let reads = 0;
    const ledger = await startServer((_, response) => {
      reads += 1;
      response.end(reads < 2 ? '{"results": []}' : '{"results": [{"id": "x", "revision": 1, "goals": [null]}]}');
    });
    try {
      const { code, stdout } = await conform(...flags(), '--ledger-url', ledger.url, '--only', 'receiver/corrections', '--json');
      const { ended, limits, tests } = JSON.parse(stdout) as Report;
      expect({ code, ended, said: limits[0] }).toEqual({
        code: 3,
        ended: 'ledger-lost',
        said: 'The ledger of the receiver could not be read during the run: tests that need it are a skip.',
      });
      expect(tests.filter(({ id, verdict }) => id.startsWith('receiver/corrections') && verdict === 'pass')).toHaveLength(2);
    } finally {
      await ledger.close();
    }
  });

  test('refuses a school that could be real, and a run without the secret', async () => {
    expect(complaint(await conform(...flags(), '--school', '01AB', '--authorised-by', 'De school'))).toEqual([
      2,
      'uwlr: --school: only an invented school, such as 99XX\n',
    ]);
    expect(complaint(await conform(receiver.url))).toEqual([2, 'uwlr: the secret of the target is needed: --webhook-secret-file\n']);
  });

  test('ends with 3 when nothing answers, or the ledger is none', async () => {
    const nowhere = await conform('http://127.0.0.1:9/results', '--webhook-secret-file', space.path('secret'));
    expect(complaint(nowhere)).toEqual([3, expect.stringContaining('nothing listens there')]);
    writeFileSync(space.path('ledger.json'), '{"results": [{"id": "x"}]}');
    const broken = await conform(...flags(), '--ledger-file', space.path('ledger.json'));
    expect(complaint(broken)).toEqual([3, expect.stringContaining("at /results/0 it must have required property 'revision'")]);
  });
});
