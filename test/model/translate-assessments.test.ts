import { expect, test } from '@jest/globals';
import { assessmentId } from '../../src/model/ids.js';
import { translateAssessments } from '../../src/model/results/translate-assessments.js';
import { fullMessage, VOCABULARY } from './support/invented-message.js';
import { ORIGIN } from './support/translated.js';

const term = (value: string) => ({ value, vocabulary: VOCABULARY });

test('a test keeps everything that its source says, and says what it loses', () => {
  const location = (path: string) => ({ path: `${path}/@vocabulairelocatie`, reason: 'vocabulary-location' });
  const part = 'toetsonderdelen/toetsonderdeel[1]';
  expect(translateAssessments(fullMessage().toetsen.toets, ORIGIN)).toEqual([
    {
      id: assessmentId('99AB-01', 'TESTEA', 'T1', '3'),
      school: '99AB-01',
      source: { party: 'TESTEA', version: '2.2' },
      code: term('T1'),
      version: term('3'),
      name: 'Rekenen blok 1',
      subject: term('Rekenen en wiskunde'),
      year: term('5'),
      hierarchy: [
        { level: '9', entry: term('Methode') },
        { level: '10', entry: term('Blok 1') },
      ],
      norm: {
        category: term('methodetoets'),
        level: term('niveau 2'),
        weight: '1.5',
        vocabulary: VOCABULARY,
        bands: [
          {
            term: 'goed',
            description: 'gaat goed',
            from: '0',
            to: '10',
            colour: { red: '255', green: '0', blue: '0', opacity: '1.00' },
            gradeFrom: '1.00',
            gradeTo: '10.00',
          },
        ],
      },
      parts: [
        {
          number: '1',
          code: term('A'),
          name: 'Optellen',
          norm: {
            category: term('onderdeel'),
            level: term('T1'),
            bands: [
              { term: 'oefenen', from: '0', to: '5' },
              { term: 'goed', description: 'gaat goed', from: '6', to: '10' },
            ],
          },
        },
        { number: '2', code: { value: 'B' } },
      ],
      losses: [
        location('toetscode'),
        location('versie'),
        location('vakgebied'),
        location('leerjaar'),
        location('toetshierarchie/ingang[1]'),
        location('toetshierarchie/ingang[2]'),
        location('toetsnormering'),
        location('toetsnormering/toetscategorie'),
        location('toetsnormering/toetsniveau'),
        location(`${part}/toetsonderdeelcode`),
        location(`${part}/toetsonderdeelnormering/toetscategorie`),
        location(`${part}/toetsonderdeelnormering/toetsniveau`),
      ],
    },
  ]);
});

test('what a source does not say about a test is absent', () => {
  expect(translateAssessments([{ toetscode: { value: 'T', vocabulaire: '' } }], ORIGIN)).toEqual([
    {
      id: expect.any(String),
      school: '99AB-01',
      source: { party: 'TESTEA', version: '2.2' },
      code: { value: 'T' },
      hierarchy: [],
      parts: [],
      losses: [],
    },
  ]);
});

test('two versions of a test are two assessments', () => {
  const [first, second] = translateAssessments(
    [{ toetscode: { value: 'T' } }, { toetscode: { value: 'T' }, versie: { value: '1' } }],
    ORIGIN,
  );
  expect(first?.id).not.toBe(second?.id);
});
