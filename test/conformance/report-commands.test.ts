import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { diffReports } from '../../src/conformance/report/diff-reports.js';
import { faultOfReport } from '../../src/conformance/report/read-report.js';
import type { Report } from '../../src/conformance/report/report.js';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import { SIMULATED_CALLER, type SimulatedLasOptions, startSimulatedLas } from '../../src/simulator/las.js';
import { startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { type SyntheticAdministration, syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { ONE_LINE, type Outcome, start, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';
import { hasOpenssl, makeAuthority } from '../support/authority.js';
import { SECRET } from './support/simulated-receiver.js';

let space: Workspace;
let port: number;
/** Of an administration with one defect. */
let report: Report;
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
const env = { UWLR_CONFORM_KEY: autorisatiesleutel };
const ONLY = [
  '--only',
  'las/pupils/answered',
  '--only',
  'las/pupils/schema',
  '--only',
  'las/pupils/namespace',
  '--only',
  'las/faults/klantcode-unknown',
];

function conform(...args: string[]): Promise<Outcome> {
  return uwlr(['conform', ...args], { env });
}

function file(name: string, content: unknown): string {
  writeFileSync(space.path(name), typeof content === 'string' ? content : JSON.stringify(content));
  return space.path(name);
}

async function against<T>(options: SimulatedLasOptions, use: (endpoint: string) => Promise<T>): Promise<T> {
  const las = await startSimulatedLas({ ...options, ...(port === undefined ? {} : { port }) });
  try {
    return await use(las.endpoint);
  } finally {
    await las.close();
  }
}

const defects = LAS_DEFECTS.filter(({ name }) => name === 'names-in-wrong-order');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');

beforeAll(async () => {
  space = await workspace();
  file('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  file('public.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  file('other.pem', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString());
  file('rsa.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  await against({ defects }, async (endpoint) => {
    port = Number(new URL(endpoint).port);
    const forms = [
      '--report',
      space.path('report.json'),
      '--junit',
      space.path('r.xml'),
      '--html',
      space.path('r.html'),
      '--markdown',
      space.path('r.md'),
    ];
    const caller = ['--klantcode', klantcode, '--klantnaam', klantnaam];
    const { code } = await conform('las', endpoint, ...caller, ...ONLY, ...forms, '--sign', space.path('key.pem'));
    expect(code).toBe(1);
  });
  report = JSON.parse(readFileSync(space.path('report.json'), 'utf8')) as Report;
});
afterAll(() => space.remove());

function states(text: string): Readonly<Record<string, string>> {
  const { tests } = JSON.parse(text) as { tests: { id: string; state: string }[] };
  return Object.fromEntries(tests.map(({ id, state }) => [id, state]));
}

describe('replay', () => {
  test('finds that what was mended is FIXED, with no key in the report', async () => {
    await against({}, async () => {
      const { code, stdout } = await conform('replay', space.path('report.json'), '--json');
      expect([code, states(stdout)]).toEqual([0, { 'las/pupils/schema@2.2': 'FIXED' }]);
    });
    expect(readFileSync(space.path('report.json'), 'utf8')).not.toContain(autorisatiesleutel);
  });

  test('finds that what was not mended is STILL there, and what fails in another way is DIFFERENT', async () => {
    await against({ defects }, async () => {
      const { code, stdout } = await conform('replay', space.path('report.json'), '--json');
      expect([code, states(stdout)]).toEqual([1, { 'las/pupils/schema@2.2': 'STILL' }]);
    });
    const otherwise = { ...report, tests: report.tests.map((one) => (one.verdict === 'fail' ? { ...one, actual: 'another thing' } : one)) };
    await against({ defects }, async () => {
      const { code, stdout } = await conform('replay', file('otherwise.json', otherwise), '--json');
      expect([code, states(stdout)]).toEqual([1, { 'las/pupils/schema@2.2': 'DIFFERENT' }]);
    });
  });

  test('says that nothing was reached where nothing answers, and gives no verdict', async () => {
    const { code, stdout, stderr } = await conform('replay', space.path('report.json'), '--json');
    expect([code, states(stdout)]).toEqual([3, { 'las/pupils/schema@2.2': 'NOT REACHED' }]);
    expect(stderr).toMatch(ONE_LINE);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['cut off', () => readFileSync(space.path('report.json'), 'utf8').slice(0, 900), /is not JSON/],
    ['of another form', () => ({ ...report, format: 2 }), /form 2/],
    ['not a report', () => ({ hello: 'world' }), /no report of this suite/],
    [
      'of another suite',
      () => ({ ...report, suite: { version: '9.9.9', digest: `sha256:${'0'.repeat(64)}` } }),
      /is of suite 9\.9\.9.*conform diff/,
    ],
  ])('refuses a report that is %s, with one line', async (_, content, complaint) => {
    const { code, stdout, stderr } = await conform('replay', file('bad.json', content()));
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringMatching(complaint)]);
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('diff', () => {
  test('says that you changed when the suite is the same', async () => {
    await against({}, async (endpoint) => {
      const forms = ['--report', space.path('later.json')];
      await conform('las', endpoint, '--klantcode', klantcode, '--klantnaam', klantnaam, ...ONLY, ...forms);
    });
    const better = await conform('diff', space.path('report.json'), space.path('later.json'));
    expect(better).toMatchObject({ code: 0, stdout: expect.stringMatching(/You changed.*\n\s+fail -> pass\s+las\/pupils\/schema/) });
    expect(await conform('diff', space.path('later.json'), space.path('report.json'))).toMatchObject({ code: 1 });
  });

  /** The same report of a later suite, with its one failure changed. */
  function later(change: Partial<Report['tests'][number]>, answer?: string): Report {
    const tests = report.tests.map((one) => (one.verdict === 'fail' ? { ...one, ...change } : one));
    const failed = report.tests.find(({ verdict }) => verdict === 'fail')?.exchanges ?? [];
    const exchanges = report.exchanges.map((one) =>
      answer === undefined || one.answer === undefined || !failed.includes(one.number)
        ? one
        : { ...one, answer: { ...one.answer, body: answer } },
    );
    return { ...report, suite: { version: '9.9.9', digest: `sha256:${'9'.repeat(64)}` }, tests, exchanges };
  }

  test.each<[string, Partial<Report['tests'][number]>, string | undefined, string]>([
    ['the same answer, judged otherwise', { verdict: 'pass', revision: 2 }, undefined, 'suite'],
    ['another answer to the same question, for the same test', { verdict: 'pass' }, '<a/>', 'you'],
    ['another answer, and another test', { verdict: 'pass', revision: 2 }, '<a/>', 'both'],
    ['a test that was left out', { verdict: 'skip', reason: 'only at level full' }, undefined, 'run'],
  ])('of a later suite: %s', (_, change, answer, cause) => {
    const { changed, sameSuite } = diffReports(report, later(change, answer));
    expect([sameSuite, changed.map((one) => [one.id, one.cause])]).toEqual([false, [['las/pupils/schema@2.2', cause]]]);
  });
});

describe('verify', () => {
  test.each([
    ['the right key', ['--key', 'public.pem'], 0, /^Unchanged since it was signed/],
    ['any key', [], 0, /only its owner can say/],
    ['another key', ['--key', 'other.pem'], 1, /another key/],
  ])('with %s', async (_, flags, code, said) => {
    const args = flags.map((flag) => (flag.startsWith('--') ? flag : space.path(flag)));
    expect(await conform('verify', space.path('report.json'), ...args)).toMatchObject({ code, stdout: expect.stringMatching(said) });
  });

  test('finds a change, and a report without a signature', async () => {
    const changed = { ...report, endedAt: '2026-01-01T00:00:00.000Z' };
    expect(await conform('verify', file('changed.json', changed))).toMatchObject({ code: 1, stdout: expect.stringMatching(/^WRONG/) });
    const { signature: _, ...unsigned } = report;
    expect(await conform('verify', file('unsigned.json', unsigned))).toMatchObject({ code: 1, stdout: 'Not signed.\n' });
  });

  test('a key of another kind is refused before anything is sent', async () => {
    const { code, stderr } = await conform('las', 'http://localhost:1/', '--sign', space.path('rsa.pem'));
    expect([code, stderr]).toEqual([3, expect.stringMatching(/rsa\.pem: is no Ed25519 key/)]);
  });
});

describe('expected failures', () => {
  const run = (expected: unknown) =>
    against({ defects }, async (endpoint) =>
      conform('las', endpoint, '--klantcode', klantcode, '--klantnaam', klantnaam, ...ONLY, '--expect', file('expected.json', expected)),
    );

  test('do not fail the run, and are told', async () => {
    const { code, stdout } = await run([{ test: 'las/pupils/schema', reason: 'ticket 12' }]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Expected failure (seen): las/pupils/schema (ticket 12)')]);
  });

  test('that are gone fail it', async () => {
    const both = [
      { test: 'las/pupils/schema', reason: 'ticket 12' },
      { test: 'las/pupils/answered', reason: 'ticket 13' },
    ];
    const { code, stdout } = await run(both);
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('Expected failure (gone: take it off the list): las/pupils/answered (ticket 13)'),
    ]);
  });

  test('need a reason', async () => {
    expect(await run([{ test: 'las/pupils/schema' }])).toMatchObject({ code: 3, stderr: expect.stringMatching(/reason/) });
  });
});

test('one test runs again with all that was sent and came, and a line for curl', async () => {
  const { code, stdout } = await against({ defects }, () => conform('rerun', 'LAS-PUPILS-05', space.path('report.json')));
  expect(code).toBe(1);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a shell.
  for (const part of ['las/pupils/schema', 'curl -sS', '${UWLR_CONFORM_KEY}', 'HTTP 200', '[achternaam 1]']) expect(stdout).toContain(part);
  expect(await conform('rerun', 'las/nothing', space.path('report.json'))).toMatchObject({ code: 1 });
});

test('every requirement and every test can be listed and explained', async () => {
  const { items } = JSON.parse((await conform('list', '--json')).stdout) as { items: { id: string; tests: string[] }[] };
  expect(items.find(({ id }) => id === 'LAS-PUPILS-05')?.tests).toEqual(['las/pupils/schema']);
  const explained = await conform('explain', 'las/pupils/schema@2.2', '--language', 'nl');
  expect(explained).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/LAS-PUPILS-05: .*\n[\s\S]*test las\/pupils\/schema: Het antwoord/),
  });
  expect(await conform('explain', 'LAS-PUPIL-05')).toMatchObject({ code: 1, stderr: expect.stringMatching(/did you mean LAS-PUPILS-/) });
});

test('a school that may exist is not tested without the name of whoever allowed it, and its traffic is not kept', async () => {
  const base = ['las', 'http://localhost:1/', '--school', '12AB'];
  expect(await conform(...base)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--authorised-by/) });
  const kept = [...base, '--authorised-by', 'Directie', '--keep-traffic'];
  expect(await conform(...kept)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--keep-traffic is for synthetic/) });
});

