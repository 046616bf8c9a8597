import type { Normering, Toets } from '../../uwlr/messages/leerresultaten.js';
import type { Activity, Assessment, AssessmentPart, Norm, NormBand, Result, Term } from '../result.js';

/** The tests of one message, where a code may stand for one test only: a second version of it needs a message of its own. */
export class MessageTests {
  readonly #definitions = new Map<string, Assessment>();
  readonly #taken = new Map<string, Result[]>();

  constructor(assessments: readonly Assessment[]) {
    for (const assessment of assessments) this.#definitions.set(keyOf(assessment.code.value, assessment.version?.value), assessment);
  }

  /** Why the test of a result cannot be in this message; undefined when it is. */
  take(result: Result): string | undefined {
    const { code, version } = result.activity;
    const taken = this.#taken.get(code);
    if (taken === undefined) this.#taken.set(code, [result]);
    else if ((taken[0] as Result).activity.version !== version) return 'another-version-of-the-test';
    else taken.push(result);
    return undefined;
  }

  versionTerm(code: string, version: string) {
    return bound(this.#definitions.get(keyOf(code, version))?.version ?? { value: version });
  }

  list(): Toets[] {
    return [...this.#taken].map(([code, results]) => {
      const activities = results.map(({ activity }) => activity);
      return toToets(this.#definitions.get(keyOf(code, activities[0]?.version)) ?? assessmentFrom(activities));
    });
  }
}

function keyOf(code: string, version = ''): string {
  return `${code}\0${version}`;
}

/** A test as a message defines it. */
function toToets({
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
function assessmentFrom(activities: readonly Activity[]): Omit<Assessment, 'id' | 'school' | 'source' | 'losses'> {
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

function bound({ value, vocabulary }: Term): Toets['toetscode'] {
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
