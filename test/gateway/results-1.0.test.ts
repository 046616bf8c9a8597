import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { type Answer, KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';

const NAMESPACE = 'http://www.edustandaard.nl/leerresultaten/1';

let running: Running;
let count = 0;
beforeEach(async () => {
  running = await startTestGateway();
});
afterEach(() => running.stop());

/** Pieces of a message in UWLR 1.0, every element of interest on a line of its own. */
interface Parts {
  readonly version?: string;
  readonly made?: string;
  readonly school?: string;
  readonly pupil?: string;
  readonly part?: string;
  readonly score?: string;
  readonly norms?: string;
  readonly key?: string;
}

const NORMS =
  '<norm><term>goed</term><scoregrotergelijkaan>6</scoregrotergelijkaan></norm>\n<norm><term>oefenen</term><scoregrotergelijkaan>0</scoregrotergelijkaan></norm>';

function body({ version = '<xsdversie>1.0</xsdversie>', made, school = '<brincode>99XX</brincode>', ...parts }: Parts = {}): string {
  count += 1;
  const { pupil = 'leerling-1', part = 'T1-1', score = '7', norms = NORMS, key = `r-${count}` } = parts;
  const moment = made ?? new Date(Date.UTC(2026, 2, 1, 0, 0, count)).toISOString();
  return `<leerresultatenverzoek xmlns="${NAMESPACE}/leerresultaten">
<school><schooljaar>2025-2026</schooljaar>${school}
<aanmaakdatum>${moment}</aanmaakdatum><auteur>Juf Verzonnen</auteur>${version}</school>
<toetsafnames><toetsafname><leerlingid>${pupil}</leerlingid><resultaten>
<resultaat key="${key}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode>
<toetsonderdeelcode>${part}</toetsonderdeelcode>
<score>${score}</score></resultaat></resultaten></toetsafname></toetsafnames>
<toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen blok 1</toetsnaam><toetsonderdelen>
<toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>T1-1</toetsonderdeelcode><toetsonderdeelnormering maxscore="10">
${norms}</toetsonderdeelnormering></toetsonderdeel></toetsonderdelen></toets></toetsen>
</leerresultatenverzoek>`;
}

/** The envelope, with the message from line 1 on. */
function enveloped(message: string, family = NAMESPACE, sleutel = KEY): string {
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><autorisatie xmlns="${family}/autorisatie"><autorisatiesleutel>${sleutel}</autorisatiesleutel><klantcode>${PARTY.klantcode}</klantcode><klantnaam>${PARTY.klantnaam}</klantnaam></autorisatie></e:Header><e:Body>${message}</e:Body></e:Envelope>`;
}

const deliver = (parts?: Parts): Promise<Answer> => post(running.gateway, enveloped(body(parts)));
const stored = async () => (await running.gateway.store.results({ school: '99XX', limit: 100 })).items;
const lastExchange = async () => (await running.gateway.store.exchanges({ limit: 1 })).items[0];

function places({ text }: Answer): string[] {
  return [...text.matchAll(/rule="([^"]*)"[^>]*path="([^"]*)" line="(\d+)"/g)].map(([, rule, path, line]) => `${rule} ${path} ${line}`);
}

describe('results in UWLR 1.0', () => {
  test('are taken in, stored as what they are, and confirmed in 1.0', async () => {
    const answer = await deliver();
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><leerresultatenbevestiging xmlns="${NAMESPACE}/leerresultaten"/></s:Body></s:Envelope>`,
    );
    expect(await stored()).toEqual([
      expect.objectContaining({
        revision: 1,
        date: '2026-01-14',
        source: expect.objectContaining({ party: PARTY.klantcode, version: '1.0' }),
        activity: expect.objectContaining({ code: 'T1', name: 'Rekenen blok 1', part: { code: 'T1-1', number: '1' } }),
        values: [{ kind: 'score', value: '7', sourcePath: 'score' }],
        norm: { term: 'goed', lookedUpIn: 'normTableOfSource' },
      }),
    ]);
    expect(await lastExchange()).toMatchObject({ outcome: 'accepted', version: '1.0', operation: 'BrengLeerresultaten', school: '99XX' });
  });

  test('are confirmed again when the same bytes come again, and stored once', async () => {
    const text = enveloped(body());
    const [first, second] = [await post(running.gateway, text), await post(running.gateway, text)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(await stored()).toHaveLength(1);
    expect(await lastExchange()).toMatchObject({ outcome: 'repeated' });
  });

  test('and in UWLR 2 under the same key are two revisions of one result', async () => {
    expect((await deliver({ key: 'r-zelfde', score: '4' })).status).toBe(200);
    const { message, afname, resultaat } = await import('../support/messages.js');
    const later = message({ aanmaakdatum: '2026-06-01T00:00:00Z', afnames: afname('leerling-1', resultaat('r-zelfde', '9')) });
    expect((await post(running.gateway, later)).status).toBe(200);
    const [current] = await stored();
    const revisions = await running.gateway.store.revisions('99XX', current?.id ?? '');
    expect(revisions.map(({ source, values }) => [source.version, values[0]?.value])).toEqual([
      ['1.0', '4'],
      ['2.2', '9'],
    ]);
  });

  test.each([
    ['version 1 for short', { version: '<xsdversie>1</xsdversie>' }],
    ['white space around the version', { version: '<xsdversie> 1.0\n</xsdversie>' }],
    ['a school in two ways', { school: '<brincode>99XX</brincode><dependancecode>00</dependancecode><schoolkey>TESTSCHOOL</schoolkey>' }],
    ['a score at the top of the highest norm', { score: '10' }],
  ])('may have %s', async (_, parts) => {
    expect((await deliver(parts)).status).toBe(200);
  });

  test.each<[string, Parts, string, string]>([
    [
      'a version of the other namespaces',
      { version: '<xsdversie>2.2</xsdversie>' },
      'Client.XsdVersieOngeldig',
      'UWLR-EX-003 /leerresultatenverzoek/school/xsdversie 3',
    ],
    [
      'a version that nobody speaks',
      { version: '<xsdversie>0.94</xsdversie>' },
      'Client.XsdVersieOngeldig',
      'UWLR-EX-003 /leerresultatenverzoek/school/xsdversie 3',
    ],
    ['no version', { version: '' }, 'Client.OngeldigBericht', 'UWLR-SCH-013 /leerresultatenverzoek/school/xsdversie 2'],
    [
      'a school that no agreement covers',
      { school: '<brincode>00ZZ</brincode>' },
      'Client.AutorisatieOngeldig',
      'UWLR-EX-002 /leerresultatenverzoek/school 2',
    ],
    ['no school', { school: '' }, 'Client.AutorisatieOngeldig', 'UWLR-EX-002 /leerresultatenverzoek/school 2'],
    [
      'a total without a part',
      { part: '</toetsonderdeelcode><toetsonderdeelcode>' },
      'Client.OngeldigBericht',
      'UWLR-SCH-020 /leerresultatenverzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]/toetsonderdeelcode 6',
    ],
    [
      'a part that is not in the test',
      { part: 'T1-9' },
      'Client.OngeldigBericht',
      'UWLR-LR-002 /leerresultatenverzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]/toetsonderdeelcode 6',
    ],
    [
      'a score above the highest',
      { score: '11' },
      'Client.ScoreOngeldig',
      'UWLR-LR-006 /leerresultatenverzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[1]/score 7',
    ],
    [
      'a norm above the highest score',
      { norms: NORMS.replace('>6<', '>12<') },
      'Client.ToetsNormeringOngeldig',
      'UWLR-LR-004 /leerresultatenverzoek/toetsen/toets[1]/toetsonderdelen/toetsonderdeel[1]/toetsonderdeelnormering/@maxscore 9',
    ],
    [
      'two norms from one score',
      { norms: NORMS.replace('>6<', '>0<') },
      'Client.OngeldigBericht',
      'UWLR-ID-005 /leerresultatenverzoek/toetsen/toets[1]/toetsonderdelen/toetsonderdeel[1]/toetsonderdeelnormering/norm[2]/scoregrotergelijkaan 11',
    ],
    [
      'a moment far ahead',
      { made: '2999-01-01T00:00:00Z' },
      'Client.OngeldigBericht',
      'UWLR-LR-020 /leerresultatenverzoek/school/aanmaakdatum 3',
    ],
  ])('are refused with %s, at its place in 1.0', async (_, parts, code, place) => {
    const answer = await deliver(parts);
    expect([answer.status, answer.code, places(answer)[0]]).toEqual([500, code, place]);
    expect(await stored()).toEqual([]);
    const [first] = (await lastExchange())?.findings ?? [];
    expect(`${first?.rule} ${first?.path} ${first?.line}`).toBe(place);
  });

  test('are refused when they were made before the last ones, whatever version those were in', async () => {
    await deliver({ made: '2026-03-02T00:00:00Z' });
    const stale = await deliver({ made: '2026-03-01T00:00:00Z' });
    expect([stale.code, places(stale)[0]]).toEqual(['Client.OngeldigBericht', 'UWLR-EX-004 /leerresultatenverzoek/school/aanmaakdatum 3']);
  });

  test('are refused with a key that gives no access', async () => {
    expect((await post(running.gateway, enveloped(body(), NAMESPACE, 'een-andere'))).code).toBe('Client.AutorisatieOngeldig');
  });

  test('lose nothing of what 1.0 has but what may not be kept', async () => {
    await deliver();
    const { strips = [] } = (await lastExchange()) ?? {};
    expect(strips.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(['auteur', 'leerlingid']);
  });
});

describe('results in UWLR 1.0 of a party that may deliver for known pupils only', () => {
  test('are refused at the place of the pupil', async () => {
    await running.stop();
    running = await startTestGateway({ party: { knownLearnersOnly: true } });
    await fillRoster(running.gateway, smallSchool());
    expect((await deliver({ pupil: ' L-1 ' })).status).toBe(200);
    const answer = await deliver({ pupil: 'L-9' });
    expect([answer.code, places(answer)]).toEqual([
      'Client.LeerlingOngeldig',
      ['UWLR-LR-024 /leerresultatenverzoek/toetsafnames/toetsafname[1] 4'],
    ]);
  });
});
