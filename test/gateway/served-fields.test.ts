import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUESTIONS, type Question } from '../../src/exchange/serve/question.js';
import { pupilFields } from '../../src/privacy/pupil-profile.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { decodeText } from '../support/decode-text.js';
import { fillRoster } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { type Planted, plantedRosters } from '../support/planted-roster.js';
import { ask, payloadOf } from '../support/pupil-questions.js';

interface Asked {
  readonly question: Question;
  readonly version: UwlrVersion;
  readonly dataSet: string | undefined;
  readonly groups: readonly string[];
}

const asking: fc.Arbitrary<Asked> = fc
  .constantFrom(...QUESTIONS.flatMap((question) => versionsOf(question.request).map((version) => ({ question, version }))))
  .chain(({ question, version }) =>
    fc.record({
      question: fc.constant(question),
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
function isFor({ path }: Planted, { question, version }: Asked, profile: PupilProfile): boolean {
  const part = PARTS[path.split('/')[1] as keyof typeof PARTS];
  const isGroupKey = part === 'groups' && path.endsWith('/@key');
  return pupilFields(profile, version).allowed.has(path) && (isGroupKey || question.parts.includes(part));
}

describe.each(PUPIL_PROFILES)('under an agreement on the %s', (profile) => {
  let running: Running;
  const said = new Set<string>();
  const outcomes = new Set<string>();

  beforeAll(async () => {
    running = await startTestGateway({
      party: { policy: 'tolerant' },
      agreement: { exchanges: ['leerlinggegevens'], profile },
      settings: { logLevel: 'error' },
    });
  });
  afterAll(() => running.stop());

  async function answerTo({ question, version, dataSet, groups }: Asked) {
    return ask(running, {
      name: question.request.element.name,
      version,
      rest: dataSet === undefined ? '' : `<gegevenssetid>${escaped(dataSet)}</gegevenssetid>`,
      groups: ['HaalLeerlingen', 'HaalLeerkrachten'].includes(question.operation) ? `<groepen>${groups.join('')}</groepen>` : '',
    });
  }

  test('no answer holds a field outside of it, whatever the roster holds and the caller asks', async () => {
    await fc.assert(
      fc.asyncProperty(plantedRosters, asking, async ({ roster, planted }, asked) => {
        await fillRoster(running.gateway, roster);
        const { status, code, text } = await answerTo(asked);
        outcomes.add(code ?? 'data');
        if (status === 200) {
          const { version, question } = asked;
          const options = { version, ...(version === '1.0' ? {} : { profile }) };
          const { value, findings } = decodeText(payloadOf(text), question.answer, options);
          expect(findings.list).toEqual([]);
          const { allowed } = pupilFields(profile, version);
          const beyond = [...pathsIn(value, question.answer.element.name)].filter(
            (path) => !allowed.has(path) && !allowed.has(path.replace(/\/([^/]+)$/, '/@$1')),
          );
          expect(beyond).toEqual([]);
        }
        for (const one of planted) {
          const found = text.includes(one.value);
          if (found) said.add(one.path.split('/').at(-1) as string);
          const may = status === 200 && isFor(one, asked, profile);
          expect({ path: one.path, leaked: found && !may }).toEqual({ path: one.path, leaked: false });
        }
      }),
      { numRuns: 250 },
    );
  });

  test('what is in it does appear, so the search would have found the rest', () => {
    const every = ['@key', '@eckid', 'achternaam', 'voorvoegsel', 'roepnaam', 'geboortedatum', 'naam'];
    const own = { 'smalle-set': ['emailadres'], 'lvs-set': ['voorletters-1', 'start_ondw_jgr3', 'bsn_ondwnr-4'] };
    expect([...said].sort()).toEqual([...every, ...own[profile]].sort());
    expect([...outcomes]).toEqual(expect.arrayContaining(['data', 'Server.InterneFout']));
  });
});
