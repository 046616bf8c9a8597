import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { SCOPES } from '../../src/directory/access/scopes.js';
import { json, uwlr } from '../cli/support/uwlr.js';
import { YEAR } from '../support/fill-roster.js';
import { KEY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, NAMESPACES, resultaat, soap, TOETSEN, verzoek } from '../support/messages.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';
import { question } from '../support/pupil-questions.js';
import { answer, BY_PROFILE, NEVER, SERVED, VALUES } from './planted/pupils.js';
import { PLANTED, PLANTED_PARTS } from './planted/results.js';
import { ANSWERED, startTellingLas } from './planted/telling-las.js';
import { startTellingReceivers } from './planted/telling-receivers.js';

/** A number that passes the eleven test, in texts of which the rest is kept. */
const BSN = '123456782';
const LAS_KEY = 'sleutel-van-het-geplante-las-0001';
const EVERY = { ...VALUES, ...PLANTED, bsnInText: BSN, autorisatiesleutel: KEY, lasSleutel: LAS_KEY };
/** What the agreement on the smalle-set lets the vendor have, the client with identities, and the school. */
const AGREED: Readonly<Record<string, string>> = { ...SERVED, ...BY_PROFILE['smalle-set'] };
const WITHHELD = Object.fromEntries(Object.entries(EVERY).filter(([kind]) => !(kind in AGREED)));
const IDENTITIES = SCOPES.filter((scope) => scope.endsWith(':identities'));

const MINUTES = 120_000;

let running: Running;
let receivers: Awaited<ReturnType<typeof startTellingReceivers>>;
let files: string;
let made = 0;
/** What anybody was told, by who: nobody may have any of it in the open. */
const told: Record<string, string> = {};
/** What a client was told that may read groups, which have a name, and nobody's identity. */
const pseudonymous: Record<string, string> = {};
/** What those were told who may have the fields of the smalle-set. */
const entitled: Record<string, string> = {};

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), 'uwlr-planted-'));
  running = await startTestGateway({
    agreement: {
      exchanges: ['leerlinggegevens', 'leerresultaten'],
      profile: 'smalle-set',
      infourl: { keep: 'hosts', hosts: ['toets.voorbeeld.example'] },
    },
    party: { policy: 'tolerant' },
    settings: { allowTargets: '127.0.0.1' },
  });
  receivers = await startTellingReceivers();
});
afterAll(async () => {
  await running.stop();
  await receivers.close();
  await rm(files, { recursive: true, force: true });
});

const later = () => new Date(Date.UTC(2026, 4, 1, 0, 0, ++made)).toISOString();
const add = (to: Record<string, string>, who: string, text: string) => {
  to[who] = `${to[who] ?? ''}\n${text}`;
};

/** Runs a command on the data of the gateway. All that it prints counts as told, or is for those who are entitled. */
async function command(args: string, { to = told, more = [] as readonly string[] } = {}): Promise<string> {
  const { code, stdout, stderr } = await uwlr([...args.split(' '), ...more, '--data', running.directory]);
  add(to, `uwlr ${args.split(' --')[0]}`, stdout);
  add(told, `errors of uwlr ${args.split(' --')[0]}`, stderr);
  expect({ args, code: typeof code, isKnown: [0, 1, 2, 3, 4].includes(code ?? -1) }).toEqual({ args, code: 'number', isKnown: true });
  return stdout;
}

async function file(name: string, text: string): Promise<string> {
  const place = path.join(files, name);
  await writeFile(place, text);
  return place;
}

async function askRest(token: string, to: Record<string, string>, query: string): Promise<number> {
  let answered = 0;
  for (const { path: template, parameters, ...endpoint } of ENDPOINTS) {
    if (('method' in endpoint && endpoint.method !== undefined) || template.includes('{id}')) continue;
    const year = 'schoolYear' in parameters ? `schoolYear=${YEAR}&` : '';
    const identities = 'identities' in parameters ? query : '';
    const url = `${running.gateway.url}/api/v1${template}`;
    const headers = { authorization: `Bearer ${token}`, 'user-agent': PLANTED.agent };
    const first = await fetch(`${url}?${year}${identities}`, { headers });
    const text = await first.text();
    const about = JSON.stringify([...first.headers]);
    add(to, `GET ${template}`, `${about}${text}`);
    if (first.ok) answered += 1;
    const { items = [] } = JSON.parse(text) as { readonly items?: readonly { readonly id?: string }[] };
    for (const { id } of items) {
      if (id === undefined) continue;
      const one = await fetch(`${url}/${encodeURIComponent(id)}?${year}${identities}`, { headers });
      add(to, `GET ${template}/{id}`, `${JSON.stringify([...one.headers])}${await one.text()}`);
    }
    const wrong = [
      `${url}/${encodeURIComponent(SERVED.sleutel)}`,
      `${url}?${year}learner=${NEVER.bsn}&cursor=${PLANTED.token}&x=${SERVED.roepnaam}`,
    ];
    for (const asked of wrong) add(told, 'wrong REST requests', await (await fetch(asked, { headers })).text());
  }
  return answered;
}

