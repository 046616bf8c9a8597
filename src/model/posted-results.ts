import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../uwlr/messages/leerresultaten.js';
import type { Assessment, OriginType, Result, Value } from './result.js';
import { identificationOf } from './school-id.js';
import { bound, toToets } from './tests-to-uwlr.js';
import { figuresOf } from './values-to-uwlr.js';

/** Results as a source delivers them in JSON. Shape: `schemas/model/posted-results.json`. */
export interface PostedResults {
  readonly schoolYear: string;
  /** `xs:dateTime`. */
  readonly createdAt?: string;
  readonly assessments: readonly PostedAssessment[];
  readonly results: readonly PostedResult[];
}

export type PostedAssessment = Pick<Assessment, 'code'> &
  Partial<Pick<Assessment, 'version' | 'name' | 'subject' | 'year' | 'hierarchy' | 'norm' | 'parts'>>;

export type PostedValue = Pick<Value, 'kind' | 'value' | 'scale' | 'comparedWith' | 'meaning'>;

export interface PostedResult {
  readonly key: string;
  readonly learner: { readonly leerlingid?: string; readonly eckId?: string };
  readonly activity: {
    readonly code: string;
    readonly version?: string;
    readonly part?: { readonly code: string };
    readonly originType?: OriginType;
  };
  readonly date: string;
  readonly values: readonly PostedValue[];
  readonly detailUrl?: string;
  readonly status?: Result['status'];
}

/** The fields of a posted result that UWLR has no place for. */
export interface JsonOnlyField {
  readonly withdrawn: boolean;
  readonly originType?: OriginType;
}

/** By the result in the message; results without such fields are absent. */
export type JsonOnlyFields = ReadonlyMap<Resultaat, JsonOnlyField>;

/**
 * The message of BrengLeerresultaten that says the same: still to be judged by its grammar. Each result has a toetsafname of its own, so
 * that the nth of those is the nth result. Throws `RangeError` when the school is not an id that `schoolId` gives.
 */
export function messageOf(posted: PostedResults, school: string, now: Date): LeerresultatenVerzoek {
  const identification = identificationOf(school);
  if (identification === undefined) throw new RangeError('not the id of a school');
  const { schoolYear, createdAt = now.toISOString(), assessments, results } = posted;
  return {
    school: { schooljaar: schoolYear, ...identification, aanmaakdatum: createdAt, xsdversie: '2.3' },
    toetsafnames: { toetsafname: results.map(toToetsafname) },
    toetsen: { toets: assessments.map((assessment) => toToets({ hierarchy: [], parts: [], ...assessment })) },
  };
}

function toToetsafname({ learner, ...result }: PostedResult): Toetsafname {
  const { leerlingid, eckId } = learner;
  return {
    ...(leerlingid === undefined ? {} : { leerlingid }),
    ...(eckId === undefined ? {} : { eckid: eckId }),
    resultaten: { resultaat: [toResultaat(result)] },
  } as Toetsafname;
}

function toResultaat({ key, activity, date, values, detailUrl }: Omit<PostedResult, 'learner'>): Resultaat {
  const { code, version, part } = activity;
  return {
    key,
    afnamedatum: date,
    toetscode: code,
    ...(version === undefined ? {} : { versie: bound({ value: version }) }),
    ...(part === undefined ? {} : { toetsonderdeelcode: part.code }),
    ...figuresOf(values.map(withPath), () => {}),
    ...(detailUrl === undefined ? {} : { infourl: detailUrl }),
  };
}

/** Only fields of formats that two parties agreed on go by their path, and those have no place in a posted result. */
function withPath(value: PostedValue): Value {
  return { ...value, sourcePath: value.kind };
}

/** The fields that only JSON has, by the results of the message made from the posted ones. */
export function jsonOnlyFieldsOf({ results }: PostedResults, { toetsafnames }: LeerresultatenVerzoek): JsonOnlyFields {
  return new Map(
    results.flatMap(({ status, activity: { originType } }, at): [Resultaat, JsonOnlyField][] => {
      if (status !== 'withdrawn' && originType === undefined) return [];
      const resultaat = toetsafnames.toetsafname[at]?.resultaten.resultaat[0] as Resultaat;
      return [[resultaat, { withdrawn: status === 'withdrawn', ...(originType === undefined ? {} : { originType }) }]];
    }),
  );
}
