import { afterEach, describe, expect, test } from '@jest/globals';
import { importRoster } from '../../src/exchange/sync/import-roster.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import type { PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { decodeText } from '../support/decode-text.js';
import { YEAR } from '../support/fill-roster.js';
import { KEY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { everyFile, expectNowhere, holds } from '../support/planted-values.js';
import { ask, question, readAnswer } from '../support/pupil-questions.js';
import { answer, BY_PROFILE, NEVER, SERVED, VALUES } from './planted/pupils.js';

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(profile: PupilProfile): Promise<Running> {
  running = await startTestGateway({
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile },
    party: { policy: 'tolerant', knownLearnersOnly: true },
  });
  return running;
}

/** Takes a file in as `uwlr roster import` does. */
function take({ gateway: { store, keyring } }: Running, text: string, profile: PupilProfile) {
  const { decoder } = decodeText(text, leerlinggegevensAntwoord, { policy: 'tolerant' });
  return importRoster(decoder, { store, schoolKeys: new SchoolKeys(store, keyring), school: '99XX', profile });
}

/** Questions and results with planted values in every place, most of them wrong. Gives all answers. */
async function askWrongly(gateway: Running): Promise<string> {
  const asked = [
    question({ school: `<brincode>${NEVER.toevoeging}</brincode>` }),
    question({ version: NEVER.gebruikersnaam }),
    question({ year: SERVED.roepnaam }),
    question({ key: NEVER.commentaar }),
    question({ rest: `<gegevenssetid>${NEVER.auteur}</gegevenssetid>` }).replace(YEAR, '2019-2020'),
    question({ rest: `<laatstontvangengegevens>${NEVER.omschrijving}</laatstontvangengegevens>` }),
    question({ rest: `<${NEVER.onbekendElement}>${NEVER.bsn}</${NEVER.onbekendElement}>` }).replace(YEAR, 'x'),
    question({ name: 'leerlingen_verzoek', groups: `<groepen><groep key="${NEVER.vestigingsnaam}"/></groepen>` }),
    question({ name: 'leerkrachten_verzoek', groups: `<groepen><groep key="${NEVER.vestigingsnaam}"/></groepen>` }).replace(
      YEAR,
      '2019-2020',
    ),
    question({ name: NEVER.onbekendElement }),
    question().replace('</e:Header>', `<x xmlns="urn:${NEVER.toevoeging}" e:mustUnderstand="1">${NEVER.bsn}</x></e:Header>`),
    `${question()}${NEVER.bsn}`,
    NEVER.bsn,
  ];
  const answers = [];
  for (const body of asked) {
    const headers = { 'user-agent': NEVER.gebruikersnaam, soapaction: NEVER.commentaar };
    answers.push((await post(gateway.gateway, body, headers, `leerlinggegevens?bsn=${NEVER.bsn}`)).text);
  }
  const unknown = message({ afnames: afname(NEVER.gebruikersnaam, resultaat('r-1')) });
  const known = message({ afnames: afname(` ${SERVED.sleutel} `, resultaat('r-2')) });
  for (const body of [unknown, known]) answers.push((await post(gateway.gateway, body)).text);
  return answers.join('\n');
}

/** Everything that is kept or told outside of an answer to a vendor. */
async function kept({ gateway, log, directory }: Running) {
  const { store, url } = gateway;
  const exchanges = (await store.exchanges({ limit: 100 })).items.map(({ createdAtNs: _, ...exchange }) => exchange);
  const texts = {
    log: log(),
    metrics: await (await fetch(`${url}/metrics`)).text(),
    exchanges: JSON.stringify(exchanges),
    results: JSON.stringify(await store.results({ school: '99XX', limit: 100 })),
    roster: JSON.stringify([await store.rosters('99XX'), await store.memberships('99XX', YEAR), [...(await store.learnerAliases('99XX'))]]),
  };
  return { texts, files: await everyFile(directory), exchanges };
}

test('the search finds a short value that stands alone, and not the same digits inside something else', () => {
  const found = (text: string) => holds(Buffer.from(text), Buffer.from(VALUES.bsnEinde));
  expect(['<bsn>8463</bsn>', '{"bsn":"8463"}', 'x 8463', '8463'].map(found)).toEqual([true, true, true, true]);
  expect(['0a1b8463-1111', '1763798463001', 'Ab8463zQ'].map(found)).toEqual([false, false, false]);
  expect(holds(Buffer.from('XXGeplantnaamXX'), Buffer.from('Geplantnaam'))).toBe(true);
});

describe.each(['smalle-set', 'lvs-set'] as const)('pupils who were taken in for the %s', (profile) => {
  test('are in the open in the answer to the entitled vendor, with what it may have, and nowhere else', async () => {
    const gateway = await start(profile);
    const report = await take(gateway, answer(`<bsn_ondwnr-4>${VALUES.bsnEinde}</bsn_ondwnr-4>`), profile);
    expect([report.outcome, report.findings.filter(({ severity }) => severity === 'error')]).toEqual(['updated', []]);
    const served = await ask(gateway);
    const { leerlinggegevens } = readAnswer(served, leerlinggegevensAntwoord, '2.2', profile);
    const allowed = { ...SERVED, ...BY_PROFILE[profile] };
    expect(Object.entries(allowed).flatMap(([kind, value]) => (served.text.includes(value) ? [] : [kind]))).toEqual([]);
    expect(Object.keys(leerlinggegevens?.leerlingen?.leerling?.[0] ?? {})).not.toContain('etniciteit');

    const faults = await askWrongly(gateway);
    expect(faults.match(/faultcode/g)?.length).toBeGreaterThan(8);
    const { texts, files, exchanges } = await kept(gateway);
    expect(files.length).toBeGreaterThan(1);
    expect(exchanges.length).toBeGreaterThan(14);
    expectNowhere({ ...VALUES, autorisatiesleutel: KEY }, { ...texts, faults, report: JSON.stringify(report) }, files);
    const withheld = Object.entries(VALUES).filter(([kind]) => !(kind in allowed));
    expectNowhere({ ...Object.fromEntries(withheld), autorisatiesleutel: KEY }, { served: served.text });
    console.log(`${Object.keys(VALUES).length + 1} planted values looked for in ${files.length} files and ${exchanges.length} exchanges`);
  });

  test('leave nothing but a record when they come with a whole national number and cannot be served', async () => {
    const gateway = await start(profile);
    const report = await take(gateway, answer(`<bsn>${NEVER.bsn}</bsn>`), profile);
    expect(report.outcome).toBe('updated');
    const served = await ask(gateway);
    expect(served.code).toBe(profile === 'lvs-set' ? 'Server.InterneFout' : undefined);
    const { texts, files } = await kept(gateway);
    expectNowhere(VALUES, { ...texts, report: JSON.stringify(report) }, files);
    expectNowhere(NEVER, { served: served.text });
    if (profile === 'lvs-set') expectNowhere(VALUES, { served: served.text });
  });

  test('leave nothing but a record when the file is refused', async () => {
    const gateway = await start(profile);
    const double = `<leerkrachten><leerkracht key="${SERVED.leerkrachtsleutel}"><roepnaam>x</roepnaam></leerkracht></leerkrachten>`;
    const report = await take(gateway, answer(`<bsn>${NEVER.bsn}</bsn>`, double), profile);
    expect(report.outcome).toBe('invalid-answer');
    expect((await ask(gateway)).text).toContain('geengegevens');
    const { texts, files } = await kept(gateway);
    expectNowhere(VALUES, { ...texts, report: JSON.stringify(report) }, files);
  });
});