test(
  'pupil data come in by file and by sync, whatever the administration tells',
  async () => {
    const taken = await file('answer.xml', answer(`<bsn_ondwnr-4>${VALUES.bsnEinde}</bsn_ondwnr-4>`));
    const refused = await file('refused.xml', answer(`<bsn>${NEVER.bsn}</bsn>`, '<leerlingen/>'));
    await command(`roster import ${taken} --school 99XX --dry-run --json`);
    await command(`roster import ${taken} --school 99XX --json`);
    await command(`roster import ${refused} --school 99XX`);
    await command(`validate ${taken} --policy tolerant`);
    await command(`validate ${refused} --json`);

    const las = await startTellingLas();
    const allow = ['--allow-targets', '127.0.0.1'];
    const one = ['--klantcode', 'LAS', '--klantnaam', 'Verzonnen LAS', '--role', 'las', '--policy', 'tolerant', '--endpoint', las.endpoint];
    await json(['party', 'add', ...one, ...allow, '--data', running.directory]);
    const exchange = [
      '--exchange',
      'leerlinggegevens',
      '--profile',
      'smalle-set',
      '--purpose',
      'Proef',
      '--key-file',
      await file('key', LAS_KEY),
    ];
    await json(['agreement', 'add', '--school', '99XX', '--party', 'LAS', ...exchange, '--data', running.directory]);
    for (const answered of ANSWERED) {
      las.say(answered);
      const outcome = await command(`sync --school 99XX --school-year ${YEAR} --full --accept-shrink --json`, { more: allow });
      expect({ answered, isThere: JSON.parse(outcome).outcome !== undefined }).toEqual({ answered, isThere: true });
    }
    await las.close();
  },
  MINUTES,
);

test('results go on to a webhook and an administration', async () => {
  const [allow, data] = [
    ['--allow-targets', '127.0.0.1'],
    ['--data', running.directory],
  ];
  const key = ['--key-file', await file('results-key', `${LAS_KEY}-2`)];
  const about = ['--exchange', 'leerresultaten', '--profile', 'resultaten', '--purpose', 'Proef', ...data];
  const hook = ['--kind', 'webhook', '--party', 'HAAK', '--url', `${receivers.url}/hook`];
  await json(['deliver', 'target', 'add', 'haak', ...hook, ...allow, '--json', ...data]);
  await json(['agreement', 'add', '--school', '99XX', '--party', 'HAAK', ...about]);
  await json(['agreement', 'add', '--school', '99XX', '--party', 'LAS', ...key, ...about]);
  const las = ['--kind', 'las', '--party', 'LAS', '--endpoint', `${receivers.url}/las`];
  await json(['deliver', 'target', 'add', 'naar-las', ...las, ...allow, '--json', ...data]);
});

