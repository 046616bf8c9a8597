import type { UwlrVersion } from '../../../uwlr/finding.js';
import type { PupilProfile } from '../../../uwlr/grammar/grammar.js';

/** What an object in an answer is called. */
export type ObjectName = 'school' | 'vestiging' | 'groep' | 'samengestelde_groep' | 'leerling' | 'leerkracht';

/** Fields of one kind that a profile leaves out (spec c.3 to c.6, i), with the requirement about them. */
export interface ProfileField {
  /** Id of the requirement. */
  readonly id: string;
  /** The objects that do not have it. */
  readonly of: readonly ObjectName[];
  readonly names: readonly string[];
  /** Versions in which a profile leaves it out. */
  readonly outside: Readonly<Record<PupilProfile, readonly UwlrVersion[]>>;
  readonly source: string;
  readonly inferred?: true;
}

const ALL = ['2.1', '2.2', '2.3'] as const;
const BOTH = { 'smalle-set': ALL, 'lvs-set': ALL } as const;
const SMALLE = { 'smalle-set': ALL, 'lvs-set': [] } as const;
/** Left out of the LVS set in 2.3. */
const LVS_23 = { 'smalle-set': ALL, 'lvs-set': ['2.3'] } as const;

/** One for each kind of field of section i that some profile leaves out. */
export const PROFILE_FIELDS: readonly ProfileField[] = [
  { id: 'LAS-PROFILE-01', of: ['leerling'], names: ['vestiging'], outside: BOTH, source: 'c.2, c.5, i: P22' },
  { id: 'LAS-PROFILE-02', of: ['leerling'], names: ['voornamen'], outside: BOTH, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-03', of: ['leerling'], names: ['voorletters-1'], outside: LVS_23, source: 'c.5, f, i: P22, ES' },
  { id: 'LAS-PROFILE-04', of: ['leerling'], names: ['geslacht'], outside: SMALLE, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-05', of: ['leerling'], names: ['start_ondw_jgr3'], outside: SMALLE, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-06', of: ['leerling'], names: ['gebruikersnaam'], outside: BOTH, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-07', of: ['leerling'], names: ['emailadres'], outside: BOTH, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-08', of: ['leerling'], names: ['fotourl'], outside: BOTH, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-09', of: ['leerling'], names: ['etniciteit'], outside: BOTH, source: 'c.5, i: P22, H21 (advised against everywhere)' },
  { id: 'LAS-PROFILE-10', of: ['leerling'], names: ['land', 'land_vader', 'land_moeder'], outside: BOTH, source: 'c.5, i: P22' },
  {
    id: 'LAS-PROFILE-11',
    of: ['leerling'],
    names: ['sofinummer', 'bsn', 'onderwijsnummer', 'rijksregisternummer'],
    outside: BOTH,
    source: 'c.5, i: P22, H21',
  },
  { id: 'LAS-PROFILE-12', of: ['leerling'], names: ['bsn_ondwnr-4'], outside: LVS_23, source: 'c.5, f, i: P22, ES (cut after BSN-)' },
  { id: 'LAS-PROFILE-13', of: ['leerling'], names: ['gewicht', 'gewicht_nieuw'], outside: BOTH, source: 'c.5, i: P22, H21' },
  { id: 'LAS-PROFILE-14', of: ['leerling'], names: ['postcodenl', 'postnummerbe', 'postcodeoverig'], outside: BOTH, source: 'c.5, i: P22' },
  { id: 'LAS-PROFILE-15', of: ['leerling'], names: ['instroomdatum', 'uitstroomdatum'], outside: BOTH, source: 'c.5, i: P22' },
  {
    id: 'LAS-PROFILE-16',
    of: ['leerling', 'leerkracht', 'groep', 'samengestelde_groep', 'school'],
    names: ['toevoegingen'],
    outside: BOTH,
    source: 'c.3 to c.6, c.8, i: P22',
  },
  {
    id: 'LAS-PROFILE-17',
    of: ['leerling', 'leerkracht', 'groep', 'samengestelde_groep'],
    names: ['mutatiedatum'],
    outside: BOTH,
    source: 'a.5, c.4 to c.6: X22, P22',
  },
  { id: 'LAS-PROFILE-18', of: ['groep'], names: ['omschrijving'], outside: BOTH, source: 'c.4: P22' },
  {
    id: 'LAS-PROFILE-19',
    of: ['samengestelde_groep'],
    names: ['omschrijving'],
    outside: SMALLE,
    source: 'c.4, c.15: V221 (the XSD of the profile allows it)',
    inferred: true,
  },
  {
    id: 'LAS-PROFILE-20',
    of: ['leerling'],
    names: ['geboortedatum'],
    outside: { 'smalle-set': ['2.3'], 'lvs-set': [] },
    source: 'c.5, f, i: ES',
  },
  { id: 'LAS-PROFILE-21', of: ['leerkracht'], names: ['voornamen', 'voorletters-1'], outside: BOTH, source: 'c.6, i: P22' },
  { id: 'LAS-PROFILE-22', of: ['leerkracht'], names: ['gebruikersnaam'], outside: BOTH, source: 'c.6, i: P22' },
  { id: 'LAS-PROFILE-23', of: ['leerkracht'], names: ['rol', 'rolomschrijving'], outside: BOTH, source: 'c.6, i: P22' },
  { id: 'LAS-PROFILE-24', of: ['leerkracht'], names: ['emailadres'], outside: { 'smalle-set': [], 'lvs-set': ALL }, source: 'c.6, i: P22' },
  {
    id: 'LAS-PROFILE-25',
    of: ['school'],
    names: ['commentaar'],
    outside: BOTH,
    source: 'c.3, i: free text may hold personal data',
    inferred: true,
  },
  { id: 'LAS-PROFILE-26', of: ['school'], names: ['auteur'], outside: BOTH, source: 'c.3, i: may be the name of a person', inferred: true },
];

/** A field that the LVS set demands (spec c.2 to c.5). */
export interface DemandedField {
  readonly id: string;
  readonly of: 'school' | 'leerling';
  readonly name: string;
  readonly versions: readonly UwlrVersion[];
  readonly inferred?: true;
}

export const DEMANDED_FIELDS: readonly DemandedField[] = [
  { id: 'LAS-PROFILE-41', of: 'school', name: 'peildatum', versions: ALL },
  { id: 'LAS-PROFILE-42', of: 'school', name: 'aanmaakdatum', versions: ALL },
  { id: 'LAS-PROFILE-43', of: 'school', name: 'xsdversie', versions: ALL },
  { id: 'LAS-PROFILE-44', of: 'leerling', name: 'roepnaam', versions: ALL },
  { id: 'LAS-PROFILE-45', of: 'leerling', name: 'geboortedatum', versions: ALL },
  { id: 'LAS-PROFILE-46', of: 'leerling', name: 'geslacht', versions: ALL },
  { id: 'LAS-PROFILE-47', of: 'leerling', name: 'jaargroep', versions: ALL },
  { id: 'LAS-PROFILE-48', of: 'leerling', name: 'bsn_ondwnr-4', versions: ['2.1', '2.2'] },
];
