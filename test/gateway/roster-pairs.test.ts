import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SyncRoster } from '../../src/exchange/sync/sync-roster.js';
import { QUESTIONS, type Question } from '../../src/model/roster/roster-questions.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { lasAnswer } from '../../src/synthetic/school/las-answer.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../src/uwlr/finding.js';
import { leerlinggegevens } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { decodeText } from '../support/decode-text.js';
import { KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';

const YEAR = '2026-2027';
const FROM = '2026-01-01T00:00:00.000Z';
const PAIRS = UWLR_VERSIONS.flatMap((from) => UWLR_VERSIONS.map((to) => [from, to] as const));

/**
 * What a vendor misses that asks the gateway in the version at the top of a column, compared with asking the LAS itself in that version;
 * the gateway asks the LAS in the version at the head of the row. Nothing else may differ.
 */
const ROLES = 'leerkrachten/leerkracht/groepen/groep/rol';
const COMBINED_ROLES = 'leerkrachten/leerkracht/groepen/samengestelde_groep/rol';
/** The LVS set, by which the gateway asks here, has no e-mail of staff. */
const EMAIL = 'leerkrachten/leerkracht/emailadres';
const ECK_IDS = ['leerkrachten/leerkracht/eckid', 'leerlingen/leerling/eckid'];
const LOSSES: Readonly<Record<UwlrVersion, Readonly<Record<UwlrVersion, readonly string[]>>>> = {
  '1.0': {
    '1.0': [],
    '2.1': [ROLES, COMBINED_ROLES, 'school/peildatum'],
    '2.2': [ECK_IDS[0] as string, ROLES, COMBINED_ROLES, ECK_IDS[1] as string, 'school/peildatum'],
    '2.3': [ECK_IDS[0] as string, ROLES, COMBINED_ROLES, ECK_IDS[1] as string, 'school/peildatum'],
  },
  '2.1': { '1.0': [], '2.1': [], '2.2': ECK_IDS, '2.3': ECK_IDS },
  '2.2': { '1.0': [], '2.1': [], '2.2': [], '2.3': [] },
  '2.3': { '1.0': [], '2.1': [], '2.2': [], '2.3': [] },
};

let las: SimulatedLas;
beforeAll(async () => {
  las = await startSimulatedLas({ profile: 'lvs-set' });
});
afterAll(() => las.close());

function payloadOf(xml: string): string {
  return /<leerlinggegevens[ >].*<\/leerlinggegevens>/s.exec(xml)?.[0] ?? '';
}

/** All pupil data as the standard's own decoder reads them: strictly, and without the moment at which the message was made. */
function read(xml: string, version: UwlrVersion): Record<string, unknown> {
  const uri = `http://www.edustandaard.nl/leerresultaten/${version === '1.0' ? 1 : 2}/leerlinggegevens`;
  const payload = payloadOf(xml).replace('<leerlinggegevens>', `<leerlinggegevens xmlns="${uri}">`);
  const { findings, value } = decodeText(payload, version === '1.0' ? leerlinggegevens1 : leerlinggegevens, { version });
  expect(findings.list).toEqual([]);
  const { school, ...rest } = value as { school: Record<string, unknown> };
  const { aanmaakdatum: _, ...kept } = school;
  return { school: kept, ...rest };
}

/** The vendor's question to the LAS itself. */
function direct(version: UwlrVersion): Record<string, unknown> {
  const question = QUESTIONS.at(version === '1.0' ? -1 : 0) as Question;
  const asked = { schooljaar: YEAR, xsdversie: version };
  const parts = lasAnswer({ question, asked, version, set: 'smalle-set', school: las.school, madeAt: '2026-09-01T08:00:00Z' });
  return read([...(parts ?? [])].join(''), version);
}

async function through(running: Running, from: UwlrVersion, to: UwlrVersion): Promise<Record<string, unknown>> {
  const { store, keyring } = running.gateway;
  await store.addParty({
    klantcode: 'LAS',
    klantnaam: 'Simulatie',
    role: 'las',
    endpoint: las.endpoint,
    policy: 'strict',
    version: from,
    acceptStale: false,
    knownLearnersOnly: false,
    connection: keyring.sealSecret(JSON.stringify({ klantcode: SIMULATED_CALLER.klantcode, klantnaam: SIMULATED_CALLER.klantnaam })),
    createdAt: FROM,
  });
  const key = SIMULATED_CALLER.autorisatiesleutel;
  await store.addAgreements(
    [
      {
        id: randomUUID(),
        school: '99XX',
        party: 'LAS',
        exchanges: ['leerlinggegevens'],
        profile: 'lvs-set',
        purpose: 'Test',
        from: FROM,
        infourl: { keep: 'none' },
      },
    ],
    { id: randomUUID(), party: 'LAS', hash: keyring.hashCredential(key), sealed: keyring.sealSecret(key), schools: ['99XX'], from: FROM },
  );
  const report = await new SyncRoster({ store, keyring, allowTargets: ['localhost'] }).run({ school: '99XX', schoolYear: YEAR });
  expect([report.outcome, report.findings.filter(({ severity }) => severity === 'error')]).toEqual(['updated', []]);
  const base = `http://www.edustandaard.nl/leerresultaten/${to === '1.0' ? 1 : 2}`;
  const name = to === '1.0' ? 'leerlinggegevensverzoek' : 'leerlinggegevens_verzoek';
  const answer = await post(
    running.gateway,
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><autorisatie xmlns="${base}/autorisatie"><autorisatiesleutel>${KEY}</autorisatiesleutel><klantcode>${PARTY.klantcode}</klantcode><klantnaam>${PARTY.klantnaam}</klantnaam></autorisatie></e:Header><e:Body><${name} xmlns="${base}/leerlinggegevens"><schooljaar>${YEAR}</schooljaar><brincode>99XX</brincode><xsdversie>${to}</xsdversie></${name}></e:Body></e:Envelope>`,
    { soapaction: '"HaalLeerlinggegevens"' },
    'leerlinggegevens',
  );
  expect([answer.status, answer.rules]).toEqual([200, []]);
  return read(answer.text, to);
}

/** Paths, without indices, at which one value has something that the other has not, or something else. */
function differences(one: unknown, other: unknown, path = ''): string[] {
  if (one === undefined || other === undefined) return one === other ? [] : [path];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other ? [] : [path];
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return [path];
  const names = Array.isArray(one) ? one.keys() : new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => {
    const below = typeof name === 'number' ? path : `${path}${path === '' ? '' : '/'}${name}`;
    return differences((one as never)[name], (other as never)[name], below);
  });
}

describe('pupils from a LAS through the gateway to a vendor', () => {
  const told: string[] = [];
  afterAll(() => {
    process.stdout.write(`${told.join('\n')}\n`);
  });

  test.each(PAIRS)('LAS in %s, vendor in %s: as if the vendor had asked the LAS, but for the losses that are listed', async (from, to) => {
    const running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' } });
    try {
      const lost = [...new Set(differences(direct(to), await through(running, from, to)))].sort();
      told.push(`  LAS ${from} -> vendor ${to}: ${lost.join(', ') || 'nothing lost'}`);
      expect(lost).toEqual([EMAIL, ...LOSSES[from][to]].sort());
    } finally {
      await running.stop();
    }
  });
});
