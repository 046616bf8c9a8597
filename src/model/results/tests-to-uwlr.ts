import type { Normering, Toets } from '../../uwlr/messages/leerresultaten.js';
import type { Activity, Assessment, AssessmentPart, Norm, NormBand, Term } from '../result.js';

/** A test as a message defines it. */
export function toToets({
  code,
  version,
  name,
  subject,
  year,
  hierarchy,
  norm,
  parts,
}: Omit<Assessment, 'id' | 'school' | 'source' | 'losses'>): Toets {
  return {
    toetscode: bound(code),
    ...(version === undefined ? {} : { versie: bound(version) }),
    ...(name === undefined ? {} : { toetsnaam: name }),
    ...(year === undefined ? {} : { leerjaar: bound(year) }),
    ...(subject === undefined ? {} : { vakgebied: bound(subject) }),
    ...(norm === undefined ? {} : { toetsnormering: toNormering(norm) }),
    ...(hierarchy.length === 0
      ? {}
      : { toetshierarchie: { ingang: hierarchy.map(({ level, entry }) => ({ ...bound(entry), niveau: level })) } }),
    ...(parts.length === 0 ? {} : { toetsonderdelen: { toetsonderdeel: parts.map(toToetsonderdeel) } }),
  };
}

/** What results themselves tell of a test whose definition is not at hand. Parts without a number get one. */
export function assessmentFrom(activities: readonly Activity[]): Omit<Assessment, 'id' | 'school' | 'source' | 'losses'> {
  const { code, codeVocabulary, version, name, subject, year, hierarchy } = activities[0] as Activity;
  const parts = new Map<string, NonNullable<Activity['part']>>();
  for (const { part } of activities) if (part !== undefined && !parts.has(part.code)) parts.set(part.code, part);
  const numbered = [...parts.values()].every(({ number }) => number !== undefined);
  return {
    code: { value: code, ...(codeVocabulary === undefined ? {} : { vocabulary: codeVocabulary }) },
    ...(version === undefined ? {} : { version: { value: version } }),
    ...(name === undefined ? {} : { name }),
    ...(subject === undefined ? {} : { subject }),
    ...(year === undefined ? {} : { year }),
    hierarchy,
    parts: [...parts.values()].map((part, at) => ({
      number: numbered ? (part.number as string) : String(at + 1),
      code: { value: part.code, ...(part.codeVocabulary === undefined ? {} : { vocabulary: part.codeVocabulary }) },
      ...(part.name === undefined ? {} : { name: part.name }),
    })),
  };
}

export function bound({ value, vocabulary }: Term): Toets['toetscode'] {
  return vocabulary === undefined ? { value } : { value, vocabulaire: vocabulary };
}

function toToetsonderdeel({ number, code, name, norm }: AssessmentPart) {
  return {
    toetsonderdeelvolgnummer: number,
    toetsonderdeelcode: bound(code),
    ...(name === undefined ? {} : { toetsonderdeelnaam: name }),
    ...(norm === undefined ? {} : { toetsonderdeelnormering: toNormering(norm) }),
  };
}

function toNormering({ category, level, weight, vocabulary, bands }: Norm): Normering {
  return {
    ...(vocabulary === undefined ? {} : { vocabulaire: vocabulary }),
    ...(category === undefined ? {} : { toetscategorie: bound(category) }),
    ...(level === undefined ? {} : { toetsniveau: bound(level) }),
    ...(weight === undefined ? {} : { wegingsfactor: weight }),
    norm: bands.map(toNorm),
  };
}

function toNorm({ term, description, from, to, colour, gradeFrom, gradeTo }: NormBand): Normering['norm'][number] {
  return {
    term,
    ...(description === undefined ? {} : { omschrijving: description }),
    beginnormwaarde: from,
    eindnormwaarde: to,
    ...(colour === undefined
      ? {}
      : { normkleur: { rood_code: colour.red, groen_code: colour.green, blauw_code: colour.blue, transparantie: colour.opacity } }),
    ...(gradeFrom === undefined ? {} : { schoolcijfer_vanaf: gradeFrom }),
    ...(gradeTo === undefined ? {} : { schoolcijfer_totenmet: gradeTo }),
  };
}
