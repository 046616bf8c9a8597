#!/usr/bin/env node
// Counts the files of src of which code runs while one message goes each of the three ways: results that come in, pupils that are served,
// results that go on to a school administration. Usage: node scripts/files-on-paths.js [CHECKOUT] [--list]. The checkout has to be built.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const list = process.argv.includes('--list');
const [given] = process.argv.slice(2).filter((argument) => argument !== '--list');
const checkout = path.resolve(given ?? fileURLToPath(new URL('..', import.meta.url)));
const data = mkdtempSync(path.join(tmpdir(), 'uwlr-paths-'));
const run = promisify(execFile);
const env = { ...process.env, UWLR_DATA: path.join(data, 'store'), UWLR_ALLOW_TARGETS: '127.0.0.1' };
const uwlr = (...words) => run(process.execPath, [path.join(checkout, 'bin/uwlr.js'), ...words], { env });

const KEY = 'sleutel-van-de-testschool-0001';
const keyFile = path.join(data, 'key.txt');
writeFileSync(keyFile, KEY);
const agree = (party, ...more) =>
  uwlr(
    'agreement',
    'add',
    '--school',
    '99XX',
    '--party',
    party,
    '--purpose',
    'Tellen',
    '--key-file',
    keyFile,
    '--from',
    '2026-01-01',
    ...more,
  );

const NAMESPACE = 'http://www.edustandaard.nl/leerresultaten/2';
const soap = (body) =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><autorisatie xmlns="${NAMESPACE}/autorisatie"><autorisatiesleutel>${KEY}</autorisatiesleutel><klantcode>TELEA</klantcode><klantnaam>Telleverancier</klantnaam></autorisatie></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const pupils = () =>
  soap(
    `<leerlinggegevens_verzoek xmlns="${NAMESPACE}/leerlinggegevens"><schooljaar>2026-2027</schooljaar><brincode>99XX</brincode><xsdversie>2.2</xsdversie></leerlinggegevens_verzoek>`,
  );
let messages = 0;
let confirmation = '';
function results() {
  messages += 1;
  const moment = `2026-01-15T09:00:${String(messages).padStart(2, '0')}+01:00`;
  return soap(
    `<leerresultaten_verzoek xmlns="${NAMESPACE}/leerresultaten"><school><schooljaar>2025-2026</schooljaar><brincode>99XX</brincode><aanmaakdatum>${moment}</aanmaakdatum><xsdversie>2.2</xsdversie></school><toetsafnames><toetsafname><leerlingid>nep-1</leerlingid><resultaten><resultaat key="r-${messages}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>7</score></resultaat></resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen</toetsnaam></toets></toetsen></leerresultaten_verzoek>`,
  );
}

/** A school administration that takes everything. */
const administration = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'text/xml; charset=utf-8').end(confirmation));
}).listen(0, '127.0.0.1');
await once(administration, 'listening');
const delivered = () => new Promise((resolve) => administration.once('request', (_request, response) => response.once('finish', resolve)));

await uwlr('school', 'add', '--brin', '99XX', '--name', 'Telschool');
await uwlr('party', 'add', '--klantcode', 'TELEA', '--klantnaam', 'Telleverancier', '--role', 'ea');
await agree('TELEA', '--exchange', 'leerlinggegevens,leerresultaten', '--profile', 'lvs-set');
const roster = path.join(data, 'school.xml');
await uwlr('synthetic', 'school', '--school-year', '2026-2027', '--out', roster);
await uwlr('roster', 'import', roster, '--profile', 'lvs-set');

const built = (...names) => names.map((name) => path.join(checkout, 'dist', name)).find(existsSync);
const { startGateway } = await import(built('gateway/server.js', 'server.js'));
const { loadConfig } = await import(built('config/config.js', 'config.js'));
const log = new Writable({ write: (_chunk, _encoding, done) => done() });
// In this thread, so that the files of the writer are seen too.
const gateway = await startGateway(loadConfig({ data: env.UWLR_DATA, port: 0, allowTargets: '127.0.0.1' }, {}), { log, shortLived: true });

async function post(body, service, action) {
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` };
  const response = await fetch(`${gateway.url}/soap/${service}`, { method: 'POST', headers, body });
  if (response.status !== 200) throw new Error(`${action}: status ${response.status}`);
  return response.text();
}
const receive = () => post(results(), 'leerresultaten', 'BrengLeerresultaten');
const serve = () => post(pupils(), 'leerlinggegevens', 'HaalLeerlinggegevens');

const session = new Session();
session.connect();
await session.post('Profiler.enable');
const dist = `${path.join(checkout, 'dist')}${path.sep}`;
async function filesOf(work) {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  const ran = result.filter(({ url, functions }) => url.includes(dist) && functions.some(({ ranges: [range] }) => range.count > 0));
  return ran.map(({ url }) => url.slice(url.indexOf(dist) + dist.length));
}

/** Until what a message leaves to be done later is done. */
const SETTLED_MS = 500;
/** Timers run now and then: what runs each time belongs to the way of a message, unless it also runs each time when nothing comes. */
const TIMES = 5;
async function repeated(work) {
  const seen = [];
  for (let time = 0; time < TIMES; time += 1) seen.push(new Set(await filesOf(work)));
  return seen;
}
const eachTime = ([first, ...others]) => [...first].filter((file) => others.every((files) => files.has(file)));

confirmation = await receive();
for (let times = 0; times < 5; times += 1) await receive().then(serve);
await pause(SETTLED_MS);
const always = new Set(eachTime(await repeated(() => pause(SETTLED_MS))));
const paths = { 'receive results': eachTime(await repeated(receive)), 'serve pupils': eachTime(await repeated(serve)) };

const endpoint = `http://127.0.0.1:${administration.address().port}/`;
await uwlr('party', 'add', '--klantcode', 'TELLAS', '--klantnaam', 'Tellas', '--role', 'las', '--endpoint', endpoint);
await agree('TELLAS', '--exchange', 'leerresultaten');
await uwlr('deliver', 'target', 'add', 'las', '--kind', 'las', '--party', 'TELLAS');
const first = delivered();
await receive().then(() => first);
const deliveries = [];
for (let time = 0; time < TIMES; time += 1) {
  await uwlr('deliver', 'pause', '--target', 'las');
  await receive().then(() => pause(SETTLED_MS));
  const files = await filesOf(async () => {
    const done = delivered();
    await uwlr('deliver', 'resume', '--target', 'las');
    await done;
    await pause(SETTLED_MS);
  });
  deliveries.push(new Set(files));
}
paths['deliver to a LAS'] = eachTime(deliveries);

for (const [name, files] of Object.entries(paths)) {
  const own = files.filter((file) => !always.has(file)).sort();
  console.log(`${name}: ${own.length} files`);
  if (list) for (const file of own) console.log(`  ${file}`);
}
await gateway.stop();
administration.close();
administration.closeAllConnections();
rmSync(data, { recursive: true });
