import { attribute, many, optional, requiredAttribute, schema, sequence } from '../grammar/combinators.js';
import { byte, decimal, integer, nonNegativeInteger, positiveInteger } from '../grammar/numbers.js';
import { anyUri } from '../grammar/strings.js';
import { tpString64, tpString128, tpString256 } from './text-types.js';

export const lr = schema({
  id: 'leerresultaten',
  namespace: 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten',
  prefix: 'lr',
  title: 'Results of tests, with the definitions of those tests',
});

/** Spec c.14: the attributes that bind a field, or a norm, to a vocabulary. */
const vocabulaireBinding = {
  vocabulaire: attribute(anyUri, 'URI that identifies the vocabulary'),
  vocabulairelocatie: attribute(anyUri, 'Where its VDEX file can be found; never fetched by this gateway'),
};

/** Spec c.14: a text that may be bound to a vocabulary. */
export const vocabulaireGebondenVeld = lr.simpleContent('ctpVocabulaireGebondenVeld', tpString256, vocabulaireBinding);

export const tpScore = nonNegativeInteger('tpScore');
const tpKleurcode = byte('tpKleurcode');
const tpTransparatiecode = decimal('tpTransparatiecode', { min: '0.00', max: '1.00' });
const tpSchoolcijfer = decimal('tpSchoolcijfer', { min: '1.00', max: '10.00' });

const normkleur = lr.inline(
  sequence(
    lr.element('rood_code', tpKleurcode, 'Red, 0 to 255'),
    lr.element('groen_code', tpKleurcode, 'Green, 0 to 255'),
    lr.element('blauw_code', tpKleurcode, 'Blue, 0 to 255'),
    lr.element('transparantie', tpTransparatiecode, 'Opacity: 1 is opaque, 0 is fully transparent'),
  ),
);

const norm = lr.inline(
  sequence(
    lr.element('term', tpString64, 'What a score in this range is called', { located: true }),
    optional(lr.element('omschrijving', tpString128, 'Description of the term')),
    lr.element('beginnormwaarde', tpScore, 'Lowest score of the range'),
    lr.element('eindnormwaarde', tpScore, 'Highest score of the range', { located: true }),
    optional(lr.element('normkleur', normkleur, 'Colour that the vendor shows it in')),
    optional(lr.element('schoolcijfer_vanaf', tpSchoolcijfer, 'Lowest mark that goes with the range')),
    optional(lr.element('schoolcijfer_totenmet', tpSchoolcijfer, 'Highest mark that goes with the range', { located: true })),
  ),
);

/** Spec c.12. Says something about `score` results only. */
const normering = lr.complex(
  'ctpNormering',
  sequence(
    optional(lr.element('toetscategorie', vocabulaireGebondenVeld, 'Category of the test', { located: true })),
    optional(lr.element('toetsniveau', vocabulaireGebondenVeld, 'Level of the test, such as a taxonomy letter', { located: true })),
    optional(lr.element('wegingsfactor', decimal(), 'Weight')),
    many(lr.element('norm', norm, 'Range of scores with its term', { located: true, incompleteRule: 'UWLR-SCH-030' })),
  ),
  { attributes: vocabulaireBinding, note: 'Only for results that are a score; with an OSO result it is ignored.' },
);

const toetsonderdeel = lr.complex(
  'ctpToetsOnderdeel',
  sequence(
    lr.element('toetsonderdeelvolgnummer', positiveInteger, 'Number of the part, unique within the test'),
    lr.element('toetsonderdeelcode', vocabulaireGebondenVeld, 'Code of the part', { located: true }),
    optional(lr.element('toetsonderdeelnaam', tpString128, 'Name of the part')),
    optional(lr.element('toetsonderdeelnormering', normering, 'Norms of the part', { incompleteRule: 'UWLR-SCH-030' })),
  ),
);

const ingang = lr.extension(vocabulaireGebondenVeld, { niveau: requiredAttribute(integer, 'Depth in the tree; the lowest is the top') });

/** Spec c.11: a test, complete with its parts. */
export const ctpToets = lr.complex(
  'ctpToets',
  sequence(
    lr.element('toetscode', vocabulaireGebondenVeld, 'Code of the test, unique within the message', { located: true }),
    optional(lr.element('versie', vocabulaireGebondenVeld, 'Version of the test', { located: true })),
    optional(lr.element('toetsnaam', tpString128, 'Name of the test')),
    optional(lr.element('leerjaar', vocabulaireGebondenVeld, 'School year that the test is meant for', { located: true })),
    optional(lr.element('vakgebied', vocabulaireGebondenVeld, 'Subject', { located: true })),
    optional(lr.element('toetsnormering', normering, 'Norms of the total score', { incompleteRule: 'UWLR-SCH-030' })),
    optional(
      lr.element(
        'toetshierarchie',
        lr.inline(sequence(many(lr.element('ingang', ingang, 'A branch on the way from the top to the test', { located: true })))),
        "Place of the test in the vendor's own tree",
      ),
    ),
    optional(
      lr.element(
        'toetsonderdelen',
        lr.inline(sequence(many(lr.element('toetsonderdeel', toetsonderdeel, 'A part of the test', { located: true })))),
        'Parts of the test',
        {
          constraints: [{ kind: 'unique', name: 'uOnderdeelVolgnummer', selector: 'toetsonderdeel', field: 'toetsonderdeelvolgnummer' }],
        },
      ),
    ),
  ),
);

/** The `toetsen` that results and test definitions share. */
export const toetsen = lr.element(
  'toetsen',
  lr.inline(sequence(many(lr.element('toets', ctpToets, 'A test that results in this message point to', { located: true })))),
  'Definitions of the tests',
);
