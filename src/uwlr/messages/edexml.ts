import { attribute, choice, inProfiles, many, mixed, optional, requiredAttribute, type schema, sequence } from '../grammar/combinators.js';
import { date, dateTime } from '../grammar/dates.js';
import type { AttributeDeclaration, Existence } from '../grammar/grammar.js';
import { string } from '../grammar/strings.js';
import {
  edexBrincode,
  edexBsn,
  edexBsnOndwnr4,
  edexDependancecode,
  edexEtniciteit,
  edexGeslacht,
  edexGewicht,
  edexGewichtNieuw,
  edexInstellingsnummer,
  edexJaargroep,
  edexLand,
  edexOnderwijsnummer,
  edexPostcodeNl,
  edexPostnummerBe,
  edexRijksregisternummer,
  edexRol,
  edexSchooljaar,
  edexSofinummer,
} from './edexml-codes.js';

const key = string('EDEXKeyType', 1, 256);
const text32 = string('EDEXString32Type', 1, 32);
const text64 = string('EDEXString64Type', 1, 64);
const text128 = string('EDEXString128Type', 1, 128);
const text256 = string('EDEXString256Type', 1, 256);
const achternaam = string('EDEXAchternaamType', 1, 200);
const voorvoegsel = string('EDEXVoorvoegselType', 1, 10);
const voornamen = string('EDEXVoornamenType', 1, 200);
const voorletters = string('EDEXVoorletters-1Type', 1, 6);
const gebruikersnaam = string('EDEXGebruikersnaamType', 1, 64);
const rolomschrijving = string('EDEXRolOmschtijvingType', 1, 64);

/** What the profiles make of a field: spec, sections c and f, and P22. */
const NEITHER = { 'smalle-set': 'forbidden', 'lvs-set': 'forbidden' } as const;
const ONLY_LVS = { 'smalle-set': 'forbidden' } as const;
const NEEDED_IN_LVS = { 'lvs-set': 'required' } as const;
/** Gone from the LVS set of 2.3. */
const LVS_UNTIL_2_2 = { 'smalle-set': 'forbidden', 'lvs-set': { use: 'forbidden', since: '2.3' } } as const;

/** How the pupil's key is declared: it may be absent beside an ECK iD in 2.3 (spec c.5, note 1). */
export type PupilKey = Readonly<Record<'key', AttributeDeclaration & { readonly required: false }>>;

/**
 * The objects of EDEXML 2 in a namespace: UWLR 2 took them over into its own (spec c.3 to c.8), while EDEXML files have none. The
 * names are those of EDEXML.
 */
