import { attribute, choice, many, optional, reference, requiredAttribute, schema, sequence } from '../../grammar/combinators.js';
import { date, dateTime } from '../../grammar/dates.js';
import type { Constraint, ValueOf } from '../../grammar/grammar.js';
import { collapse, type SimpleType } from '../../grammar/simple-type.js';
import { anyUri, enumeration, string } from '../../grammar/strings.js';
import { tpSchooljaar } from '../school-identificatie.js';
import { tpKey, tpString32, tpString64, tpString128, tpString256 } from '../text-types.js';
import { readVersion1 } from './read-version.js';
import { schoolIdentificatie1 } from './school-identificatie.js';

const lg1 = schema({
  id: 'leerlinggegevens',
  namespace: 'http://www.edustandaard.nl/leerresultaten/1/leerlinggegevens',
  versions: ['1.0'],
  prefix: 'lg',
  title: 'Pupil data in UWLR 1.0',
});
const { element, complex, inline } = lg1;

/** A word from a list, white space around it of no meaning. */
function word(type: SimpleType): SimpleType {
  return {
    ...type,
    xsd: { ...type.xsd, facets: [...type.xsd.facets, ['whiteSpace', 'collapse']] },
    check: (text) => type.check(collapse(text)),
    wrong: type.wrong.filter((text) => text !== `${type.samples[0]} `),
  };
}

const tpAchternaam = string('tpAchternaam', 1, 70);
const tpVoorvoegsel = string('tpVoorvoegsel', 1, 10);
const tpVoorletters = string('tpVoorletters-1', 1, 6);
const tpRoepnaam = string('tpRoepnaam', 1, 64);
const tpEmailadres = string('tpEmailadres', 1, 128);
const tpGeslacht = word(enumeration('tpGeslacht', ['1', '2', '3'], '1 boy, 2 girl, 3 not known', ['0', '9']));
const tpJaNee = word(enumeration('tpJaNee', ['J', 'N'], 'J or N', ['j', 'Ja']));

const vocabulaireGebondenVeld = lg1.simpleContent('ctpVocabulaireGebondenVeld', tpString256, {
  vocabulaire: attribute(anyUri, 'URI that identifies the vocabulary'),
  vocabulairelocatie: attribute(anyUri, 'Where its VDEX file can be found; never fetched by this gateway'),
});

const mutatiedatum = optional(element('mutatiedatum', dateTime, 'Moment of the last change'));

const school = complex(
  'ctpSchool',
  sequence(
    element('schooljaar', tpSchooljaar, 'School year that the data are of', { located: true }),
    schoolIdentificatie1(lg1),
    element('aanmaakdatum', dateTime, 'Moment at which the message was made', { located: true }),
    element('xsdversie', tpString32, 'Version that the message follows', { tolerateMissing: true, located: true }),
    optional(element('auteur', tpString128, 'Who made the message; may be a person', { privacy: 'F' })),
    optional(element('commentaar', tpString128, 'Free text', { privacy: 'F' })),
  ),
);

const groep = complex(
  'ctpGroep',
  sequence(
    element('naam', tpString64, 'Name of the group'),
    optional(element('omschrijving', tpString128, 'Description', { privacy: 'F' })),
    optional(
      element(
        'kenmerken',
        inline(sequence(many(element('kenmerk', vocabulaireGebondenVeld, 'A property of the group, such as its year group')))),
        'Properties of the group',
      ),
    ),
    mutatiedatum,
  ),
  { attributes: { key: requiredAttribute(tpKey, 'Key, unique among its like within the school') } },
);

const groepRef = complex('ctpGroepRef', sequence(), { attributes: { key: attribute(tpKey, 'Key of the group') } });
const hoofdgroep = element('groep', groepRef, 'Reference to a group', { located: true });
const groepRefs = inline(sequence(many(hoofdgroep)));

function name() {
  const roepnaam = element('roepnaam', tpRoepnaam, 'First name in daily use', { privacy: 'D', located: true });
  return choice(
    sequence(
      element('achternaam', tpAchternaam, 'Surname', { privacy: 'D', located: true }),
      optional(element('voorvoegsel', tpVoorvoegsel, 'Prefix of the surname', { privacy: 'D', located: true })),
      optional(element('voorletters-1', tpVoorletters, 'Initials', { privacy: 'D', located: true })),
      optional(roepnaam),
    ),
    roepnaam,
  );
}

