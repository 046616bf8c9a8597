import { ANNOTATION_KINDS } from '../../goals/annotation.js';
import { LEGAL_STATUSES, PUBLICATION_STATUSES } from '../../goals/goal-set.js';
import { pageSchema } from '../list-schema.js';
import type { JsonSchema } from '../parameter.js';

const TEXT = { type: 'string' };
const DAY = { type: 'string', format: 'date' };
const MINUTE = { type: 'string', format: 'date-time' };
const NAME = { type: 'string', minLength: 1 };

const GOAL_SET: JsonSchema = {
  type: 'object',
  description: 'The version of a goal set that a goal is of, with its standing.',
  properties: {
    id: TEXT,
    version: TEXT,
    title: TEXT,
    status: { enum: PUBLICATION_STATUSES, description: 'How far the set has got with its publisher.' },
    legalStatus: { enum: LEGAL_STATUSES, description: 'What gives the set its standing.' },
    lawFrom: { ...DAY, description: 'First day on which it is law.' },
    lawUntil: { ...DAY, description: 'Last day on which it is law.' },
  },
  required: ['id', 'version', 'title', 'status', 'legalStatus'],
  additionalProperties: false,
};

const TAUGHT_GOAL: JsonSchema = {
  type: 'object',
  description: 'A learning goal. With only `uri`: it is of no set that is loaded.',
  properties: { uri: TEXT, type: TEXT, code: TEXT, title: TEXT, set: { $ref: '#/components/schemas/GoalStanding' } },
  required: ['uri'],
  additionalProperties: false,
};

const ANNOTATION: JsonSchema = {
  type: 'object',
  description: 'What a teacher noted about a goal.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    author: { ...NAME, description: 'Id of the teacher.' },
    learner: { ...NAME, description: 'Id of the learner. Absent: it is about a group.' },
    group: { ...NAME, description: 'Id of the group. Absent: it is about a learner.' },
    goal: { $ref: '#/components/schemas/TaughtGoal' },
    kind: { enum: ANNOTATION_KINDS },
    from: DAY,
    until: DAY,
    note: TEXT,
    createdAt: { ...MINUTE, description: 'To the minute.' },
    endedAt: { ...MINUTE, description: 'When it was ended. Absent: nobody did.' },
    holds: { type: 'boolean', description: 'Nobody ended it, and today is in its period.' },
  },
  required: ['id', 'author', 'goal', 'kind', 'createdAt', 'holds'],
  additionalProperties: false,
};

/** Components of the paths for teachers. */
export const TEACHING_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  GoalStanding: GOAL_SET,
  TaughtGoal: TAUGHT_GOAL,
  Annotation: ANNOTATION,
  AnnotationList: pageSchema('Annotation'),
};