test('the vendor asks, sends, and does both wrongly', async () => {
  const { gateway } = running;
  const headers = { 'user-agent': PLANTED.agent, soapaction: PLANTED.soapAction };
  const served = await post(gateway, question(), headers, 'leerlinggegevens');
  add(entitled, 'answers to the vendor', served.text);
  for (const [kind, value] of Object.entries(AGREED)) expect([kind, served.text.includes(value)]).toEqual([kind, true]);

  const send = async (body: string, more = {}, service = 'leerresultaten') => {
    const { text, code } = await post(gateway, body, { ...headers, ...more }, service);
    add(code === undefined && service !== 'leerresultaten' ? entitled : told, 'answers to messages', text);
    return code;
  };
  const named = TOETSEN.replace('Rekenen blok 1', `Rekenen ${BSN} blok`);
  expect(await send(message({ aanmaakdatum: later(), ...PLANTED_PARTS, toetsen: named }))).toBeUndefined();
  const known = afname(` ${SERVED.sleutel} `, resultaat(`r-${SERVED.sleutel}`));
  expect(await send(message({ aanmaakdatum: later(), afnames: known, toetsen: named }))).toBeUndefined();
  expect(await send(message({ aanmaakdatum: later(), afnames: afname(SERVED.eckid, resultaat('r-eck')) }))).toBeUndefined();

  const { unknownElement, unknownText, unknownAttribute } = PLANTED;
  const bad = [
    message({ aanmaakdatum: PLANTED.wrongDate, ...PLANTED_PARTS }),
    message({ aanmaakdatum: later(), brin: PLANTED.wrongBrin, ...PLANTED_PARTS }),
    message({ aanmaakdatum: later(), afnames: afname(PLANTED.leerlingid, resultaat('s', PLANTED.wrongScore)) }),
    message({ aanmaakdatum: later(), afnames: afname(SERVED.achternaam, resultaat('99', SERVED.roepnaam)) }),
    message({ aanmaakdatum: later(), ...PLANTED_PARTS, toetsen: TOETSEN.replace('>T1<', `>${NEVER.bsn}<`) }),
    message({ aanmaakdatum: later(), sleutel: PLANTED.wrongKey, ...PLANTED_PARTS }),
    message({ aanmaakdatum: later(), klantcode: PLANTED.wrongClient, ...PLANTED_PARTS }),
    message({ aanmaakdatum: later(), klantnaam: PLANTED.auteur, ...PLANTED_PARTS }),
    soap(verzoek(PLANTED_PARTS), `<x xmlns="urn:${PLANTED.header}" soap:mustUnderstand="1">${PLANTED.header}</x>`),
    message(PLANTED_PARTS).replace('</soap:Envelope>', unknownText),
    message(PLANTED_PARTS).replace(NAMESPACES.soap, `urn:${PLANTED.header}`),
    `<!DOCTYPE x [<!ENTITY a "${unknownText}">]><x>&a;</x>`,
    PLANTED.commentaar,
  ];
  for (const [at, body] of bad.entries()) expect({ at, isRefused: (await send(body)) !== undefined }).toEqual({ at, isRefused: true });
  await send(
    message({
      aanmaakdatum: later(),
      ...PLANTED_PARTS,
      auteur: `<${unknownElement} ${unknownElement}="${unknownAttribute}">${unknownText}</${unknownElement}>`,
    }),
  );
  await send(message(PLANTED_PARTS), { 'content-type': `text/xml; charset=${PLANTED.charset}` });
  const asked = [
    question({ school: `<brincode>${NEVER.toevoeging}</brincode>` }),
    question({ year: SERVED.roepnaam }),
    question({ key: NEVER.commentaar }),
    question({ rest: `<gegevenssetid>${NEVER.auteur}</gegevenssetid>` }),
    question({ rest: `<${NEVER.onbekendElement}>${NEVER.bsn}</${NEVER.onbekendElement}>` }).replace(YEAR, 'x'),
    question({ name: 'leerlingen_verzoek', groups: `<groepen><groep key="${NEVER.vestigingsnaam}"/></groepen>` }),
    question({ name: NEVER.onbekendElement }),
  ];
  for (const body of asked) await send(body, {}, `leerlinggegevens?bsn=${NEVER.bsn}`);
});

