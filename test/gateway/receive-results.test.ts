import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KEY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, autorisatie, message, NAMESPACES, resultaat, soap, TOETSEN, verzoek } from '../support/messages.js';

let running: Running;
let minute = 0;

/** A fresh aanmaakdatum, later than every one before. */
function later(): string {
  minute += 1;
  return `2026-02-01T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z`;
}

async function stored() {
  return (await running.gateway.store.results({ school: '99XX', limit: 1000 })).items;
}

async function lastExchange() {
  return (await running.gateway.store.exchanges({ limit: 1 })).items[0];
}

beforeAll(async () => {
  running = await startTestGateway();
});

afterAll(async () => {
  await running.stop();
});

describe('a valid message', () => {
  test('is confirmed in the shape that every known reader takes, and stored as canonical results', async () => {
    const answer = await post(running.gateway, message({ aanmaakdatum: later() }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain(
      `<s:Envelope xmlns:s="${NAMESPACES.soap}"><s:Body><leerresultaten_bevestiging xmlns="${NAMESPACES.lr}"/>`,
    );
    const [result] = await stored();
    expect(result).toMatchObject({
      revision: 1,
      school: '99XX',
      schoolYear: '2025-2026',
      source: { party: 'TESTEA', version: '2.2' },
      activity: { code: 'T1', name: 'Rekenen blok 1', originType: 'unknown' },
      date: '2026-01-14',
      values: [{ kind: 'score', value: '7', sourcePath: 'score' }],
      norm: { term: 'goed' },
      status: 'final',
    });
    expect(JSON.stringify(result)).not.toContain('leerling-0001');
  });

  test('sent again byte for byte is confirmed again and stored once', async () => {
    const again = message({ aanmaakdatum: later(), afnames: afname('leerling-0002', resultaat('twice-1')) });
    const answers = [await post(running.gateway, again), await post(running.gateway, again)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const last = await lastExchange();
    expect(last).toMatchObject({ outcome: 'repeated', party: 'TESTEA', school: '99XX' });
    expect((await stored()).filter(({ id }) => id === undefined)).toEqual([]);
    const revisions = (await stored()).filter(({ values }) => values[0]?.value === '7').map(({ revision }) => revision);
    expect(revisions.every((revision) => revision === 1)).toBe(true);
  });

  test('with a key that was delivered before is a new revision that supersedes', async () => {
    await post(running.gateway, message({ aanmaakdatum: later(), afnames: afname('leerling-0003', resultaat('rev-1', '4')) }));
    await post(running.gateway, message({ aanmaakdatum: later(), afnames: afname('leerling-0003', resultaat('rev-1', '9')) }));
    const current = (await stored()).filter(({ revision }) => revision === 2);
    expect(current).toHaveLength(1);
    expect(current[0]).toMatchObject({ supersedes: 1, values: [{ value: '9' }], norm: { term: 'goed' } });
    const all = await running.gateway.store.revisions('99XX', current[0]?.id ?? '');
    expect(all.map(({ values }) => values[0]?.value)).toEqual(['4', '9']);
  });

  test('leaves a record of what was stripped, and by which rule', async () => {
    const answer = await post(
      running.gateway,
      message({
        aanmaakdatum: later(),
        auteur: '<auteur>Juf Voorbeeld</auteur>',
        commentaar: '<commentaar>geen</commentaar>',
        afnames: afname(
          'leerling-0004',
          resultaat('strip-1', '3', '<infourl>https://toets.voorbeeld/r?token=geheim</infourl>'),
          '<resultaatverwerkerid>lk-9</resultaatverwerkerid>',
        ),
      }),
    );
    expect(answer.status).toBe(200);
    const { strips = [] } = (await lastExchange()) ?? {};
    const paths = strips.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'leerresultaten_verzoek/school/auteur',
        'leerresultaten_verzoek/school/commentaar',
        'leerresultaten_verzoek/toetsafnames/toetsafname/resultaatverwerkerid',
        'leerresultaten_verzoek/toetsafnames/toetsafname/leerlingid',
        'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/infourl',
      ]),
    );
    expect(JSON.stringify(strips)).not.toMatch(/Juf|geheim|lk-9|leerling-0004/);
  });

  test('may come in 2.1, 2.2.1 and 2.3', async () => {
    for (const xsdversie of ['2.1', '2.2.1', '2.3']) {
      expect(await post(running.gateway, message({ aanmaakdatum: later(), xsdversie }))).toMatchObject({ status: 200 });
    }
    const onlyEckId = `<toetsafname><eckid>https://ketenid.nl/201703/${'0a'.repeat(64)}</eckid><resultaten>${resultaat('eck-1')}</resultaten></toetsafname>`;
    expect(await post(running.gateway, message({ aanmaakdatum: later(), xsdversie: '2.3', afnames: onlyEckId }))).toMatchObject({
      status: 200,
    });
    expect(await post(running.gateway, message({ aanmaakdatum: later(), xsdversie: '2.2', afnames: onlyEckId }))).toMatchObject({
      code: 'Client.OngeldigBericht',
    });
  });

  test.each([['BrengLeerresultaten'], ['"BrengLeerresultaten"'], ['"http://elders/actie"'], ['""']])(
    'is dispatched on its body, whatever SOAPAction %s says',
    async (soapaction) => {
      expect(await post(running.gateway, message({ aanmaakdatum: later() }), { soapaction })).toMatchObject({ status: 200 });
    },
  );
});

