import { afterAll, describe, expect, test } from '@jest/globals';
import { pupilKeys, resultKey } from '../../../src/delivery/las/las-keys.js';
import { type MessageOptions, type WrittenMessage, writeResults } from '../../../src/delivery/uwlr/result-message.js';
import { requestEnvelope } from '../../../src/exchange/partner/request-envelope.js';
import { resultFieldChoice } from '../../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../../src/privacy/fields/field-list.js';
import type { OutgoingContent } from '../../../src/store/outbox-store.js';
import { generateMessage } from '../../../src/synthetic/messages/generate-message.js';
import { Random } from '../../../src/synthetic/messages/random.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import { encodeToString } from '../../../src/uwlr/encode.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../../src/uwlr/finding.js';
import { leerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { extensions } from '../../support/judges.js';
import { olderList } from '../../support/older-list.js';
import { OwnJudges } from '../../support/variants.js';
import { check } from '../../uwlr/support/results-text.js';
import { type Outgoing, outgoing, SCHOOL_KEY } from '../support/outgoing-items.js';

const judges = new OwnJudges();
afterAll(() => judges.dispose());

const VENDOR = 'verzonnen-uitgever';
const ROSTER = { rosters: async () => [], rosterRows: async () => [] };
const HEADER = { autorisatiesleutel: 'sleutel', klantcode: 'code', klantnaam: 'naam' };

async function written({ school, items, assessments }: Outgoing, options: Partial<MessageOptions> = {}): Promise<WrittenMessage> {
  const { version = '2.2' } = options;
  const contents = items.flatMap(({ content }): OutgoingContent[] => (content === undefined ? [] : [content]));
  const pupils = await pupilKeys(contents, { roster: ROSTER, school, schoolKey: SCHOOL_KEY });
  return writeResults(items, assessments, {
    version,
    school,
    createdAt: '2026-11-22T10:00:00.001Z',
    terms: { infourl: { keep: 'all' } },
    leerlingid: (learner) => pupils.get(learner),
    key: (content) => resultKey(content, VENDOR, SCHOOL_KEY),
    write: ({ root, value }) => encodeToString(root, version, value as never, { extensions }),
    maxItems: 500,
    maxBytes: 1024 * 1024,
    ...options,
  });
}

const invented = (pupils = 3) => new SyntheticSchool({ brincode: '99XX', pupils }).results(new Date('2026-11-22T09:00:00Z'));
const kinds = (outcomes: WrittenMessage['outside']) =>
  [...outcomes.values()].map((outcome) => ('reason' in outcome ? outcome.reason : outcome.kind));
const keysIn = (text = '') => [...text.matchAll(/<resultaat key="([^"]*)"/g)].map((match) => match[1]);

describe('whatever vendors send in 2.3', () => {
  test.each(UWLR_VERSIONS)(
    'goes on as a message that libxml2 finds valid in %s, with everything in it or with a reason',
    async (version) => {
      const random = new Random(11);
      let said = 0;
      for (let count = 0; count < 20; count += 1) {
        const options = { semantic: true, extensions, repeat: { toetsafname: 3, resultaat: 2 } };
        const message = generateMessage(leerresultatenVerzoek, '2.3', random, options);
        const going = outgoing(message, '2.3', VENDOR, extensions);
        const { text, inside, outside } = await written(going, { version });
        expect(new Set([...inside.keys(), ...outside.keys()])).toEqual(new Set(going.items.map(({ delivery }) => delivery)));
        expect(inside.size + outside.size).toBe(going.items.length);
        expect(new Set(kinds(outside))).toEqual(new Set(outside.size === 0 ? [] : ['not-expressible']));
        expect(text === undefined).toBe(inside.size === 0);
        if (text === undefined) continue;
        expect(keysIn(text)).toHaveLength(inside.size);
        const { errors } = judges.of(version).judge(text);
        // White space and ports, where libxml2 and the standard differ (docs/deviations.md).
        expect(errors.filter(({ message: words }) => !/vocabulaire/.test(words))).toEqual([]);
        said += inside.size;
      }
      expect(said).toBeGreaterThan(10);
    },
  );

  test('has a header that is valid as well', async () => {
    const write: MessageOptions['write'] = ({ root, value }) => requestEnvelope(root, '2.2', HEADER, value as never);
    const { text = '' } = await written(outgoing(invented(), '2.3'), { write });
    const header = /<autorisatie[\s\S]*<\/autorisatie>/.exec(text)?.[0] ?? '';
    expect(judges.of('2.2').judge(header).errors).toEqual([]);
  });
});

describe('one message', () => {
  test('holds as many results as may be in it, the first ones, and the same each time', async () => {
    const going = outgoing(invented(), '2.2');
    const one = await written(going, { maxItems: 4 });
    expect(kinds(one.inside)).toEqual(Array(4).fill('delivered'));
    expect(kinds(one.outside)).toEqual(Array(going.items.length - 4).fill('deferred'));
    expect(keysIn(one.text)).toEqual(going.items.slice(0, 4).map(({ content }) => content?.key));
    expect(await written(going, { maxItems: 4 })).toEqual(one);
  });

  test('has no more bytes than it may, but for a result that has more by itself', async () => {
    const going = outgoing(invented(20), '2.2');
    const { text = '', inside, outside } = await written(going, { maxBytes: 8000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8000);
    expect(inside.size).toBeGreaterThan(5);
    expect(new Set(kinds(outside))).toEqual(new Set(['deferred']));
    expect((await written(going, { maxBytes: 10 })).inside.size).toBe(1);
  });

  test('is of one school year', async () => {
    const now = outgoing(invented(1), '2.2');
    const before = invented(1);
    const then = outgoing({ ...before, school: { ...before.school, schooljaar: '2025-2026' } }, '2.2');
    const items = [...now.items, ...then.items.map((item) => ({ ...item, delivery: `${item.delivery} toen` }))];
    const { text, outside } = await written({ ...now, items });
    expect(text).toContain('<schooljaar>2026-2027</schooljaar>');
    expect(kinds(outside)).toEqual(then.items.map(() => 'deferred'));
  });

  test('holds each test in one version', async () => {
    const one = invented(1);
    const [test1, ...others] = one.toetsen.toets;
    if (test1 === undefined) throw new Error('no test');
    const toetsafname = one.toetsafnames.toetsafname.map(({ resultaten, ...pupil }) => ({
      ...pupil,
      resultaten: {
        resultaat: resultaten.resultaat.map((resultaat) => ({ ...resultaat, key: `nieuw-${resultaat.key}`, versie: { value: '2027' } })),
      },
    }));
    const newer = { ...one, toetsafnames: { toetsafname }, toetsen: { toets: [{ ...test1, versie: { value: '2027' } }, ...others] } };
    const [old, next] = [outgoing(one, '2.2'), outgoing(newer, '2.2')];
    const going = { ...old, items: [...old.items, ...next.items], assessments: [...old.assessments, ...next.assessments] };
    const { text, outside } = await written(going);
    expect(keysIn(text)).toEqual(old.items.map(({ content }) => content?.key));
    expect(kinds(outside)).toEqual(next.items.map(() => 'deferred'));
  });

  test('holds a result once, and never a newer revision before an older one', async () => {
    const first = outgoing(invented(1), '2.2');
    const again = first.items.map((item) => ({ ...item, delivery: `${item.delivery}, herzien` }));
    const { inside, outside } = await written({ ...first, items: [...first.items, ...again] });
    expect([...inside.keys()]).toEqual(first.items.map(({ delivery }) => delivery));
    expect([...outside]).toEqual(again.map(({ delivery }) => [delivery, { kind: 'deferred' }]));
  });
});

describe('what cannot go', () => {
  test('is what UWLR has no words for, or is not there any more', async () => {
    const { items, ...going } = outgoing(invented(1), '2.2');
    const gone = { delivery: 'weg', kind: 'result' as const };
    const withdrawal = { delivery: 'ingetrokken', kind: 'withdrawal' as const };
    const { inside, outside } = await written({ ...going, items: [gone, withdrawal, ...items] });
    expect(outside.get('weg')).toEqual({ kind: 'cancelled', reason: 'erased' });
    expect(outside.get('ingetrokken')).toMatchObject({ kind: 'dead', reason: 'not-expressible' });
    expect(inside.size).toBe(items.length);
  });

  test('does not keep the others', async () => {
    const { items, ...going } = outgoing(invented(2), '2.2');
    const nobody = items.map((item, at) => {
      const { sealedId: _, ...content } = item.content as OutgoingContent;
      return at < 3 ? { ...item, content: { ...content, result: { ...content.result, learner: 'onbekend' } } } : item;
    });
    const { inside, outside } = await written({ ...going, items: nobody });
    expect(kinds(outside)).toEqual(Array(3).fill('not-expressible'));
    expect([...outside.values()][0]).toMatchObject({
      losses: expect.arrayContaining([{ path: '/leerresultaten_verzoek/toetsafnames/toetsafname', reason: 'missing-leerlingid' }]),
    });
    expect(inside.size).toBe(items.length - 3);
  });
});

describe('what is lost of a result', () => {
  const outcomesOf = ({ inside, outside }: WrittenMessage) => new Map([...inside, ...outside]);
  /** As it is by itself, or it waits for a later message. */
  async function comparedWithAlone(going: Outgoing, options: Partial<MessageOptions>): Promise<number> {
    let lossless = 0;
    const together = outcomesOf(await written(going, options));
    for (const item of going.items) {
      const outcome = together.get(item.delivery);
      if (outcome?.kind === 'deferred') continue;
      expect(outcome).toEqual(outcomesOf(await written({ ...going, items: [item] }, options)).get(item.delivery));
      if (outcome?.kind === 'delivered' && outcome.losses === undefined) lossless += 1;
    }
    return lossless;
  }
  const changed = (item: Outgoing['items'][number], change: (result: OutgoingContent['result']) => OutgoingContent['result']) => {
    const content = item.content as OutgoingContent;
    return { ...item, content: { ...content, result: change(content.result) } };
  };

  test.each(UWLR_VERSIONS)('does not depend on what else is in its message of %s', async (version) => {
    const random = new Random(12);
    const options = { semantic: true, extensions, repeat: { toetsafname: 3, resultaat: 2 } };
    let lossless = await comparedWithAlone(outgoing(invented(), '2.2'), { version });
    for (let count = 0; count < 10; count += 1) {
      const message = generateMessage(leerresultatenVerzoek, '2.3', random, options);
      lossless += await comparedWithAlone(outgoing(message, '2.3', VENDOR, extensions), { version });
    }
    expect(lossless > 0).toBe(version !== '1.0');
  });

  test('is told of the one that has an ECK iD, not of one of the same pupil that came without', async () => {
    const { items, ...going } = outgoing(invented(1), '2.2');
    const [first, ...others] = items as [Outgoing['items'][number], ...Outgoing['items']];
    const without = changed(first, ({ eckId: _, ...result }) => result);
    await comparedWithAlone({ ...going, items: [without, ...others] }, { version: '2.1' });
  });

  test('is told of the one whose test has a name that is too long, where the definition of the test is gone', async () => {
    const { items, ...going } = outgoing(invented(1), '2.2');
    const [first, ...others] = items as [Outgoing['items'][number], ...Outgoing['items']];
    const name = 'x'.repeat(200);
    const odd = others.map((item) => changed(item, (result) => ({ ...result, activity: { ...result.activity, name } })));
    await comparedWithAlone({ ...going, items: [first, ...odd], assessments: [] }, { version: '2.2' });
  });
});

describe('under the agreement of the administration', () => {
  const only = (...names: string[]) => ({ fields: makeFieldList(names, [resultFieldChoice()]).fields, infourl: { keep: 'none' as const } });

  test('what its list does not have stays here, and the delivery says what that was', async () => {
    const going = outgoing(invented(1), '2.2');
    const { text = '', inside } = await written(going, { terms: only('resultaat/score', 'resultaat/toetsonderdeelcode') });
    for (const field of ['eckid', 'infourl', 'toetsnaam', 'norm', 'vakgebied']) expect(text).not.toContain(`<${field}`);
    expect(keysIn(text)).toEqual(going.items.map(({ content }) => content?.key));
    const [outcome] = inside.values();
    expect(outcome).toMatchObject({
      losses: expect.arrayContaining([{ path: '/leerresultaten_verzoek/toetsafnames/toetsafname/eckid', reason: 'not-in-profile' }]),
    });
    expect(judges.of('2.2').judge(text).errors).toEqual([]);
  });

  test('a result of a part goes with the definition of that part, whatever the list names', async () => {
    const { text = '', inside } = await written(outgoing(invented(1), '2.2'), { terms: only('resultaat/score') });
    expect(inside.size).toBe(3);
    expect(text).not.toContain('toetsonderdeelnaam');
    expect(check(text).found.filter((finding) => finding.startsWith('UWLR-LR-002'))).toEqual([]);
  });

  test('a result of a part does not become one of the whole test', async () => {
    const terms = { fields: olderList('resultaat/score'), infourl: { keep: 'none' as const } };
    const { text, outside } = await written(outgoing(invented(1), '2.2'), { terms });
    expect(keysIn(text)).toEqual(['rek-5-1-afname-1-totaal']);
    expect(kinds(outside)).toEqual(['not-expressible', 'not-expressible']);
  });

  test('links go as its rule says', async () => {
    const { text = '' } = await written(outgoing(invented(1), '2.2'), { terms: { infourl: { keep: 'none' } } });
    expect(text).not.toContain('infourl');
  });
});

describe('the key of a result', () => {
  const [item] = outgoing(invented(1), '2.2').items;
  const content = item?.content as OutgoingContent;
  const { key = '', result } = content;

  test.each<[string, Partial<OutgoingContent>, string, string]>([
    ['is its own for the first vendor', {}, VENDOR, key],
    ['has the klantcode before it for another', {}, 'eerste-uitgever', `${VENDOR}:${key}`],
    ['is opened when it was sealed', { key: undefined as never, sealedKey: SCHOOL_KEY.seal('LL-1-toets') }, VENDOR, 'LL-1-toets'],
    ['gives way to the id when it becomes too long', { key: 'x'.repeat(250) }, 'eerste-uitgever', result.id],
    ['gives way to the id when nobody knows it', { key: undefined as never }, VENDOR, result.id],
  ])('%s', (_, change, keysOf, expected) => {
    const { key: said, loss } = resultKey({ ...content, ...change }, keysOf, SCHOOL_KEY);
    expect(said).toBe(expected);
    expect(loss === undefined).toBe(expected !== result.id);
  });
});

test('the key of a pupil whom a vendor named by ECK iD only comes from the newest roster that has it', async () => {
  const [{ content } = {}] = outgoing(invented(1), '2.3').items;
  const { sealedId: _, ...named } = content as OutgoingContent;
  const result = { ...named.result, rosterLearner: 'in-het-rooster' };
  const document = (key: string) => SCHOOL_KEY.seal(JSON.stringify({ id: 'in-het-rooster', key, name: {}, combinedGroups: [] }));
  const row = { kind: 'learner' as const, id: 'in-het-rooster', content: '', since: '2026-08-01T00:00:00.000Z' };
  const head = { school: '99XX', revision: 1, changedAt: '', receivedAt: '', version: '2.2' as UwlrVersion };
  const roster = {
    rosters: async () => ['2026-2027', '2025-2026', '2024-2025'].map((schoolYear) => ({ ...head, schoolYear })),
    rosterRows: async (_school: string, year: string) =>
      year === '2026-2027' ? [] : [{ ...row, document: document(year === '2025-2026' ? 'LL-nieuw' : 'LL-oud') }],
  };
  const keys = await pupilKeys([{ ...named, result }], { roster, school: '99XX', schoolKey: SCHOOL_KEY });
  expect([...keys]).toEqual([[result.learner, 'LL-nieuw']]);
  // Such a key is somebody else's in the next roster: the result would land with another pupil.
  const dummy = { ...roster, rosterRows: async () => [{ ...row, document: document('#001') }] };
  expect([...(await pupilKeys([{ ...named, result }], { roster: dummy, school: '99XX', schoolKey: SCHOOL_KEY }))]).toEqual([]);
});
