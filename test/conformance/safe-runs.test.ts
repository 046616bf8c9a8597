import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LEVELS } from '../../src/conformance/conformance-test.js';
import type { Report } from '../../src/conformance/report/report.js';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

let space: Workspace;
let las: SimulatedLas;
let front: Server;
/** All bodies that came, and where. */
const came: { readonly path: string; readonly body: string }[] = [];
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;

beforeAll(async () => {
  space = await workspace();
  las = await startSimulatedLas({ defects: LAS_DEFECTS.filter(({ name }) => name === 'names-in-wrong-order') });
  front = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces);
    came.push({ path: request.url ?? '', body: body.toString('latin1') });
    const headers = { 'content-type': request.headers['content-type'] ?? 'text/xml' };
    const to = request.url === '/resultaten' ? las.resultsEndpoint : las.endpoint;
    const answer = await fetch(to, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' }).end(await answer.text());
  }).listen(0, 'localhost');
  await once(front, 'listening');
});
afterAll(async () => {
  front.close();
  front.closeAllConnections();
  await las.close();
  await space.remove();
});

test('with --safe nothing that a LAS would store goes out, at any level, nor by replay and rerun', async () => {
  const base = `http://localhost:${(front.address() as AddressInfo).port}`;
  const run = (...args: string[]) => uwlr(['conform', ...args], { env: { UWLR_CONFORM_KEY: autorisatiesleutel } });
  const flags = ['--results-url', `${base}/resultaten`, '--klantcode', klantcode, '--klantnaam', klantnaam, '--version', '2.2,2.3'];
  let report: Report | undefined;
  for (const level of LEVELS) {
    const { stdout } = await run('las', `${base}/`, ...flags, '--level', level, '--safe', '--json');
    report = JSON.parse(stdout) as Report;
    expect(report.subject.safe).toBe(true);
  }
  expect(report?.tests.filter(({ reason }) => reason === 'it writes, and --safe leaves that out').length).toBeGreaterThan(20);
  const before = came.length;
  expect(before).toBeGreaterThan(100);
  writeFileSync(space.path('safe.json'), JSON.stringify(report));
  expect((await run('replay', space.path('safe.json'))).stdout).toMatch(/STILL/);
  await run('rerun', 'LAS-RESULT-01', space.path('safe.json'));
  expect(came.length).toBeGreaterThan(before);
  // With zeros taken out, UTF-16 reads as the rest.
  const writes = came.filter(
    ({ path, body }) => path === '/resultaten' || /leerresultaten_verzoek|toetsafname/.test(body.replaceAll('\0', '')),
  );
  expect(writes.map(({ path, body }) => `${path} ${body.slice(0, 300)}`)).toEqual([]);
}, 120_000);
