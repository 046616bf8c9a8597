import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Normering, Toets } from '../../uwlr/messages/leerresultaten.js';
import { wholeOf } from '../../uwlr/whole.js';
import { assessmentId } from '../ids.js';
import type { IncomingAssessment } from '../incoming/incoming-message.js';
import type { Assessment, AssessmentPart, HierarchyEntry, Loss, Norm, NormBand, ResultSource } from '../result.js';
import { noteLocation, termOf } from '../terms.js';

/** Whose tests and results they are. */
export interface Origin {
  /** As `schoolId` gives it. */
  readonly school: string;
  /** Klantcode. */
  readonly party: string;
  readonly intake?: NonNullable<ResultSource['intake']> | undefined;
  /** Of the message; absent when it was none of UWLR. */
  readonly version?: UwlrVersion | undefined;
}

/** The tests of a message in the canonical model, in the same order. What the model has no place for is in their losses. */
export function translateAssessments(toetsen: readonly Toets[], origin: Origin): Assessment[] {
  return toetsen.map((toets) => assessmentOf(incomingAssessment(toets), origin));
}

/** What is stored of a test: it belongs to a school and a source from here on. */
export function assessmentOf({ code, version, hierarchy, parts, norm, losses, ...rest }: IncomingAssessment, origin: Origin): Assessment {
  const { name, subject, year } = rest;
  return {
    id: assessmentId(origin.school, origin.party, code.value, version?.value),
    school: origin.school,
    // Not how it came in: the same test by another way is no other test.
    source: { party: origin.party, ...(origin.version === undefined ? {} : { version: origin.version }) },
    code,
    ...(version === undefined ? {} : { version }),
    ...(name === undefined ? {} : { name }),
    ...(subject === undefined ? {} : { subject }),
    ...(year === undefined ? {} : { year }),
    hierarchy: topFirst(hierarchy),
    ...(norm === undefined ? {} : { norm }),
    parts: parts ?? [],
    losses,
  };
}

/** One object for all messages of a party that come in the same way. */
export function sourceOf({ party, intake, version }: Pick<Origin, 'party' | 'intake' | 'version'>): ResultSource {
  const name = `${intake ?? ''} ${version ?? ''} ${party}`;
  const known = sources.get(name);
  if (known !== undefined) return known;
  const source = { party, ...supplied({ intake, version }) };
  if (sources.size >= MOST_SOURCES) sources.clear();
  sources.set(name, source);
  return source;
}

const MOST_SOURCES = 1000;
const sources = new Map<string, ResultSource>();

/** A test of a message as it comes in. */
export function incomingAssessment(toets: Toets): IncomingAssessment {
  const losses: Loss[] = [];
  const { toetscode, versie, toetsnaam, vakgebied, leerjaar, toetsnormering, toetsonderdelen } = toets;
  return {
    code: termOf(toetscode, 'toetscode', losses),
    ...(versie === undefined ? {} : { version: termOf(versie, 'versie', losses) }),
    ...(toetsnaam === undefined ? {} : { name: toetsnaam }),
    ...(vakgebied === undefined ? {} : { subject: termOf(vakgebied, 'vakgebied', losses) }),
    ...(leerjaar === undefined ? {} : { year: termOf(leerjaar, 'leerjaar', losses) }),
    ...(toets.toetshierarchie === undefined
      ? {}
      : { hierarchy: toets.toetshierarchie.ingang.map((ingang, at) => entryOf(ingang, at, losses)) }),
    ...(toetsnormering === undefined ? {} : { norm: normOf(toetsnormering, 'toetsnormering', losses) }),
    ...(toetsonderdelen === undefined
      ? {}
      : { parts: toetsonderdelen.toetsonderdeel.map((part, at) => partOf(part, `toetsonderdelen/toetsonderdeel[${at + 1}]`, losses)) }),
    losses,
  };
}

type Ingang = NonNullable<Toets['toetshierarchie']>['ingang'][number];

function entryOf(ingang: Ingang, at: number, losses: Loss[]): HierarchyEntry {
  return { level: ingang.niveau, entry: termOf(ingang, `toetshierarchie/ingang[${at + 1}]`, losses) };
}

/** The lowest level is the top. */
export function topFirst(hierarchy: readonly HierarchyEntry[] = []): readonly HierarchyEntry[] {
  if (hierarchy.length < 2) return hierarchy;
  return [...hierarchy].sort((a, b) => {
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
