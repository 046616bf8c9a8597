import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agreement } from '../../src/directory/directory.js';
import { QUESTIONS, type Question } from '../../src/model/roster/roster-questions.js';
import { pupilFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { pupilFields } from '../../src/privacy/fields/pupil-profile.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { PUPIL_PROFILES, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { decodeText } from '../support/decode-text.js';
import { fillRoster } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { FULL_ROSTER, type Planted, plantedRosters } from '../support/planted-roster.js';
import { holds } from '../support/planted-values.js';
import { ask, payloadOf } from '../support/pupil-questions.js';

interface Asked {
  /** Root element of the question. */
  readonly request: string;
  readonly version: UwlrVersion;
  readonly dataSet: string | undefined;
  readonly groups: readonly string[];
}

const everyAsking = QUESTIONS.flatMap(({ request }) => versionsOf(request).map((version) => ({ request: request.element.name, version })));

const asking: fc.Arbitrary<Asked> = fc.constantFrom(...everyAsking).chain(({ request, version }) =>
  fc.record({
    request: fc.constant(request),
    version: fc.constant(version),
    dataSet: fc.option(
      fc.oneof(
        fc.constantFrom('LVS-set', 'lvs-set', 'Smalle-set', 'Smalle-set-VO', 'EDEXML', '2.2', '*', ' lvs set '),
        fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }),
      ),
      { nil: undefined },
    ),
    groups: fc.subarray(['<groep/>', '<samengestelde_groep/>', ...[0, 1, 2, 3].map((n) => `<groep key="GROEP-0${n}"/>`)], {
      minLength: 1,
    }),
  }),
);

function questionOf({ request }: Pick<Asked, 'request'>): Question {
  return QUESTIONS.find((question) => question.request.element.name === request) as Question;
}

/** As text of XML; what cannot be in XML is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[<>&]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Paths of all that a decoded message says. Attributes and elements do not share names within one element. */
function* pathsIn(value: unknown, path: string): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* pathsIn(item, path);
  else {
    yield path;
    if (typeof value === 'object' && value !== null) {
      for (const [name, field] of Object.entries(value)) if (name !== 'value') yield* pathsIn(field, `${path}/${name}`);
    }
  }
}

/** The part of a message that a path of `leerlinggegevens` belongs to. */
const PARTS = { groepen: 'groups', leerlingen: 'learners', leerkrachten: 'teachers' } as const;

/** Whether an answer to this question may hold the value of a field. A key of a group stands in references too. */
function isFor({ path }: Planted, asked: Pick<Asked, 'request' | 'version'>, fields: ReadonlySet<string>): boolean {
  const part = PARTS[path.split('/')[1] as keyof typeof PARTS];
  const isGroupKey = part === 'groups' && path.endsWith('/@key');
  return fields.has(path) && (isGroupKey || questionOf(asked).parts.includes(part));
}

function answerTo(running: Running, { request, version, dataSet, groups }: Asked) {
  return ask(running, {
    name: request,
    version,
    rest: dataSet === undefined ? '' : `<gegevenssetid>${escaped(dataSet)}</gegevenssetid>`,
    groups: ['leerlingen_verzoek', 'leerkrachten_verzoek'].includes(request) ? `<groepen>${groups.join('')}</groepen>` : '',
  });
}

describe.each(PUPIL_PROFILES)('under an agreement on the %s', (profile) => {
  let running: Running;

  beforeAll(async () => {
    running = await startTestGateway({
      party: { policy: 'tolerant' },
      agreement: { exchanges: ['leerlinggegevens'], profile },
      settings: { logLevel: 'error' },
    });
  });
  afterAll(() => running.stop());

  test('no answer holds a field outside of it, whatever the roster holds and the caller asks', async () => {
    await fc.assert(
      fc.asyncProperty(plantedRosters, asking, async ({ roster, planted }, asked) => {
        await fillRoster(running.gateway, roster);
        const { status, text } = await answerTo(running, asked);
        if (status === 200) {
          const { version } = asked;
          const { answer } = questionOf(asked);
          const options = { version, ...(version === '1.0' ? {} : { profile }) };
          const { value, findings } = decodeText(payloadOf(text), answer, options);
          expect(findings.list).toEqual([]);
          const { allowed } = pupilFields(profile, version);
          const beyond = [...pathsIn(value, answer.element.name)].filter(
            (path) => !allowed.has(path) && !allowed.has(path.replace(/\/([^/]+)$/, '/@$1')),
          );
          expect(beyond).toEqual([]);
        }
        for (const one of planted) {
          const leaked =
            holds(Buffer.from(text), Buffer.from(one.value)) &&
            !(status === 200 && isFor(one, asked, pupilFields(profile, asked.version).allowed));
          expect({ path: one.path, leaked }).toEqual({ path: one.path, leaked: false });
        }
      }),
      { numRuns: 150 },
    );
  });

  test.each(everyAsking)('what is in it does appear, asked by $request of $version, so the search would find the rest', async (asked) => {
    await fillRoster(running.gateway, FULL_ROSTER.roster);
    const { status, text } = await answerTo(running, { ...asked, dataSet: undefined, groups: ['<groep key="GROEP-00"/>'] });
    expect(status).toBe(200);
    const expected = FULL_ROSTER.planted
      .filter((one) => isFor(one, asked, pupilFields(profile, asked.version).allowed))
      .map(({ path }) => path);
    const said = FULL_ROSTER.planted.filter(({ value }) => holds(Buffer.from(text), Buffer.from(value))).map(({ path }) => path);
    expect(said).toEqual(expected);
  });
});

