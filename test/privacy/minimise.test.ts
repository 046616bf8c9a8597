import { describe, expect, test } from '@jest/globals';
import type { IncomingPupil, IncomingResult } from '../../src/model/incoming/incoming-message.js';
import { incomingResult, uwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import { RESULTATEN } from '../../src/privacy/fields/profile.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { Minimiser, type MinimiserOptions } from '../../src/privacy/minimise/minimise.js';
import { eckIdsToFind } from '../../src/privacy/pupils/pupils.js';
import { readExtensions } from '../../src/uwlr/extensions.js';
import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../../src/uwlr/messages/leerresultaten.js';
import { fullMessage } from '../model/support/invented-message.js';

const KEY = new SchoolKey(new Uint8Array(32).fill(7));
const EXTENSIONS = readExtensions([
  {
    namespace: 'urn:voorbeeld:formaat',
    type: 'Formaat',
    elements: [
      { name: 'oordeel', type: 'string' },
      { name: 'opmerking', type: 'string', privacy: 'F' },
    ],
  },
]);
const OPTIONS: MinimiserOptions = {
  profile: RESULTATEN,
  infourl: { keep: 'none' },
  extensions: EXTENSIONS,
  schoolKey: KEY,
  party: 'TESTEA',
  aliases: new Map(),
};
const AFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname';

function withPupils(...pupils: readonly Partial<Toetsafname>[]): LeerresultatenVerzoek {
  return { ...fullMessage(), toetsafnames: { toetsafname: pupils.map((pupil) => ({ resultaten: { resultaat: [] }, ...pupil })) } };
}

function pupilsOf(message: LeerresultatenVerzoek, options: Partial<MinimiserOptions> = {}) {
  const incoming = uwlrMessage(message);
  const minimiser = new Minimiser(incoming, { ...OPTIONS, ...options });
  return incoming.pupils.map((pupil) => minimiser.pupil(pupil));
}

function resultOf(resultaat: Partial<Resultaat>, options: Partial<MinimiserOptions> = {}, leerlingid = 'LL-0001') {
  const message = uwlrMessage(withPupils({ leerlingid }));
  const minimiser = new Minimiser(message, { ...OPTIONS, ...options });
  const pupil = minimiser.pupil(message.pupils[0] as IncomingPupil);
  const original = incomingResult({ key: 'r-1', afnamedatum: '2026-01-14', toetscode: 'T1', ...resultaat });
  return { ...minimiser.result(original, pupil), original, strips: minimiser.strips().filter(({ path }) => path.includes('/resultaat/')) };
}

const figuresIn = ({ values }: IncomingResult) => values.map(({ sourcePath, value }) => [sourcePath, value]);

describe('the head of a message', () => {
  const minimiser = new Minimiser(uwlrMessage(fullMessage()), OPTIONS);

  test('goes on without author and comment', () => {
    expect(minimiser.strips()).toEqual([
      { path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 1 },
      { path: 'leerresultaten_verzoek/school/commentaar', rule: 'not-in-profile', count: 1 },
    ]);
  });

  test('leaves the message itself as it was', () => {
    const message = fullMessage();
    const incoming = uwlrMessage(message);
    new Minimiser(incoming, OPTIONS).pupil(incoming.pupils[0] as IncomingPupil);
    expect(message).toEqual(fullMessage());
  });

  test('keeps what tests are like', () => {
    expect(minimiser.assessments).toEqual(uwlrMessage(fullMessage()).assessments);
  });
});

describe('a field that a profile does not know', () => {
  const allowed = new Set(
    [...RESULTATEN.allowed].filter((path) => !path.includes('normkleur') && !path.endsWith('/eckid') && !path.endsWith('/score')),
  );
  const profile = { ...RESULTATEN, allowed };

  test('is taken out, wherever it is', () => {
    expect(JSON.stringify(uwlrMessage(fullMessage()).assessments)).toContain('"colour"');
    const minimiser = new Minimiser(uwlrMessage(fullMessage()), { ...OPTIONS, profile });
    expect(JSON.stringify(minimiser.assessments)).not.toContain('"colour"');
    expect(minimiser.strips()).toContainEqual({
      path: 'leerresultaten_verzoek/toetsen/toets/toetsnormering/norm/normkleur',
      rule: 'not-in-profile',
      count: 1,
    });
  });

  test('is taken out of pupils and results too', () => {
    const [pupil] = pupilsOf(withPupils({ leerlingid: 'LL-0001', eckid: 'eckid-1' }), { profile });
    expect(JSON.stringify(pupil)).not.toContain('eckid-1');
    expect(resultOf({ score: '7' }, { profile }).result.values).toEqual([]);
  });
});

describe('a pupil', () => {
  test('goes by an alias of the key, whatever the white space around it, and keeps the ECK iD', () => {
    const [one, other] = pupilsOf(withPupils({ leerlingid: 'LL-0001', eckid: 'eckid-1' }, { leerlingid: ' LL-0001\n' }));
    expect(one).toMatchObject({ alias: KEY.alias('leerlingid', 'LL-0001'), eckId: 'eckid-1' });
    expect(other?.alias).toBe(one?.alias);
  });

  test('is stored once per message, with the key sealed; again only when the ECK iD is news', () => {
    const [first, second, third, fourth] = pupilsOf(
      withPupils(
        { leerlingid: 'LL-0001' },
        { leerlingid: 'LL-0001' },
        { leerlingid: 'LL-0001 ', eckid: 'eckid-1' },
        { leerlingid: 'LL-0001', eckid: 'eckid-1' },
      ),
    );
    expect(KEY.open(first?.learner?.sealedId as Uint8Array)).toBe('LL-0001');
    expect(second?.learner).toBeUndefined();
    expect(third?.learner).toEqual({ alias: first?.alias, eckId: 'eckid-1', eckAlias: KEY.alias('eckid', 'eckid-1') });
    expect(fourth?.learner).toBeUndefined();
  });

  test('without key goes by an alias of the ECK iD, which cannot be joined with that of a key', () => {
    const [pupil] = pupilsOf(withPupils({ eckid: 'LL-0001' }));
    const alias = KEY.alias('eckid', 'LL-0001');
    expect(pupil).toEqual({ alias, eckId: 'LL-0001', learner: { alias, eckId: 'LL-0001', eckAlias: alias } });
    expect(pupil?.alias).not.toBe(KEY.alias('leerlingid', 'LL-0001'));
  });

  test('without key is the learner that the store knows by that ECK iD', () => {
    const message = withPupils({ eckid: 'eckid-1' }, { leerlingid: 'LL-0002', eckid: 'eckid-2' });
    expect(eckIdsToFind(uwlrMessage(message))).toEqual(['eckid-1']);
    expect(pupilsOf(message, { aliases: new Map([['eckid-1', 'bekend']]) })[0]?.alias).toBe('bekend');
  });

  test('without key is the one with that ECK iD and a key elsewhere in the message, before or after', () => {
    const [before, with1, after] = pupilsOf(
      withPupils({ eckid: 'eckid-1' }, { leerlingid: 'LL-0001', eckid: 'eckid-1' }, { eckid: 'eckid-1' }),
    );
    expect([before?.alias, after?.alias]).toEqual([with1?.alias, with1?.alias]);
    expect(with1?.alias).toBe(KEY.alias('leerlingid', 'LL-0001'));
  });

  test('with a dummy key is nobody in the next message, unless there is an ECK iD', () => {
    const next = withPupils({ leerlingid: '#001' });
    const later = { ...next, school: { ...next.school, aanmaakdatum: '2026-01-16T09:00:00+01:00' } };
    const [[here], [again], [there], [other]] = [pupilsOf(next), pupilsOf(next), pupilsOf(later), pupilsOf(next, { party: 'TESTEB' })];
    expect(again?.alias).toBe(here?.alias);
    expect(new Set([here?.alias, there?.alias, other?.alias, KEY.alias('leerlingid', '#001')]).size).toBe(4);
    const [named] = pupilsOf(withPupils({ leerlingid: ' #001', eckid: 'eckid-1' }));
    expect(named?.alias).toBe(KEY.alias('eckid', 'eckid-1'));
    expect(KEY.open(named?.learner?.sealedId as Uint8Array)).toBe('#001');
  });

  test('is counted for what is taken out', () => {
    const message = withPupils({ leerlingid: 'LL-0001', resultaatverwerkerid: 'LK-1' }, { leerlingid: 'LL-0002' }, { eckid: 'x' });
    const incoming = uwlrMessage(message);
    const minimiser = new Minimiser(incoming, OPTIONS);
    for (const pupil of incoming.pupils) minimiser.pupil(pupil);
    expect(minimiser.strips().filter(({ path }) => path.startsWith(AFNAME))).toEqual([
      { path: `${AFNAME}/leerlingid`, rule: 'replaced-by-alias', count: 2 },
      { path: `${AFNAME}/resultaatverwerkerid`, rule: 'not-in-profile', count: 1 },
    ]);
  });
});

describe('a result', () => {
  test('of which everything may be kept is not copied', () => {
    const { result, original, key, identity, strips } = resultOf({ score: '7' });
    expect(result).toBe(original);
    expect([key, identity]).toEqual(['r-1', 'r-1']);
    expect(strips).toEqual([]);
  });

  test('loses its link, or the part of it that may not be kept', () => {
    const infourl = 'https://ea.example/toets?leerling=LL-0001';
    const path = `${AFNAME}/resultaten/resultaat/infourl`;
    const none = resultOf({ score: '7', infourl });
    expect(none.result).toEqual(resultOf({ score: '7' }).original);
    expect(none.strips).toEqual([{ path, rule: 'infourl-withheld', count: 1 }]);
    const hosts = resultOf({ score: '7', infourl }, { infourl: { keep: 'hosts', hosts: ['ea.example'] } });
    expect(hosts.result.detailUrl).toBe('https://ea.example/toets');
    expect(hosts.strips).toEqual([{ path, rule: 'infourl-query', count: 1 }]);
    const all = resultOf({ score: '7', infourl }, { infourl: { keep: 'all' } });
    expect([all.result.detailUrl, all.strips]).toEqual([undefined, [{ path, rule: 'learner-id', count: 1 }]]);
    const other = resultOf({ score: '7', infourl: 'https://ea.example/toets?uitslag=0001' }, { infourl: { keep: 'all' } });
    expect(other.result).toBe(other.original);
  });

  test('whose key holds the key of the pupil gets it sealed, and an id that cannot be guessed back', () => {
    const { key, sealedKey, identity, strips } = resultOf({ key: 'toets/ll-0001', score: '7' });
    expect(key).toBeUndefined();
    expect(KEY.open(sealedKey as Uint8Array)).toBe('toets/ll-0001');
    expect(identity).not.toContain('0001');
    expect(resultOf({ key: 'toets/ll-0001', score: '8' }).identity).toBe(identity);
    expect(strips).toEqual([{ path: `${AFNAME}/resultaten/resultaat/@key`, rule: 'key-sealed', count: 1 }]);
  });

  test('keeps its key when that of the pupil is too short to tell', () => {
    expect(resultOf({ key: 'toets-12', score: '7' }, {}, '12').key).toBe('toets-12');
  });

  test('in a registered format keeps figures, and loses free text', () => {
    const anderresultaat = { type: '{urn:voorbeeld:formaat}Formaat', andere_score: '8', oordeel: 'op weg', opmerking: 'Proef Persoon' };
    const { result, strips } = resultOf({ anderresultaat });
    expect(figuresIn(result)).toEqual([
      ['anderresultaat/andere_score', '8'],
      ['anderresultaat/oordeel', 'op weg'],
    ]);
    expect(strips).toEqual([{ path: `${AFNAME}/resultaten/resultaat/anderresultaat/opmerking`, rule: 'not-in-profile', count: 1 }]);
  });

  test('in a format that is not registered here keeps only what the standard has', () => {
    const anderresultaat = { type: '{urn:voorbeeld:ander}Ander', andere_score: '8', oordeel: 'op weg' };
    expect(figuresIn(resultOf({ anderresultaat }).result)).toEqual([['anderresultaat/andere_score', '8']]);
  });
});
