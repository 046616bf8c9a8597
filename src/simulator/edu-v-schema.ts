import { EDU_V_RESULT_TYPES, EDU_V_SCORE_TYPES } from '../model/edu-v/edu-v-message.js';

const text = { type: 'string', minLength: 1 };
const instant = { type: 'string', format: 'date-time', pattern: 'Z$' };

function object(required: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}): object {
  return { type: 'object', additionalProperties: false, required: Object.keys(required), properties: { ...required, ...optional } };
}

function list(items: object, minItems = 1): object {
  return { type: 'array', minItems, items };
}

const assessment = object(
  { id: text, name: text },
  {
    version: text,
    subjects: list(object({ subjectName: text })),
    studyLevelId: { type: 'string', format: 'uuid' },
    parts: list(object({ id: text, name: text, index: { type: 'integer' } })),
  },
);

const school = object(
  { organisationIds: list(object({ organisationId: text, organisationIdType: { enum: ['OIE_CODE', 'AS_ID'] } })) },
  { organisationMasterIdentifier: text },
);

const entry = { assessmentId: text };
const score = object(
  { scoreValue: text, scoreType: { enum: EDU_V_SCORE_TYPES }, ...entry },
  { assessmentPartId: text, scoreScaleIds: list(text) },
);
const result = object({ resultValue: text, resultType: { enum: EDU_V_RESULT_TYPES }, ...entry }, { assessmentPartId: text });

const statement = object(
  {
    id: text,
    student: object(
      { userIds: list(object({ userId: text, userIdType: { const: 'ASI' } })) },
      { userMasterIdentifier: { type: 'string', pattern: '^https://ketenid\\.nl/' } },
    ),
    dateCreated: instant,
    dateLastModified: instant,
    status: { enum: ['Final', 'Canceled'] },
  },
  { reviewUrl: text, scores: list(score), results: list(result) },
);

const scale = object({ id: text, name: text, scoreScaleEntries: list(object({ LHS: text, RHS: text })) });

/** A message of the Results API as the gateway writes it. Narrower than the standard: what is not here, it has no business sending. */
export const EDU_V_MESSAGE_SCHEMA = object(
  {
    id: text,
    assessmentDateTime: instant,
    assessmentDefinition: assessment,
    school,
    schoolPeriod: text,
    studentScoresAndResults: list(statement),
    timestamp: instant,
    toolName: text,
  },
  { scoreScaleDefinitions: list(scale) },
);