const broken: readonly (readonly [name: string, body: () => string, code: string, rule: string])[] = [
  ['cut XML', () => message({ aanmaakdatum: later() }).slice(0, -40), 'Client.OngeldigBericht', 'UWLR-XML-001'],
  [
    'a DOCTYPE',
    () => `<!DOCTYPE x [<!ENTITY a "b">]>${soap(verzoek(), autorisatie()).replace(/<\?xml.*\?>\n/, '')}`,
    'Client.OngeldigBericht',
    'UWLR-XML-002',
  ],
  ['deep nesting', () => message({ afnames: '<x>'.repeat(100) + '</x>'.repeat(100) }), 'Client.OngeldigBericht', 'UWLR-XML-003'],
  [
    'another envelope',
    () => message().replace(NAMESPACES.soap, 'http://www.w3.org/2003/05/soap-envelope'),
    'VersionMismatch',
    'UWLR-SOAP-001',
  ],
  ['no envelope', () => verzoek(), 'VersionMismatch', 'UWLR-SOAP-001'],
  [
    'a header that must be understood',
    () => message({ header: `${autorisatie()}<x xmlns="urn:x" soap:mustUnderstand="1"/>` }),
    'MustUnderstand',
    'UWLR-SOAP-002',
  ],
  ['an empty body', () => soap('', autorisatie()), 'Client.OngeldigBericht', 'UWLR-SOAP-003'],
  ['an unknown message', () => soap('<iets xmlns="urn:x"/>', autorisatie()), 'Client.OngeldigBericht', 'UWLR-SOAP-004'],
  ['no autorisatie', () => soap(verzoek(), ''), 'Client.AutorisatieOngeldig', 'UWLR-AUT-001'],
  [
    'half an autorisatie',
    () => message({ header: autorisatie().replace(/<klantnaam>.*<\/klantnaam>/, '') }),
    'Client.AutorisatieOngeldig',
    'UWLR-SCH-003',
  ],
  ['an unknown klantcode', () => message({ klantcode: 'WIE' }), 'Client.OngeldigeKlantIdentificatie', 'UWLR-EX-001'],
  ['another klantnaam', () => message({ klantnaam: 'Iemand anders' }), 'Client.OngeldigeKlantIdentificatie', 'UWLR-EX-001'],
  ['another key', () => message({ sleutel: 'een-andere-sleutel' }), 'Client.AutorisatieOngeldig', 'UWLR-EX-002'],
  ['a school that is not here', () => message({ brin: '00ZZ' }), 'Client.AutorisatieOngeldig', 'UWLR-EX-002'],
  ['a malformed BRIN', () => message({ brin: 'ONGELDIG' }), 'Client.OngeldigBericht', 'UWLR-SCH-022'],
  ['an unsupported version', () => message({ xsdversie: '4.0' }), 'Client.XsdVersieOngeldig', 'UWLR-EX-003'],
  ['a date that is none', () => message({ aanmaakdatum: '01-01-1970' }), 'Client.OngeldigBericht', 'UWLR-SCH-026'],
  ['a missing element', () => message({ xsdversie: '' }), 'Client.OngeldigBericht', 'UWLR-SCH-013'],
  ['an unknown element', () => message({ auteur: '<geheim>x</geheim>' }), 'Client.OngeldigBericht', 'UWLR-SCH-001'],
  ['a score that is no number', () => message({ afnames: afname('l', resultaat('a', 'X')) }), 'Client.OngeldigBericht', 'UWLR-SCH-023'],
  ['a duplicate key', () => message({ afnames: afname('l', resultaat('a') + resultaat('a')) }), 'Client.OngeldigBericht', 'UWLR-ID-001'],
  ['a dangling toetscode', () => message({ toetsen: TOETSEN.replace('>T1<', '>T2<') }), 'Client.OngeldigBericht', 'UWLR-ID-003'],
  [
    'a dangling onderdeel',
    () => message({ afnames: afname('l', resultaat('a').replace('<score>', '<toetsonderdeelcode>T9</toetsonderdeelcode><score>')) }),
    'Client.OngeldigBericht',
    'UWLR-LR-002',
  ],
  ['a score outside its norms', () => message({ afnames: afname('l', resultaat('a', '11')) }), 'Client.ScoreOngeldig', 'UWLR-LR-006'],
  [
    'a norm that ends before it begins',
    () => message({ toetsen: TOETSEN.replace('>0<', '>6<') }),
    'Client.ToetsNormeringOngeldig',
    'UWLR-LR-004',
  ],
  [
    'an unknown vocabulary term',
    () =>
      message({
        toetsen: TOETSEN.replace(
          '</toetsnaam>',
          '</toetsnaam><vakgebied vocabulaire="http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd">Toveren</vakgebied>',
        ),
      }),
    'Client.VocabulaireTermOngeldig',
    'UWLR-LR-009',
  ],
];