test('the report of every role is as the published schema says', async () => {
  const receiver = await startWebhookReceiver({ secrets: [SECRET] });
  const ofReceiver = ['receiver', receiver.url, '--webhook-secret-file', file('webhook.secret', SECRET), '--level', 'connect', '--json'];
  const outcomes = [await conform(...ofReceiver), await conform('file', path.resolve('fixtures/five-mistakes-2.2.xml'), '--json')];
  await receiver.close();
  const reports = [report, ...outcomes.map(({ stdout }) => JSON.parse(stdout) as Report)];
  expect(reports.map((one) => [one.role, faultOfReport(one)])).toEqual(['las', 'receiver', 'file'].map((role) => [role, undefined]));
});

test('what cannot be written, and failures of tests that there are not, are refused before anything is sent', async () => {
  const wrong = [
    [['--html', space.path('nowhere/r.html')], /nowhere: no such file or directory/],
    [['--expect', file('typo.json', [{ test: 'las/pupils/shema', reason: 'ticket 12' }])], /did you mean las\/pupils\/schema\?/],
  ] as const;
  for (const [flags, complaint] of wrong)
    expect(await conform('las', 'http://localhost:1/', ...flags)).toMatchObject({ code: 3, stderr: expect.stringMatching(complaint) });
});

test('an id that selects nothing is refused', async () => {
  const { code, stderr } = await conform('las', 'http://localhost:1/', '--only', 'las/pupil/schema');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/did you mean las\/pupils\/schema\?/)]);
});

