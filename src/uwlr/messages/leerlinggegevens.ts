import { attribute, choice, mixed, optional, reference, schema, sequence } from '../grammar/combinators.js';
import { dateTime } from '../grammar/dates.js';
import type { ValueOf } from '../grammar/grammar.js';
import { failed, type SimpleType } from '../grammar/simple-type.js';
import { edexmlTypes } from './edexml.js';
import { pupilConstraints } from './pupil-constraints.js';
import { schoolIdentificatie, tpSchooljaar } from './school-identificatie.js';
import { tpKey, tpString32, tpString64 } from './text-types.js';

export const lg = schema({
  id: 'leerlinggegevens',
  namespace: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens',
  prefix: 'lg',
  title: 'Pupil data: questions of a vendor, answers of an administration',
});

const { element, complex, inline } = lg;

/** An empty school year, or two quotes that should have been one, is what some clients send for the current one (spec j). */
const gevraagdSchooljaar: SimpleType = {
  ...tpSchooljaar,
  check: (text) => (text === '' || text === '""' ? failed['too-short'] : tpSchooljaar.check(text)),
};

/** Spec c.1: what every question says. */
const verzoekBasis = sequence(
  element('schooljaar', gevraagdSchooljaar, 'School year that is asked for', {
    located: true,
    failureRules: { 'too-short': 'UWLR-SCH-016' },
  }),
  schoolIdentificatie(lg, { conflictRule: 'UWLR-SCH-017' }),
  element('xsdversie', tpString32, 'Version that the caller speaks: the answer follows it', { tolerateMissing: true, located: true }),
  optional(element('gegevenssetid', tpString64, 'Name of the wanted set; the agreement decides', { located: true })),
  optional(element('laatstontvangengegevens', dateTime, 'Moment of the last data received; absent: send in any case', { located: true })),
);

const gevraagdeGroep = complex('ctpGroepVerzoek', sequence(), {
  attributes: { key: attribute(tpKey, 'Key of the group; absent: those in no group of this kind') },
});

/** Spec c.1: groups to give the members of. */
const verzoekGroepen = element(
  'groepen',
  inline(
    mixed(
      element('groep', gevraagdeGroep, 'A base group', { located: true }),
      element('samengestelde_groep', gevraagdeGroep, 'A combined group', { located: true }),
    ),
  ),
  'Groups whose members are asked for',
);

const { school, vestigingen, groepen, leerlingen, leerkrachten } = edexmlTypes(lg);
const leeg = complex('ctpLeeg', sequence());

/** Spec c.2: the alternatives to data. */
const uitzonderingen = choice(
  element('geenwijzigingen', leeg, 'Nothing has changed since'),
  element('geengegevens', leeg, 'There are no such data'),
);

const held = { heldBy: 'code' } as const;
const VERSION = { versionPath: 'school/xsdversie' };

/** Spec c.2: all pupil data in one. */
export const leerlinggegevens = lg.root(
  'leerlinggegevens',
  inline(sequence(school, vestigingen, optional(groepen), leerlingen, leerkrachten)),
  'All pupils of a school, with its groups and staff',
  { ...VERSION, constraints: pupilConstraints(['vestigingen', 'groepen', 'leerlingen', 'leerkrachten'], held) },
);

export const leerlinggegevensStructuur = lg.root(
  'leerlinggegevens-structuur',
  inline(sequence(school, vestigingen, groepenInStructuur())),
  'The groups of a school',
  { ...VERSION, constraints: pupilConstraints(['vestigingen', 'groepen'], { ...held, suffix: '-structuur' }) },
);

export const leerlinggegevensLeerlingen = lg.root(
  'leerlinggegevens-leerlingen',
  inline(sequence(school, leerlingen)),
  'Pupils of some groups',
  { ...VERSION, constraints: pupilConstraints(['leerlingen'], { ...held, suffix: '-leerlingen' }) },
);

export const leerlinggegevensLeerkrachten = lg.root(
  'leerlinggegevens-leerkrachten',
  inline(sequence(school, leerkrachten)),
  'Staff of some groups',
  { ...VERSION, constraints: pupilConstraints(['leerkrachten'], { ...held, suffix: '-leerkrachten' }) },
);

/** The LVS set demands groups where they are asked for by themselves, and only there (P22). */
function groepenInStructuur() {
  return { ...optional(groepen), profiles: { 'lvs-set': 'required' } } as ReturnType<typeof optional<typeof groepen>>;
}

/** The connector for ESIS sends `1` for want of a setting (spec, section j). */
const ASKED = { versionPath: 'xsdversie', asAgreed: /^1(?:\.0)?$/ };

export const leerlinggegevensVerzoek = lg.root(
  'leerlinggegevens_verzoek',
  inline(verzoekBasis),
  'Question for all pupil data in one',
  ASKED,
);
export const structuurVerzoek = lg.root('structuur_verzoek', inline(verzoekBasis), 'Question for the groups of a school', ASKED);
export const leerlingenVerzoek = lg.root(
  'leerlingen_verzoek',
  inline(sequence(verzoekBasis, verzoekGroepen)),
  'Question for the pupils of some groups',
  ASKED,
);
export const leerkrachtenVerzoek = lg.root(
  'leerkrachten_verzoek',
  inline(sequence(verzoekBasis, verzoekGroepen)),
  'Question for the staff of some groups',
  ASKED,
);

export const leerlinggegevensAntwoord = lg.root(
  'leerlinggegevens_antwoord',
  inline(choice(reference(leerlinggegevens), uitzonderingen)),
  'Answer with all pupil data in one',
  { versionPath: 'leerlinggegevens/school/xsdversie' },
);
export const structuurAntwoord = lg.root(
  'structuur_antwoord',
  inline(choice(reference(leerlinggegevensStructuur), uitzonderingen)),
  'Answer with the groups of a school',
  { versionPath: 'leerlinggegevens-structuur/school/xsdversie' },
);
export const leerlingenAntwoord = lg.root(
  'leerlingen_antwoord',
  inline(choice(reference(leerlinggegevensLeerlingen), uitzonderingen)),
  'Answer with the pupils of some groups',
  { versionPath: 'leerlinggegevens-leerlingen/school/xsdversie' },
);
export const leerkrachtenAntwoord = lg.root(
  'leerkrachten_antwoord',
  inline(choice(reference(leerlinggegevensLeerkrachten), uitzonderingen)),
  'Answer with the staff of some groups',
  { versionPath: 'leerlinggegevens-leerkrachten/school/xsdversie' },
);

export type LeerlinggegevensVerzoek = ValueOf<typeof leerlinggegevensVerzoek>;
export type LeerlingenVerzoek = ValueOf<typeof leerlingenVerzoek>;
export type Leerlinggegevens = ValueOf<typeof leerlinggegevens>;
export type LeerlinggegevensAntwoord = ValueOf<typeof leerlinggegevensAntwoord>;
export type StructuurAntwoord = ValueOf<typeof structuurAntwoord>;
export type LeerlingenAntwoord = ValueOf<typeof leerlingenAntwoord>;
export type LeerkrachtenAntwoord = ValueOf<typeof leerkrachtenAntwoord>;
export type LgSchool = Leerlinggegevens['school'];
export type Groep = NonNullable<NonNullable<Leerlinggegevens['groepen']>['groep']>[number];
export type SamengesteldeGroep = NonNullable<NonNullable<Leerlinggegevens['groepen']>['samengestelde_groep']>[number];
export type Leerling = Leerlinggegevens['leerlingen']['leerling'][number];
export type Leerkracht = NonNullable<Leerlinggegevens['leerkrachten']>['leerkracht'][number];