describe('a message that is wrong', () => {
  test.each(broken)('with %s gets its fault, with the rule, and nothing is stored', async (_name, body, code, rule) => {
    const before = await stored();
    const answer = await post(running.gateway, body());
    expect(answer.code).toBe(code);
    expect(answer.rules).toContain(rule);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(await stored()).toEqual(before);
    const exchange = await lastExchange();
    expect(exchange).toMatchObject({ outcome: 'refused', faultCode: code });
    expect(answer.text).toContain(exchange?.id);
    expect(answer.text).not.toContain(KEY);
  });

  test('older than the last accepted one is refused, and one as old too', async () => {
    const at = later();
    expect(await post(running.gateway, message({ aanmaakdatum: at }))).toMatchObject({ status: 200 });
    const same = await post(running.gateway, message({ aanmaakdatum: at, afnames: afname('leerling-0005', resultaat('stale-1')) }));
    expect(same).toMatchObject({ code: 'Client.OngeldigBericht', rules: expect.arrayContaining(['UWLR-EX-004']) as never });
  });

  test('says where: path with indices, line and column', async () => {
    const body = message({ afnames: `${afname('l1', resultaat('a'))}\n${afname('l2', `${resultaat('b')}\n${resultaat('c', 'zes')}`)}` });
    const { text } = await post(running.gateway, body);
    expect(text).toContain('path="/leerresultaten_verzoek/toetsafnames/toetsafname[2]/resultaten/resultaat[2]/score" line="4"');
    expect(text).not.toContain('zes');
  });

  test('is told in Dutch, with the rule, what is wrong and what was expected', async () => {
    const { text } = await post(running.gateway, message({ afnames: afname('l1', resultaat('a', 'zes')) }));
    expect(text).toMatch(/<bevinding rule="UWLR-SCH-023" severity="error" path="[^"]*\/score" line="2" column="\d+">/);
    expect(text).toContain('>De waarde is geen getal van het voorgeschreven soort (verwacht: een geheel getal vanaf 0)</bevinding>');
    const ampersand = await post(running.gateway, message().replace('Rekenen blok 1', 'Taal & lezen'));
    expect(ampersand.text).toMatch(
      /<faultstring>De XML is niet welgevormd \(een &amp; die [^<]* schrijf &amp;amp;; regel 2, kolom \d+\)\./,
    );
    expect(ampersand.text).toContain('De XML is niet welgevormd (een &amp; die geen verwijzing begint: schrijf &amp;amp;)');
  });
});

describe('the tolerant policy', () => {
  test('reads what needs no guessing, and keeps the deviations with the exchange', async () => {
    const tolerant = await startTestGateway({ party: { policy: 'tolerant' } });
    try {
      const bare =
        '<aut:autorisatie xmlns:aut="http://www.edustandaard.nl/leerresultaten/2/autorisatie"><autorisatiesleutel>' +
        KEY +
        '</autorisatiesleutel><klantcode>TESTEA</klantcode><klantnaam>Testleverancier</klantnaam></aut:autorisatie>';
      const shuffled = resultaat('r-1').replace(
        /(<afnamedatum>.*<\/afnamedatum>)(<toetscode>.*<\/toetscode>)/,
        '$2$1<versie></versie><onbekend>x</onbekend>',
      );
      const answer = await post(tolerant.gateway, message({ header: bare, xsdversie: '', afnames: afname('leerling-0001', shuffled) }));
      expect(answer).toMatchObject({ status: 200 });
      const { items } = await tolerant.gateway.store.exchanges({ limit: 1 });
      expect(new Set(items[0]?.findings.map(({ rule }) => rule))).toEqual(
        new Set(['UWLR-AUT-003', 'UWLR-SCH-013', 'UWLR-SCH-002', 'UWLR-SCH-014', 'UWLR-SCH-001']),
      );
      expect(items[0]?.findings.every(({ severity }) => severity === 'warning')).toBe(true);
    } finally {
      await tolerant.stop();
    }
  });
});
