import { many, optional, schema, sequence } from '../grammar/combinators.js';
import { decimal, int } from '../grammar/numbers.js';
import { string } from '../grammar/strings.js';

export const oso = schema({
  id: 'oso',
  namespace: 'http://www.edustandaard.nl/oso_gegevensset/1.2/dossier',
  prefix: 'oso',
  title: 'The part of OSO 1.2 that results use',
});

const nonEmptyStringType = string('nonEmptyStringType', 1);
const child = { privacy: 'C' } as const;
const located = { ...child, located: true } as const;

const toetsscoreType = oso.complex(
  'toetsscoreType',
  sequence(
    optional(oso.element('aantalopgaven', int, 'Number of items', located)),
    optional(oso.element('aantalgoed', int, 'Number correct', located)),
    optional(oso.element('aantalfout', int, 'Number incorrect', located)),
    optional(oso.element('aantalgelezen', int, 'Number read', located)),
    optional(oso.element('tijd', decimal(), 'Time taken, in seconds', child)),
    optional(oso.element('vaardigheidsscore', decimal(), 'Skill score', child)),
    optional(oso.element('codevaardigheidsschaal', nonEmptyStringType, 'Scale of the skill score', child)),
    optional(
      oso.element(
        'betrouwbaarheidsinterval',
        oso.inline(
          sequence(oso.element('bivlaag', decimal(), 'Lower bound', child), oso.element('bivhoog', decimal(), 'Upper bound', child)),
        ),
        'Confidence interval of the skill score',
        located,
      ),
    ),
  ),
);

const referentiescoreType = oso.complex(
  'referentiescoreType',
  sequence(
    oso.element('codereferentiescore', nonEmptyStringType, 'Kind of reference score (OSO code list 11)', located),
    oso.element('codevergelijkingsgroep', nonEmptyStringType, 'Group that is compared with (OSO code list 22)', located),
    oso.element('waarde', nonEmptyStringType, 'The reference score', child),
    optional(oso.element('kwalificatie', nonEmptyStringType, 'Meaning according to the source', child)),
  ),
);

const toetsscoreElement = oso.element('toetsscore', toetsscoreType, 'Counts, time and skill score', child);
const referentiescoreElement = oso.element('referentiescore', referentiescoreType, 'A score on a reference scale', child);

/** What an `osoresultaat` holds: references to the two global elements of OSO. */
export const osoContent = sequence(
  optional({ ...toetsscoreElement, global: true }),
  optional(many({ ...referentiescoreElement, global: true })),
);
