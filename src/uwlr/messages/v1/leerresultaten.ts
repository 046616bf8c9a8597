import { attribute, many, optional, requiredAttribute, schema, sequence } from '../../grammar/combinators.js';
import { date, dateTime } from '../../grammar/dates.js';
import type { ValueOf } from '../../grammar/grammar.js';
import { nonNegativeInteger, positiveInteger } from '../../grammar/numbers.js';
import { anyUri } from '../../grammar/strings.js';
import { tpSchooljaar } from '../school-identificatie.js';
import { tpKey, tpString32, tpString64, tpString128, tpString256 } from '../text-types.js';
import { readVersion1 } from './read-version.js';
import { schoolIdentificatie1 } from './school-identificatie.js';

/**
 * Results in UWLR 1.0. Its files are not public: this is 2.2 without what the change logs say came later (spec, sections c.15 and
 * f), under names after the pattern of the pupil side (deviation `version-1.0-inferred`).
 */
const lr1 = schema({
  id: 'leerresultaten',
  namespace: 'http://www.edustandaard.nl/leerresultaten/1/leerresultaten',
  versions: ['1.0'],
  prefix: 'lr',
  title: 'Results of tests in UWLR 1.0',
});
const { element, complex, inline } = lr1;

const binding = {
  vocabulaire: attribute(anyUri, 'URI that identifies the vocabulary'),
  vocabulairelocatie: attribute(anyUri, 'Where its VDEX file can be found; never fetched by this gateway'),
};
const veld = lr1.simpleContent('ctpVocabulaireGebondenVeld', tpString256, binding);
const tpScore = nonNegativeInteger('tpScore');

const school = complex(
  'ctpSchool',
  sequence(
    element('schooljaar', tpSchooljaar, 'School year of the results', { located: true }),
    schoolIdentificatie1(lr1),
    element('aanmaakdatum', dateTime, 'Moment at which the message was made; orders the messages of a vendor', { located: true }),
    optional(element('auteur', tpString128, 'Who made the message; may be a person', { privacy: 'F' })),
    element('xsdversie', tpString32, 'Version that the message follows', { tolerateMissing: true, located: true }),
    optional(element('commentaar', tpString128, 'Free text', { privacy: 'F' })),
  ),
);

const resultaat = complex(
  'ctpResultaat',
  sequence(
    element('afnamedatum', date, 'Day on which the test was taken', { privacy: 'C', located: true }),
    element('toetscode', tpKey, 'Test that was taken: a toetscode in this message'),
    element('toetsonderdeelcode', tpKey, 'Part of the test', { located: true }),
    element('score', tpScore, 'Raw score', { privacy: 'C', located: true }),
    optional(element('infourl', tpString256, 'Link to details; may hold ids or tokens', { privacy: 'I' })),
  ),
  { attributes: { key: requiredAttribute(tpKey, 'Identifies this taking of a test by one pupil', { privacy: 'P' }) } },
);

const toetsafname = complex(
  'ctpToetsafname',
  sequence(
    element('leerlingid', tpKey, "The LAS's own key of the pupil", { privacy: 'P', located: true }),
    optional(element('resultaatverwerkerid', tpKey, 'Key of the member of staff who handled the results', { privacy: 'P', located: true })),
    element(
      'resultaten',
      inline(sequence(many(element('resultaat', resultaat, 'One result', { privacy: 'C', located: true })))),
      'Results of the pupil',
    ),
  ),
);

/** Before 2.1 a range had its lowest score only, and the norms the highest of all. */
const normering = complex(
  'ctpNormering',
  sequence(
    many(
      element(
        'norm',
        inline(
          sequence(
            element('term', tpString64, 'What a score in this range is called', { located: true }),
            optional(element('omschrijving', tpString128, 'Description of the term')),
            element('scoregrotergelijkaan', tpScore, 'Lowest score of the range', { located: true }),
          ),
        ),
        'Range of scores with its term',
        { located: true },
      ),
    ),
  ),
  { attributes: { ...binding, maxscore: attribute(tpScore, 'Highest score') } },
);
const perNorm = {
  constraints: [{ kind: 'unique', name: 'uScoreNorm', rule: 'UWLR-ID-005', selector: 'norm', field: 'scoregrotergelijkaan' }],
} as const;

const toetsonderdeel = complex(
  'ctpToetsOnderdeel',
  sequence(
    element('toetsonderdeelvolgnummer', positiveInteger, 'Number of the part, unique within the test'),
    element('toetsonderdeelcode', veld, 'Code of the part', { located: true }),
    optional(element('toetsonderdeelnaam', tpString128, 'Name of the part')),
    optional(element('toetsonderdeelnormering', normering, 'Norms of the part', perNorm)),
  ),
);

const toets = complex(
  'ctpToets',
  sequence(
    element('toetscode', veld, 'Code of the test, unique within the message', { located: true }),
    optional(element('toetsnaam', tpString128, 'Name of the test')),
    optional(element('leerjaar', veld, 'School year that the test is meant for', { located: true })),
    optional(element('vakgebied', veld, 'Subject', { located: true })),
    element(
      'toetsonderdelen',
      inline(sequence(many(element('toetsonderdeel', toetsonderdeel, 'A part of the test', { located: true })))),
      'Parts of the test',
      {
        constraints: [{ kind: 'unique', name: 'uOnderdeelVolgnummer', selector: 'toetsonderdeel', field: 'toetsonderdeelvolgnummer' }],
      },
    ),
  ),
);

export const leerresultatenVerzoek1 = lr1.root(
  'leerresultatenverzoek',
  inline(
    sequence(
      element('school', school, 'School that the results belong to', { located: true }),
      element(
        'toetsafnames',
        inline(sequence(many(element('toetsafname', toetsafname, 'Results of one pupil', { located: true })))),
        'Results',
      ),
      element('toetsen', inline(sequence(many(element('toets', toets, 'A test', { located: true })))), 'Definitions of the tests'),
    ),
  ),
  'Results that a vendor delivers to an administration',
  {
    versionPath: 'school/xsdversie',
    readVersion: readVersion1,
    constraints: [
      { kind: 'key', name: 'kResultaat', selector: 'toetsafnames/toetsafname/resultaten/resultaat', field: '@key' },
      { kind: 'key', name: 'kToetscode', selector: 'toetsen/toets', field: 'toetscode' },
      {
        kind: 'keyref',
        name: 'krAfnameToets',
        selector: 'toetsafnames/toetsafname/resultaten/resultaat',
        field: 'toetscode',
        refers: 'kToetscode',
      },
    ],
  },
);

export const leerresultatenBevestiging1 = lr1.root(
  'leerresultatenbevestiging',
  complex('ctpLeeg', sequence()),
  'Confirmation: the results were taken in',
);

export type LeerresultatenVerzoek1 = ValueOf<typeof leerresultatenVerzoek1>;