/** All that says who the pupils and teachers of a school are. */
function personalIn(school: SyntheticAdministration): readonly string[] {
  const { learners, teachers, groups } = school.roster;
  const people = [...learners, ...teachers].flatMap(({ key, eckId, name }) => [key, eckId, name.family, name.call]);
  const all = [...people, ...learners.map(({ birthDate }) => birthDate), ...groups.map(({ key }) => key)];
  return [...new Set(all.filter((one) => one !== undefined && one.length >= 5))] as string[];
}

test('nobody of the school is in a report in any form, whatever was tested', async () => {
  const school = syntheticSchool({ brin: '99XX', learners: 30 });
  const out = [
    '--report',
    space.path('all.json'),
    '--html',
    space.path('all.html'),
    '--junit',
    space.path('all.xml'),
    '--markdown',
    space.path('all.md'),
  ];
  // In the wrong order, so that schemas have something to say of values; with more than the profile.
  const { stdout } = await against({ school, defects, deviations: ['extra-fields', 'duplicate-keys', 'dangling-groups'] }, (endpoint) =>
    conform(
      'las',
      endpoint,
      '--klantcode',
      klantcode,
      '--klantnaam',
      klantnaam,
      '--version',
      '2.2,2.3',
      '--level',
      'full',
      '--verbose',
      ...out,
    ),
  );
  const written = [stdout, ...['all.json', 'all.html', 'all.xml', 'all.md'].map((name) => readFileSync(space.path(name), 'utf8'))].map(
    (text) => new Set(text.split(/[^\p{L}\p{N}:/._-]+/u)),
  );
  const personal = personalIn(school);
  expect(personal.length).toBeGreaterThan(100);
  expect(personal.filter((value) => written.some((words) => words.has(value)))).toEqual([]);
}, 60_000);