/** What lists can be made of. A name is on each for everybody who is in it, since no message can do without. */
const LISTED = {
  'smalle-set': ['geboortedatum'],
  'lvs-set': ['geboortedatum', 'geslacht', 'start_ondw_jgr3', 'voorletters-1', 'bsn_ondwnr-4'].map((name) => `leerling/${name}`),
  'smalle-set@2.3': [],
  'lvs-set@2.2': ['leerling/geslacht', 'leerling/voorletters-1'],
  custom: ['geboortedatum', 'geslacht', 'leerkracht/emailadres', 'bsn_ondwnr-4'],
} as const;
const ANYWHERE = [
  ...['roepnaam', 'eckid', 'jaargroep', 'groep', 'samengestelde_groepen/samengestelde_groep'].map((name) => `leerling/${name}`),
  ...['roepnaam', 'eckid', 'groepen/groep'].map((name) => `leerkracht/${name}`),
];

const isOfStaff = (name: string) => name.startsWith('leerkracht/');

const terms = fc
  .constantFrom(...(Object.keys(LISTED) as (keyof typeof LISTED)[]))
  .chain((profile) => fc.record({ profile: fc.constant(profile), chosen: fc.subarray([...LISTED[profile], ...ANYWHERE]) }))
  .map(({ profile, chosen }) => ({
    profile,
    fields: makeFieldList(
      ['leerling/achternaam', ...(chosen.some(isOfStaff) ? ['leerkracht/roepnaam'] : []), ...chosen],
      [pupilFieldChoice(profile)],
    ).fields,
  }));

describe('under an agreement that names its fields', () => {
  let running: Running;
  let agreements = 0;

  beforeAll(async () => {
    running = await startTestGateway({
      party: { policy: 'tolerant' },
      agreement: { exchanges: ['leerresultaten'] },
      settings: { logLevel: 'error' },
    });
  });
  afterAll(() => running.stop());

  async function agree(agreed: Pick<Agreement, 'profile' | 'fields'>): Promise<string> {
    const id = `list-${++agreements}`;
    const exchanges = ['leerlinggegevens'] as const;
    const rest = { purpose: 'Testen', from: '2026-01-01T00:00:00.000Z', infourl: { keep: 'none' } } as const;
    await running.gateway.store.addAgreements([{ id, school: '99XX', party: 'TESTEA', exchanges, ...agreed, ...rest }], undefined);
    return id;
  }

  test('no answer holds any other, whatever the roster holds and the caller asks', async () => {
    await fc.assert(
      fc.asyncProperty(plantedRosters, asking, terms, async ({ roster, planted }, asked, agreed) => {
        const id = await agree(agreed);
        await fillRoster(running.gateway, roster);
        const { status, text } = await answerTo(running, asked);
        await running.gateway.store.endAgreement(id, '2026-06-01T00:00:00.000Z');
        const listed = new Set(agreed.fields);
        if (status === 200) {
          const { answer } = questionOf(asked);
          const { findings } = decodeText(payloadOf(text), answer, { version: asked.version });
          expect(findings.list).toEqual([]);
        }
        for (const one of planted) {
          const leaked = holds(Buffer.from(text), Buffer.from(one.value)) && !(status === 200 && isFor(one, asked, listed));
          expect({ path: one.path, leaked }).toEqual({ path: one.path, leaked: false });
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(everyAsking)('those that it names do appear, asked by $request of $version', async (asked) => {
    const names = [
      'leerling/achternaam',
      'geboortedatum',
      'leerling/jaargroep',
      'leerling/groep',
      'leerkracht/achternaam',
      'leerkracht/emailadres',
      'leerkracht/groepen/groep',
    ];
    const { fields } = makeFieldList(names, [pupilFieldChoice('custom')]);
    const id = await agree({ profile: 'custom', fields });
    await fillRoster(running.gateway, FULL_ROSTER.roster);
    const { status, text } = await answerTo(running, { ...asked, dataSet: undefined, groups: ['<groep key="GROEP-00"/>'] });
    await running.gateway.store.endAgreement(id, '2026-06-01T00:00:00.000Z');
    const said = FULL_ROSTER.planted.filter(({ value }) => holds(Buffer.from(text), Buffer.from(value))).map(({ path }) => path);
    const expected = FULL_ROSTER.planted.filter((one) => isFor(one, asked, new Set(fields))).map(({ path }) => path);
    expect(status).toBe(200);
    expect(said).toEqual(expected);
  });

  test('who is in a group cannot be found out by asking for its pupils, where groups are not on the list', async () => {
    const { fields } = makeFieldList(['leerling/roepnaam'], [pupilFieldChoice('smalle-set')]);
    const id = await agree({ profile: 'smalle-set', fields });
    await fillRoster(running.gateway, FULL_ROSTER.roster);
    const asked = { request: 'leerlingen_verzoek', version: '2.2', dataSet: undefined } as const;
    const replies = await Promise.all(
      ['<groep key="GROEP-00"/>', '<groep key="GROEP-77"/>', '<groep/>'].map((group) => answerTo(running, { ...asked, groups: [group] })),
    );
    await running.gateway.store.endAgreement(id, '2026-06-01T00:00:00.000Z');
    expect(new Set(replies.map(({ text }) => payloadOf(text))).size).toBe(1);
    expect(replies[0]?.text).toContain('<geengegevens/>');
  });
});
