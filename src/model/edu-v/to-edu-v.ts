import { supplied } from '../../core/supplied.js';
import type { Assessment, Loss, Result } from '../result.js';
import { identificationOf } from '../school-id.js';
import { definitionOf } from './definition-of.js';
import type { EduVMessage, EduVSchool, EduVStatement } from './edu-v-message.js';
import { NO_PLACE } from './entries-of.js';
import { hindranceOf } from './hindrance-of.js';
import { type RevisedResult, statementOf } from './statement-of.js';

export interface ToEduVOptions {
  /** OnderwijsaanbiederId by id of a school. */
  readonly organisations?: Readonly<Record<string, string>>;
}

/** A message without what it gets when it is sent. `losses`: by id of its statements, those that have any. */
export interface EduVDraft {
  readonly message: Omit<EduVMessage, 'id' | 'timestamp'>;
  readonly losses: ReadonlyMap<string, readonly Loss[]>;
}

export interface ToEduV {
  readonly drafts: readonly EduVDraft[];
  /** Results that Edu-V cannot say, by id, with why. */
  readonly blocked: ReadonlyMap<string, readonly Loss[]>;
}

/**
 * Results as messages of the Edu-V Results API: one for each test, version, day, source and school year, in the order in which their
 * first results come. Ids of results and learners go as they are: give those that the receiver may know, and each result once. Nothing is
 * computed or guessed: what Edu-V has no place for is in the losses.
 *
 * Throws `RangeError` when a school is not an id that `schoolId` gives.
 */
export function toEduV(results: readonly RevisedResult[], assessments: readonly Assessment[], options: ToEduVOptions = {}): ToEduV {
  const blocked = new Map<string, readonly Loss[]>();
  const takings = new Map<string, Taking>();
  for (const result of results) {
    const hindrance = hindranceOf(result);
    if (hindrance !== undefined) {
      blocked.set(result.id, [hindrance]);
      continue;
    }
    const day = dayOf(result.date);
    if (day === undefined) {
      blocked.set(result.id, [{ path: 'date', reason: 'no-day-in-edu-v' }]);
      continue;
    }
    const key = JSON.stringify([result.school, result.schoolYear, keyOf(result), day]);
    const taking = takings.get(key) ?? { day, results: [] };
    takings.set(key, taking);
    taking.results.push(result);
  }
  const tests = new Map<string, Assessment | undefined>();
  // Versions that may not be told apart: nobody can say whose parts and norms a result goes by.
  for (const assessment of assessments) tests.set(keyOfTest(assessment), tests.has(keyOfTest(assessment)) ? undefined : assessment);
  const drafts = [...takings.values()].flatMap((taking) => draftOf(taking, tests, options, blocked));
  return { drafts, blocked };
}

/** Results of one test that was taken on one day. */
interface Taking {
  readonly day: string;
  readonly results: RevisedResult[];
}

function draftOf(
  { day, results }: Taking,
  tests: ReadonlyMap<string, Assessment | undefined>,
  { organisations = {} }: ToEduVOptions,
  blocked: Map<string, readonly Loss[]>,
): EduVDraft[] {
  const { activity, school: id, schoolYear, source } = results[0] as RevisedResult;
  const definition = definitionOf(activity, tests.get(keyOf(results[0] as RevisedResult)));
  const { school, losses: ofSchool } = schoolReference(id, organisations);
  const losses = new Map<string, readonly Loss[]>();
  const statements = results.flatMap((result): EduVStatement[] => {
    const lost = [...ofSchool, ...definition.losses];
    const statement = statementOf(result, definition, lost);
    if (statement === undefined) blocked.set(result.id, unique(lost));
    else if (lost.length > 0) losses.set(result.id, unique(lost));
    return statement === undefined ? [] : [statement];
  });
  if (statements.length === 0) return [];
  const used = new Set(statements.flatMap(({ scores = [] }) => scores.flatMap(({ scoreScaleIds = [] }) => scoreScaleIds)));
  const scales = [...definition.scales.values()].filter((scale) => used.has(scale.id));
  const message: EduVDraft['message'] = {
    // The day is all that is known. At noon UTC it is this day in every part of the Kingdom, at midnight it is not.
    assessmentDateTime: `${day}T12:00:00Z`,
    assessmentDefinition: definition.assessment,
    school,
    schoolPeriod: schoolYear,
    ...(scales.length === 0 ? {} : { scoreScaleDefinitions: scales }),
    studentScoresAndResults: statements,
    toolName: source.party,
  };
  return [{ message, losses }];
}

/** The day that the source named, whatever the zone; undefined for one that RFC 3339 cannot write. */
function dayOf(date: string): string | undefined {
  return /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/.exec(date.trim())?.[1];
}

function keyOf({ source, activity }: Result): string {
  return JSON.stringify([source.party, activity.code, activity.version ?? null]);
}

function keyOfTest({ source, code, version }: Assessment): string {
  return JSON.stringify([source.party, code.value, version?.value ?? null]);
}

/** Once each: what is lost of a test is lost of each of its norms. */
function unique(losses: readonly Loss[]): readonly Loss[] {
  return [...new Map(losses.map((loss) => [`${loss.path} ${loss.reason}`, loss])).values()];
}

interface SchoolReference {
  readonly school: EduVSchool;
  readonly losses: readonly Loss[];
}

/**
 * A school as Edu-V names it: by BRIN, or by the key that it goes by, and by its OnderwijsaanbiederId when that is known. A BRIN alone
 * does not say which location. Throws `RangeError` when it is not an id that `schoolId` gives.
 */
function schoolReference(id: string, organisations: Readonly<Record<string, string>>): SchoolReference {
  const identification = identificationOf(id);
  if (identification === undefined) throw new RangeError('not the id of a school');
  const { brincode, dependancecode, schoolkey = '' } = identification;
  const master = Object.hasOwn(organisations, id) ? organisations[id] : undefined;
  const own: EduVSchool['organisationIds'][number] =
    brincode === undefined
      ? { organisationId: schoolkey, organisationIdType: 'AS_ID' }
      : { organisationId: brincode, organisationIdType: 'OIE_CODE' };
  const isVague = dependancecode !== undefined && master === undefined;
  return {
    school: { ...supplied({ organisationMasterIdentifier: master }), organisationIds: [own] },
    losses: isVague ? [{ path: 'school/dependancecode', reason: NO_PLACE }] : [],
  };
}