(hasOpenssl ? test : test.skip)(
  'an administration with an authority and client certificates of its own is reached with both, and not without',
  async () => {
    const authority = makeAuthority(space.path('.'));
    const server = authority.sign('server', '/CN=localhost', 'subjectAltName=DNS:localhost');
    const client = authority.sign('client', '/CN=Verzonnen leverancier');
    const las = await startSimulatedLas();
    const front = createSecureServer(
      { key: server.key, cert: server.cert, ca: authority.ca, requestCert: true, rejectUnauthorized: true },
      passOnTo(las.endpoint),
    ).listen(0, 'localhost');
    await once(front, 'listening');
    const url = `https://localhost:${(front.address() as AddressInfo).port}/`;
    const pair = file('pair.pem', `${client.cert}\n${client.key}`);
    const caller = ['--klantcode', klantcode, '--klantnaam', klantnaam, '--only', 'las/pupils/answered'];
    try {
      const both = ['--ca', authority.caFile, '--client-certificate', pair];
      expect(await conform('las', url, ...caller, ...both)).toMatchObject({ code: 0 });
      for (const flags of [[], both.slice(0, 2), both.slice(2)])
        expect(await conform('las', url, ...caller, ...flags)).toMatchObject({
          code: 3,
          stdout: '',
          stderr: expect.stringMatching(ONE_LINE),
        });
    } finally {
      front.close();
      front.closeAllConnections();
      await las.close();
    }
  },
);

/** Answers with what an administration answers. */
function passOnTo(endpoint: string, onRequest: () => void = () => undefined): RequestListener {
  return async (request, response) => {
    onRequest();
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const answer = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: Buffer.concat(pieces) });
    response.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' }).end(await answer.text());
  };
}

test('an interrupted run keeps what was done, says so, and ends with 3', async () => {
  const las = await startSimulatedLas();
  let child: ReturnType<typeof start> | undefined;
  let requests = 0;
  // Passes on to the administration, and interrupts the run at its fifth question.
  const onRequest = () => {
    requests += 1;
    if (requests === 5) child?.kill('SIGINT');
  };
  const proxy = createServer(passOnTo(las.endpoint, onRequest)).listen(0, 'localhost');
  await once(proxy, 'listening');
  const url = `http://localhost:${(proxy.address() as AddressInfo).port}/`;
  child = start(['conform', 'las', url, '--klantcode', klantcode, '--klantnaam', klantnaam, '--report', space.path('part.json')], { env });
  const [code] = await once(child, 'close');
  proxy.close();
  await las.close();
  const part = JSON.parse(readFileSync(space.path('part.json'), 'utf8')) as Report;
  expect([code, part.ended]).toEqual([3, 'interrupted']);
  expect(part.counts.pass).toBeGreaterThan(0);
  expect(part.tests.filter(({ reason }) => reason === 'the run was interrupted').length).toBeGreaterThan(10);
  expect(part.limits[0]).toMatch(/interrupted/);
}, 30_000);