export function edexmlTypes(own: ReturnType<typeof schema>) {
  const { element, complex, inline } = own;
  const reference = complex('GroepReferentieType', sequence(), {
    attributes: { key: requiredAttribute(key, 'Key of the group', { privacy: 'N' }) },
  });

  const toevoegingsBlok = complex(
    'ToevoegingsBlokType',
    sequence(
      element('code', text64, 'What the block is about', { privacy: 'F' }),
      optional(element('omschrijving', string(undefined, 0), 'Description of the block', { privacy: 'F' })),
    ),
    { abstract: true, note: 'A format that two parties agreed on. This gateway never keeps it.' },
  );
  const toevoegingen = inProfiles(
    NEITHER,
    optional(
      element(
        'toevoegingen',
        inline(sequence(many(element('blok', toevoegingsBlok, 'One addition', { privacy: 'F', abstractRule: 'UWLR-SCH-015' })))),
        'Additions in formats of the parties',
        { privacy: 'F' },
      ),
    ),
  );
  const mutatiedatum = optional(element('mutatiedatum', dateTime, 'Moment of the last change'));
  const mutatiedatumOutsideProfiles = inProfiles(NEITHER, mutatiedatum);

  const schoolkey = optional(element('schoolkey', key, 'Agreed key of the school'));
  const school = complex(
    'SchoolType',
    sequence(
      element('schooljaar', edexSchooljaar, 'School year that the data are of', { located: true }),
      inProfiles(NEEDED_IN_LVS, optional(element('peildatum', date, 'Day on which the data are true'))),
      choice(
        sequence(
          element('brincode', edexBrincode, 'BRIN of the school'),
          optional(element('dependancecode', edexDependancecode, 'Location; 00 is the same as none')),
          schoolkey,
        ),
        sequence(element('instellingsnummer', edexInstellingsnummer, 'Number of a school in Flanders', { located: true }), schoolkey),
        schoolkey,
      ),
      inProfiles(NEEDED_IN_LVS, optional(element('aanmaakdatum', dateTime, 'Moment at which the message was made', { located: true }))),
      optional(element('auteur', text128, 'Who made the message; may be a person', { privacy: 'F' })),
      inProfiles(NEEDED_IN_LVS, optional(element('xsdversie', text32, 'Version that the message follows', { located: true }))),
      optional(element('commentaar', string(undefined, 0), 'Free text', { privacy: 'F' })),
      toevoegingen,
    ),
  );

  const keyed = { attributes: { key: requiredAttribute(key, 'Key, unique among its like within the school') } };

  const vestiging = complex(
    'VestigingType',
    sequence(element('naam', text64, 'Name of the location'), optional(element('omschrijving', text256, 'Description')), mutatiedatum),
    keyed,
  );
  const groep = complex(
    'GroepType',
    sequence(
      element('naam', text64, 'Name of the group; may name a teacher'),
      element('jaargroep', edexJaargroep, 'Year group'),
      inProfiles(NEITHER, optional(element('omschrijving', text256, 'Description', { privacy: 'F' }))),
      toevoegingen,
      mutatiedatumOutsideProfiles,
    ),
    keyed,
  );
  const samengesteldeGroep = complex(
    'SamengesteldeGroepType',
    sequence(
      element('naam', text64, 'Name of the group; may tell of care that pupils need'),
      optional(element('omschrijving', text256, 'Description', { privacy: 'F' })),
      toevoegingen,
      mutatiedatumOutsideProfiles,
    ),
    keyed,
  );

  /** NEN 1888. Initials, full names and prefix only together with a surname. */
  function name(roepnaamProfiles: NonNullable<Existence['profiles']>, initialsProfiles: NonNullable<Existence['profiles']>) {
    const roepnaam = element('roepnaam', text64, 'First name in daily use', { privacy: 'D', located: true });
    return choice(
      sequence(
        element('achternaam', achternaam, 'Surname', { privacy: 'D', located: true }),
        optional(element('voorvoegsel', voorvoegsel, 'Prefix of the surname', { privacy: 'D', located: true })),
        inProfiles(NEITHER, optional(element('voornamen', voornamen, 'First names in full', { privacy: 'D' }))),
        inProfiles(initialsProfiles, optional(element('voorletters-1', voorletters, 'Initials', { privacy: 'D', located: true }))),
        inProfiles(roepnaamProfiles, optional(roepnaam)),
      ),
      roepnaam,
    );
  }

  const outside = <P extends Parameters<typeof optional>[0]>(particle: P) => inProfiles(NEITHER, optional(particle));
  const leerlingContent = sequence(
    name(NEEDED_IN_LVS, LVS_UNTIL_2_2),
    inProfiles(
      { 'smalle-set': { use: 'forbidden', since: '2.3' }, 'lvs-set': 'required' },
      optional(element('geboortedatum', date, 'Date of birth', { privacy: 'D', located: true })),
    ),
    inProfiles(
      { 'smalle-set': 'forbidden', 'lvs-set': 'required' },
      optional(element('geslacht', edexGeslacht, 'Gender (NEN-ISO 5218)', { privacy: 'D' })),
    ),
    inProfiles(ONLY_LVS, optional(element('start_ondw_jgr3', date, 'Start of year group 3', { privacy: 'C' }))),
    inProfiles(NEEDED_IN_LVS, optional(element('jaargroep', edexJaargroep, 'Year group; goes before that of the group', { privacy: 'C' }))),
    optional(element('groep', reference, 'The base group of the pupil', { privacy: 'C', located: true })),
    optional(
      element(
        'samengestelde_groepen',
        complex(
          'SamengesteldeGroepenReferentieType',
          sequence(many(element('samengestelde_groep', reference, 'A combined group that the pupil is in', { privacy: 'C' }))),
        ),
        'Combined groups of the pupil',
      ),
    ),
    outside(
      element(
        'vestiging',
        complex('VestigingReferentieType', sequence(), { attributes: { key: requiredAttribute(key, 'Key of the location') } }),
        'Location that the pupil goes to',
        { privacy: 'C' },
      ),
    ),
    outside(element('gebruikersnaam', gebruikersnaam, 'Login name', { privacy: 'I' })),
    outside(element('emailadres', text256, 'E-mail address', { privacy: 'D' })),
    outside(element('fotourl', text256, 'Where a photo is', { privacy: 'D' })),
    outside(element('etniciteit', edexEtniciteit, 'Ethnicity', { privacy: 'S' })),
    outside(element('land', edexLand, 'Country of birth', { privacy: 'S' })),
    outside(element('land_vader', edexLand, "Father's country of birth", { privacy: 'S' })),
    outside(element('land_moeder', edexLand, "Mother's country of birth", { privacy: 'S' })),
    choice(
      outside(element('sofinummer', edexSofinummer, 'National number', { privacy: 'S' })),
      outside(element('bsn', edexBsn, 'National number', { privacy: 'S' })),
      outside(element('onderwijsnummer', edexOnderwijsnummer, 'Number of a pupil without national number', { privacy: 'S' })),
      inProfiles(
        { 'smalle-set': 'forbidden', 'lvs-set': [{ use: 'required', until: '2.2' }, 'forbidden'] },
        optional(element('bsn_ondwnr-4', edexBsnOndwnr4, 'Last four digits of the national number', { privacy: 'I' })),
      ),
      outside(element('rijksregisternummer', edexRijksregisternummer, 'National number in Belgium', { privacy: 'S' })),
    ),
    outside(element('gewicht_nieuw', edexGewichtNieuw, "Weight by the parents' education", { privacy: 'S' })),
    outside(element('gewicht', edexGewicht, "Weight by the parents' education, before 2006", { privacy: 'S' })),
    choice(
      outside(element('postcodenl', edexPostcodeNl, 'Dutch postcode', { privacy: 'D' })),
      outside(element('postnummerbe', edexPostnummerBe, 'Belgian postcode', { privacy: 'D' })),
      outside(element('postcodeoverig', text32, 'Any other postcode', { privacy: 'D' })),
    ),
    outside(element('instroomdatum', date, 'Day of entry', { privacy: 'C' })),
    outside(element('uitstroomdatum', date, 'Day of leaving', { privacy: 'C' })),
    toevoegingen,
    mutatiedatumOutsideProfiles,
  );
  const eckid = attribute(key, 'ECK iD', { privacy: 'P', since: '2.2' });
  const leerling = complex('LeerlingType', leerlingContent, {
    attributes: {
      key: attribute(key, "The administration's own key of the pupil", { privacy: 'P', requiredUntil: '2.2' }),
      eckid,
    },
  });

  const rollen = optional(
    mixed(
      element('rol', edexRol, 'Role, for selection only', { privacy: 'C' }),
      element('rolomschrijving', rolomschrijving, 'Role in other words', { privacy: 'F' }),
    ),
  );
  const groepVanLeerkracht = complex('LeerkrachtGroepReferentieType', sequence(rollen), {
    attributes: { key: requiredAttribute(key, 'Key of the group') },
  });
  const leerkracht = complex(
    'LeerkrachtType',
    sequence(
      name({}, NEITHER),
      outside(element('gebruikersnaam', gebruikersnaam, 'Login name', { privacy: 'I' })),
      inProfiles({ 'lvs-set': 'forbidden' }, optional(element('emailadres', text256, 'E-mail address', { privacy: 'D' }))),
      inProfiles(NEITHER, rollen),
      optional(
        element(
          'groepen',
          complex(
            'LeerkrachtGroepenReferentieType',
            mixed(
              element('groep', groepVanLeerkracht, 'A base group of the teacher', { privacy: 'C', located: true }),
              element('samengestelde_groep', groepVanLeerkracht, 'A combined group of the teacher', { privacy: 'C', located: true }),
            ),
          ),
          'Groups of the teacher',
        ),
      ),
      toevoegingen,
      mutatiedatumOutsideProfiles,
    ),
    {
      attributes: {
        key: requiredAttribute(key, "The administration's own key of the member of staff", { privacy: 'P' }),
        eckid,
      },
    },
  );

  // The lists have types with names. JAX-WS makes of a list without one `LeerlinggegevensLeerlingen`, which is also its name for
  // the element `leerlinggegevens-leerlingen`, and then makes nothing at all.
  const schoolElement = element('school', school, 'The school, and what the message is', { located: true });
  const vestigingen = inProfiles(
    NEITHER,
    optional(
      element(
        'vestigingen',
        complex('VestigingenType', sequence(many(element('vestiging', vestiging, 'A location', { located: true })))),
        'Locations of the school',
      ),
    ),
  );
  const groepen = element(
    'groepen',
    complex(
      'GroepenType',

      mixed(
        element('groep', groep, 'A base group: each pupil is in at most one', { located: true }),
        element('samengestelde_groep', samengesteldeGroep, 'A combined group: a pupil may be in many', { located: true }),
      ),
    ),
    'Groups of the school',
  );
  const leerlingen = element(
    'leerlingen',
    complex('LeerlingenType', sequence(many(element('leerling', leerling, 'A pupil', { privacy: 'D', located: true })))),
    'Pupils',
  );
  const leerkrachten = optional(
    element(
      'leerkrachten',
      complex('LeerkrachtenType', sequence(many(element('leerkracht', leerkracht, 'A member of staff', { privacy: 'D', located: true })))),
      'Staff',
    ),
  );
  return { school: schoolElement, vestigingen, groepen, leerlingen, leerkrachten };
}