const leerling = complex(
  'ctpLeerling',
  sequence(
    name(),
    element('geboortedatum', date, 'Date of birth', { privacy: 'D', located: true }),
    optional(element('geslacht', tpGeslacht, 'Gender', { privacy: 'D' })),
    element('jaargroep', vocabulaireGebondenVeld, 'Year group', { privacy: 'C' }),
    optional(element('emailadres', tpEmailadres, 'E-mail address', { privacy: 'D' })),
    optional(element('fotourl', tpString256, 'Where a photo is', { privacy: 'D' })),
    optional(hoofdgroep),
    optional(element('subgroepen', groepRefs, 'Subgroups of the pupil')),
    mutatiedatum,
  ),
  { attributes: { key: requiredAttribute(tpKey, "The administration's own key of the pupil", { privacy: 'P' }) } },
);

const leerkracht = complex(
  'ctpLeerkracht',
  sequence(
    name(),
    optional(element('emailadres', tpEmailadres, 'E-mail address', { privacy: 'D' })),
    optional(element('ictcoordinator', tpJaNee, 'Whether the teacher looks after ICT', { default: 'N' })),
    optional(element('groepen', groepRefs, 'Groups of the teacher')),
    optional(element('subgroepen', groepRefs, 'Subgroups of the teacher')),
    mutatiedatum,
  ),
  { attributes: { key: requiredAttribute(tpKey, "The administration's own key of the member of staff", { privacy: 'P' }) } },
);

const key = (name: string, selector: string): Constraint => ({ kind: 'key', name, selector, field: '@key' });
const keyref = (name: string, selector: string, refers: string): Constraint => ({
  kind: 'keyref',
  name,
  rule: 'UWLR-ID-004',
  selector,
  field: '@key',
  refers,
});

/** Here the official rules are written with prefixes, so they work (spec, section d). */
export const leerlinggegevens1 = lg1.root(
  'leerlinggegevens',
  inline(
    sequence(
      element('school', school, 'The school, and what the message is', { located: true }),
      optional(element('groepen', inline(sequence(many(element('groep', groep, 'A group', { located: true })))), 'Groups')),
      optional(element('subgroepen', inline(sequence(many(element('subgroep', groep, 'A subgroup', { located: true })))), 'Subgroups')),
      element('leerlingen', inline(sequence(many(element('leerling', leerling, 'A pupil', { privacy: 'D', located: true })))), 'Pupils'),
      optional(
        element(
          'leerkrachten',
          inline(sequence(many(element('leerkracht', leerkracht, 'A member of staff', { privacy: 'D', located: true })))),
          'Staff',
        ),
      ),
    ),
  ),
  'All pupils of a school, with its groups and staff',
  {
    versionPath: 'school/xsdversie',
    readVersion: readVersion1,
    constraints: [
      key('kLeerling', 'leerlingen/leerling'),
      key('kLeerkracht', 'leerkrachten/leerkracht'),
      key('kGroep', 'groepen/groep'),
      key('kSubgroep', 'subgroepen/subgroep'),
      keyref('krLeerlingGroep', 'leerlingen/leerling/groep', 'kGroep'),
      keyref('krLeerlingSubgroep', 'leerlingen/leerling/subgroepen/groep', 'kSubgroep'),
      keyref('krLeerkrachtGroep', 'leerkrachten/leerkracht/groepen/groep', 'kGroep'),
      keyref('krLeerkrachtSubgroep', 'leerkrachten/leerkracht/subgroepen/groep', 'kSubgroep'),
    ],
  },
);

export const leerlinggegevensVerzoek1 = lg1.root(
  'leerlinggegevensverzoek',
  inline(
    sequence(
      element('schooljaar', tpSchooljaar, 'School year that is asked for', { located: true }),
      schoolIdentificatie1(lg1),
      element('xsdversie', tpString32, 'Version that the caller speaks', { tolerateMissing: true, located: true }),
      optional(
        element('laatstontvangengegevens', dateTime, 'Moment of the last data received; absent: send in any case', { located: true }),
      ),
    ),
  ),
  'Question for all pupil data in one',
  { versionPath: 'xsdversie', readVersion: readVersion1 },
);

const leeg = complex('ctpLeeg', sequence());

export const leerlinggegevensAntwoord1 = lg1.root(
  'leerlinggegevensantwoord',
  inline(
    choice(
      reference(leerlinggegevens1),
      element('geenwijzigingen', leeg, 'Nothing has changed since'),
      element('geengegevens', leeg, 'There are no such data'),
    ),
  ),
  'Answer with all pupil data in one',
  { versionPath: 'leerlinggegevens/school/xsdversie', readVersion: readVersion1 },
);

export type LeerlinggegevensVerzoek1 = ValueOf<typeof leerlinggegevensVerzoek1>;
export type Leerlinggegevens1 = ValueOf<typeof leerlinggegevens1>;
export type LeerlinggegevensAntwoord1 = ValueOf<typeof leerlinggegevensAntwoord1>;
