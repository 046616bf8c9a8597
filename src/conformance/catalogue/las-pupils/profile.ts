import type { Requirement } from '../../requirement.js';
import { INFERRED, ofLas, SINCE_2 } from '../las-requirement.js';
import { DEMANDED_FIELDS, type ObjectName, PROFILE_FIELDS } from './profile-fields.js';

const OBJECTS: Readonly<Record<ObjectName, readonly [en: string, nl: string]>> = {
  school: ['the school', 'de school'],
  vestiging: ['a location', 'een vestiging'],
  groep: ['a group', 'een groep'],
  samengestelde_groep: ['a combined group', 'een samengestelde groep'],
  leerling: ['a pupil', 'een leerling'],
  leerkracht: ['a member of staff', 'een leerkracht'],
};

/**
 * Profiles: which fields may be given, and which have to be (spec c, i). A profile is a list of what is allowed, so each field that it does
 * not have is a leak. 1.0 has no profiles.
 */
export const PROFILE_REQUIREMENTS: readonly Requirement[] = [
  ...PROFILE_FIELDS.map(({ id, of, names, outside, source, inferred }) => {
    const versions = SINCE_2.filter((version) => Object.values(outside).some((left) => left.includes(version)));
    const [en, nl] = [0, 1].map((at) => of.map((name) => OBJECTS[name][at as 0 | 1]));
    const sets = (['smalle-set', 'lvs-set'] as const)
      .filter((profile) => outside[profile].length > 0)
      .map((profile) => (profile === 'smalle-set' ? 'Smalle set' : 'LVS set'));
    return ofLas(
      id,
      source,
      `Under ${sets.join(' and ')}, ${listed(en ?? [], 'or')} has no ${listed(names, 'or')}.`,
      `Onder ${sets.join(' en ')} heeft ${listed(nl ?? [], 'of')} geen ${listed(names, 'of')}.`,
      { versions, ...(inferred ? INFERRED : {}) },
    );
  }),
  ...DEMANDED_FIELDS.map(({ id, of, name, versions }) =>
    ofLas(
      id,
      'c.3, c.5: P22, ES (required in the LVS set)',
      `Under the LVS set, ${of === 'school' ? 'the school' : 'each pupil'} has ${name}.`,
      `Onder de LVS-set heeft ${of === 'school' ? 'de school' : 'elke leerling'} ${name}.`,
      { versions },
    ),
  ),
  ofLas(
    'LAS-PROFILE-30',
    'c, i: P22, V221 profielen',
    'The answer is valid against the XSD of the agreed profile.',
    'Het antwoord is geldig volgens het XSD van het afgesproken profiel.',
    { versions: SINCE_2 },
  ),
  ofLas('LAS-PROFILE-31', 'c.2: P22', 'No profile has vestigingen.', 'Geen profiel heeft vestigingen.', { versions: SINCE_2 }),
  ofLas('LAS-PROFILE-32', 'c.2: P22', 'Under the LVS set the structure has groups.', 'Onder de LVS-set heeft de structuur groepen.', {
    versions: SINCE_2,
  }),
  ofLas(
    'LAS-PROFILE-33',
    'i: V221 profielen, EDEXML',
    'More than the profile is given only when both sides agreed on exactly that.',
    'Meer dan het profiel wordt alleen gegeven als beide partijen precies dat hebben afgesproken.',
    { versions: SINCE_2, notTestable: 'the suite knows the profile only: put what was agreed beside it into --expect' },
  ),
  ofLas(
    'LAS-PROFILE-34',
    'c.4, i',
    'Names of groups tell nothing of the care that pupils need.',
    'Namen van groepen vertellen niets over de zorg die leerlingen nodig hebben.',
    { ...INFERRED, notTestable: 'no program can tell it from a name' },
  ),
];

function listed(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
