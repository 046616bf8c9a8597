import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUESTIONS, type Question } from '../../src/model/roster-questions.js';
import { pupilFields } from '../../src/privacy/pupil-profile.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { decodeText } from '../support/decode-text.js';
import { fillRoster } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { FULL_ROSTER, type Planted, plantedRosters } from '../support/planted-roster.js';
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
function isFor({ path }: Planted, asked: Pick<Asked, 'request' | 'version'>, profile: PupilProfile): boolean {
  const part = PARTS[path.split('/')[1] as keyof typeof PARTS];
  const isGroupKey = part === 'groups' && path.endsWith('/@key');
  return pupilFields(profile, asked.version).allowed.has(path) && (isGroupKey || questionOf(asked).parts.includes(part));
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

  function answerTo({ request, version, dataSet, groups }: Asked) {
    return ask(running, {
      name: request,
      version,
      rest: dataSet === undefined ? '' : `<gegevenssetid>${escaped(dataSet)}</gegevenssetid>`,
      groups: ['leerlingen_verzoek', 'leerkrachten_verzoek'].includes(request) ? `<groepen>${groups.join('')}</groepen>` : '',
    });
  }

  test('no answer holds a field outside of it, whatever the roster holds and the caller asks', async () => {
    await fc.assert(
      fc.asyncProperty(plantedRosters, asking, async ({ roster, planted }, asked) => {
        await fillRoster(running.gateway, roster);
        const { status, text } = await answerTo(asked);
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
          const leaked = text.includes(one.value) && !(status === 200 && isFor(one, asked, profile));
          expect({ path: one.path, leaked }).toEqual({ path: one.path, leaked: false });
        }
      }),
      { numRuns: 150 },
    );
  });

  test.each(everyAsking)('what is in it does appear, asked by $request of $version, so the search would find the rest', async (asked) => {
    await fillRoster(running.gateway, FULL_ROSTER.roster);
    const { status, text } = await answerTo({ ...asked, dataSet: undefined, groups: ['<groep key="GROEP-00"/>'] });
    expect(status).toBe(200);
    const expected = FULL_ROSTER.planted.filter((one) => isFor(one, asked, profile)).map(({ path }) => path);
    const said = FULL_ROSTER.planted.filter(({ value }) => text.includes(value)).map(({ path }) => path);
    expect(said).toEqual(expected);
  });
});