test('clients read over REST, with identities and without, and ask wrongly', async () => {
  const token = async (client: string, scopes: readonly string[]) =>
    (
      (await json(['token', 'add', '--client', client, '--school', '99XX', '--scope', scopes.join(), '--data', running.directory])) as {
        token: string;
      }
    ).token;
  const plain = await token(
    'pseudoniem',
    SCOPES.filter((scope) => !IDENTITIES.includes(scope)),
  );
  const named = await token('met-namen', SCOPES);
  const answered = await askRest(plain, pseudonymous, '');
  expect(answered).toBeGreaterThan(8);
  expect(await askRest(named, pseudonymous, '')).toBe(answered);
  expect(await askRest(named, entitled, 'identities=true')).toBe(answered);
  const names = Object.entries(entitled).flatMap(([who, text]) =>
    who.startsWith('GET /learners') && text.includes(SERVED.achternaam) ? [who] : [],
  );
  expect(names).toContain('GET /learners');

  const form = (fields: Record<string, string>, authorization?: string) =>
    fetch(`${running.gateway.url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    });
  const grant = { grant_type: 'client_credentials' };
  for (const fields of [
    { ...grant, client_id: NEVER.gebruikersnaam, client_secret: PLANTED.token, scope: 'results:read' },
    { grant_type: SERVED.achternaam, scope: NEVER.bsn, school: SERVED.roepnaam },
    { ...grant, client_assertion_type: NEVER.auteur, client_assertion: `${PLANTED.token}.${NEVER.bsn}.x` },
  ]) {
    add(told, 'answers of /oauth2/token', await (await form(fields)).text());
  }
  add(told, 'answers of /oauth2/token', await (await form(grant, `Basic ${btoa(`${NEVER.gebruikersnaam}:${NEVER.bsn}`)}`)).text());
  for (const route of [`/${PLANTED.leerlingid}`, `/soap/${NEVER.bsn}`, `/api/v1/${SERVED.achternaam}?x=${NEVER.mail}`]) {
    add(told, 'other paths', await (await fetch(`${running.gateway.url}${route}`)).text());
  }
});

test(
  'operators look at everything, the school uses the rights of its pupils',
  async () => {
    const [school, json_] = ['--school 99XX', '--json'];
    for (const one of [
      'school list',
      `school list ${json_}`,
      'party list',
      `party list ${json_}`,
      'agreement list',
      `agreement list ${json_}`,
      `school register ${school}`,
      `school register ${school} --json`,
      `school register ${school} --html ${path.join(files, 'register.html')}`,
      `school parents-page ${school} --html ${path.join(files, 'parents.html')}`,
      'key list',
      'key rotate --party TESTEA',
      'token list',
      'client keys',
      'exchange list',
      `exchange list ${json_}`,
      'results list',
      `results list ${json_}`,
      `roster show ${school} --school-year ${YEAR}`,
      `roster unmatched ${school}`,
      `roster diff ${path.join(files, 'answer.xml')} ${school}`,
      'audit verify',
      'audit list',
      `audit list ${json_}`,
      `retention show ${school}`,
      'retention run --dry-run',
      'retention report',
      'doctor',
      'deliver target list',
      'deliver status',
      `deliver status ${json_}`,
      'deliver list',
      'deliver list --state dead',
      `dossier ${school} --learner ${SERVED.sleutel}`,
      `erase learner ${school} --learner ${SERVED.achternaam} --yes`,
    ]) {
      await command(one);
    }
    for (const page of ['register', 'parents']) add(told, `${page} as a page`, await readFile(path.join(files, `${page}.html`), 'utf8'));
    const { items } = JSON.parse(await command(`exchange list ${json_}`)) as { readonly items: readonly { readonly id: string }[] };
    for (const { id } of items.slice(0, 5)) await command(`exchange show ${id}`);
    // Half of the first message to each, and what came of the other half: all of it was refused, or something in it was.
    await receivers.asked({ '/hook': 3, '/las': 2 });
    const { items: deliveries } = JSON.parse(await command('deliver list --json')) as {
      readonly items: readonly { readonly id: string }[];
    };
    for (const one of deliveries.slice(0, 5)) await command(`deliver show ${one.id}`);
    for (const one of deliveries.slice(-5)) await command(`deliver show ${one.id} --json`);
    const id = await file('leerlingid', SERVED.sleutel);
    await command(`roster export ${school} --school-year ${YEAR} --profile smalle-set --version 2.2`, { to: entitled });
    const dossier = await command(`dossier ${school} --leerlingid-file ${id} --json`, { to: entitled });
    expect([dossier.includes(SERVED.achternaam), dossier.includes(NEVER.postcode)]).toEqual([true, false]);
    await command(`dossier ${school} --leerlingid-file ${id} --html ${path.join(files, 'dossier.html')}`);
    add(entitled, 'dossier as a page', await readFile(path.join(files, 'dossier.html'), 'utf8'));
    await command(`restrict ${school} --leerlingid-file ${id} --json`);
    await command(`restrict ${school} --leerlingid-file ${id} --lift`);
    await command(`erase learner ${school} --leerlingid-file ${id} --dry-run --json`);
    await command(`erase learner ${school} --leerlingid-file ${id} --yes --json`);
    await command(`roster import ${path.join(files, 'answer.xml')} ${school} --accept-shrink --json`);
    await command(`erase list ${school} --json`);
    const audit = path.join(files, 'audit.ndjson');
    await command(`audit export ${audit}`);
    add(told, 'audit', await readFile(audit, 'utf8'));
  },
  MINUTES,
);

test(
  'and none of it is in a file, a log line, a metric, the audit or an answer, but for what was agreed in the answers of those it was agreed with',
  async () => {
    const { gateway, directory, log } = running;
    const texts = { ...told, log: log(), metrics: await (await fetch(`${gateway.url}/metrics`)).text() };
    const kept = await everyFile(directory);
    expect(kept.length).toBeGreaterThan(2);
    expectNowhere(EVERY, texts, kept);
    expectNowhere(WITHHELD, entitled);
    const { groepsnaam: _, ...nobody } = EVERY;
    expectNowhere(nobody, pseudonymous);
    const { eckid: _eckid, ...withoutEckId } = EVERY;
    expectNowhere(withoutEckId, { webhook: receivers.got['/hook'].join('\n') });
    const { leerlingid: _id, sleutel: _key, lasSleutel: _own, ...withoutKeys } = withoutEckId;
    expectNowhere(withoutKeys, { 'results at the administration': receivers.got['/las'].join('\n') });
    expect(receivers.got['/las'].join('\n')).toContain(PLANTED.leerlingid);
    expect(Object.keys(EVERY).length).toBeGreaterThan(40);
    console.log(
      `${Object.keys(EVERY).length} planted values looked for in ${kept.length} files and ${Object.keys(texts).length} kinds of text; ` +
        `${Object.keys(WITHHELD).length} of them in ${Object.keys(entitled).length} kinds of answers to those who may have the others`,
    );
  },
  MINUTES,
);
