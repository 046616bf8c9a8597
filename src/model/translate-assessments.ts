import type { UwlrVersion } from '../uwlr/finding.js';
import type { Normering, Toets } from '../uwlr/messages/leerresultaten.js';
import { wholeOf } from '../uwlr/whole.js';
import { assessmentId } from './ids.js';
import type { Assessment, AssessmentPart, HierarchyEntry, Loss, Norm, NormBand } from './result.js';
import { type LossList, noteLocation, termOf } from './terms.js';

/** Whose tests and results they are. */
export interface Origin {
  /** As `schoolId` gives it. */
  readonly school: string;
  /** Klantcode. */
  readonly party: string;
  readonly version: UwlrVersion;
}

/** The tests of a message in the canonical model, in the same order. What the model has no place for is in their losses. */
export function translateAssessments(toetsen: readonly Toets[], origin: Origin): Assessment[] {
  return toetsen.map((toets) => translateAssessment(toets, origin));
}

function translateAssessment(toets: Toets, { school, party, version }: Origin): Assessment {
  const losses: Loss[] = [];
  const { toetscode, versie, toetsnaam, vakgebied, leerjaar, toetsnormering, toetsonderdelen } = toets;
  return {
    id: assessmentId(school, party, toetscode.value, versie?.value),
    school,
    source: { party, version },
    code: termOf(toetscode, 'toetscode', losses),
    ...(versie === undefined ? {} : { version: termOf(versie, 'versie', losses) }),
    ...(toetsnaam === undefined ? {} : { name: toetsnaam }),
    ...(vakgebied === undefined ? {} : { subject: termOf(vakgebied, 'vakgebied', losses) }),
    ...(leerjaar === undefined ? {} : { year: termOf(leerjaar, 'leerjaar', losses) }),
    hierarchy: hierarchyOf(toets, losses),
    ...(toetsnormering === undefined ? {} : { norm: normOf(toetsnormering, 'toetsnormering', losses) }),
    parts: (toetsonderdelen?.toetsonderdeel ?? []).map((part, at) => partOf(part, `toetsonderdelen/toetsonderdeel[${at + 1}]`, losses)),
    losses,
  };
}

/** Top first: the lowest `niveau` is the top. */
export function hierarchyOf({ toetshierarchie }: Toets, losses: LossList): readonly HierarchyEntry[] {
  return (toetshierarchie?.ingang ?? [])
    .map((ingang, at) => ({ level: ingang.niveau, entry: termOf(ingang, `toetshierarchie/ingang[${at + 1}]`, losses) }))
    .sort((a, b) => {
      const [above, below] = [wholeOf(a.level), wholeOf(b.level)];
      return above < below ? -1 : above > below ? 1 : 0;
    });
}

type Toetsonderdeel = NonNullable<Toets['toetsonderdelen']>['toetsonderdeel'][number];

function partOf(part: Toetsonderdeel, path: string, losses: Loss[]): AssessmentPart {
  const { toetsonderdeelvolgnummer, toetsonderdeelcode, toetsonderdeelnaam, toetsonderdeelnormering } = part;
  return {
    number: toetsonderdeelvolgnummer,
    code: termOf(toetsonderdeelcode, `${path}/toetsonderdeelcode`, losses),
    ...(toetsonderdeelnaam === undefined ? {} : { name: toetsonderdeelnaam }),
    ...(toetsonderdeelnormering === undefined ? {} : { norm: normOf(toetsonderdeelnormering, `${path}/toetsonderdeelnormering`, losses) }),
  };
}

function normOf(normering: Normering, path: string, losses: Loss[]): Norm {
  noteLocation(normering, path, losses);
  const { toetscategorie, toetsniveau, wegingsfactor, vocabulaire, norm } = normering;
  return {
    ...(toetscategorie === undefined ? {} : { category: termOf(toetscategorie, `${path}/toetscategorie`, losses) }),
    ...(toetsniveau === undefined ? {} : { level: termOf(toetsniveau, `${path}/toetsniveau`, losses) }),
    ...(wegingsfactor === undefined ? {} : { weight: wegingsfactor }),
    ...(vocabulaire === undefined || vocabulaire === '' ? {} : { vocabulary: vocabulaire }),
    bands: norm.map(bandOf),
  };
}

function bandOf(norm: Normering['norm'][number]): NormBand {
  const { term, omschrijving, beginnormwaarde, eindnormwaarde, normkleur, schoolcijfer_vanaf, schoolcijfer_totenmet } = norm;
  return {
    term,
    ...(omschrijving === undefined ? {} : { description: omschrijving }),
    from: beginnormwaarde,
    to: eindnormwaarde,
    ...(normkleur === undefined ? {} : { colour: colourOf(normkleur) }),
    ...(schoolcijfer_vanaf === undefined ? {} : { gradeFrom: schoolcijfer_vanaf }),
    ...(schoolcijfer_totenmet === undefined ? {} : { gradeTo: schoolcijfer_totenmet }),
  };
}

function colourOf({
  rood_code,
  groen_code,
  blauw_code,
  transparantie,
}: NonNullable<Normering['norm'][number]['normkleur']>): NormBand['colour'] & object {
  return { red: rood_code, green: groen_code, blue: blauw_code, opacity: transparantie };
}
