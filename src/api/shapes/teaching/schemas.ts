import { ANNOTATION_KINDS } from '../../../goals/annotation.js';
import { LEGAL_STATUSES, PUBLICATION_STATUSES } from '../../../goals/goal-set.js';
import { COVERAGES } from '../../../model/goal-link.js';
import { listSchema, pageSchema } from '../list-schema.js';
import type { JsonSchema } from '../parameters/parameter.js';

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

const COUNT = { type: 'integer', minimum: 1 };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const listOf = (items: JsonSchema) => ({ type: 'array', items });

const COVERS: JsonSchema = {
  type: 'object',
  description: 'What the answer is about: what was received, dated in a period, and nothing else.',
  properties: { from: DAY, until: DAY, coverage: { const: 'unknown' }, says: TEXT },
  required: ['from', 'until', 'coverage', 'says'],
  additionalProperties: false,
};

const COUNTED = { ...TEXT, description: 'What the counts are of.' };

const SOURCE_LINK: JsonSchema = {
  type: 'object',
  description: 'How work of the source is linked to the goal, as whoever asserts it says.',
  properties: {
    supplierGoal: {
      type: 'object',
      description: "The vendor's own goal.",
      properties: { id: TEXT, title: TEXT },
      required: ['id'],
      additionalProperties: false,
    },
    coverage: { enum: COVERAGES },
    assertedBy: { ...TEXT, description: '`supplier`, `school`, or the name of who else.' },
  },
  required: ['coverage', 'assertedBy'],
  additionalProperties: false,
};

const SOURCE = {
  party: { ...TEXT, description: 'Klantcode of the vendor.' },
  vendor: { ...TEXT, description: 'What people call the vendor.' },
  product: { ...TEXT, description: 'Absent: not declared.' },
};

const SOURCE_TOUCH: JsonSchema = {
  type: 'object',
  description: 'What was received of one source.',
  properties: {
    ...SOURCE,
    counts: { type: 'object', properties: { results: COUNT }, required: ['results'], additionalProperties: false },
    lastDay: { ...DAY, description: 'Day of the latest result.' },
    links: listOf(ref('SourceLink')),
  },
  required: ['party', 'counts', 'lastDay', 'links'],
  additionalProperties: false,
};

const LEARNER_TOUCH: JsonSchema = {
  type: 'object',
  description: 'A learner of whom something was received, or noted.',
  properties: {
    learner: NAME,
    sources: listOf(ref('SourceTouch')),
    signals: listOf(ref('Signal')),
    annotations: listOf(ref('Annotation')),
  },
  required: ['learner', 'sources', 'signals', 'annotations'],
  additionalProperties: false,
};

const GROUP_GOAL: JsonSchema = {
  type: 'object',
  description: 'What was received of a group on one goal.',
  properties: {
    goal: ref('TaughtGoal'),
    learners: listOf(ref('LearnerTouch')),
    nothingReceived: {
      ...listOf(NAME),
      description: 'Learners of whom nothing that the token may see was received on this goal in the period. It says nothing about them.',
    },
    annotations: { ...listOf(ref('Annotation')), description: 'About the group as a whole.' },
  },
  required: ['goal', 'learners', 'nothingReceived', 'annotations'],
  additionalProperties: false,
};

const WITHOUT_GOAL: JsonSchema = {
  type: 'object',
  description: 'Results that nobody links to a goal.',
  properties: {
    ...SOURCE,
    counts: { type: 'object', properties: { results: COUNT }, required: ['results'], additionalProperties: false },
  },
  required: ['counts'],
  additionalProperties: false,
};

const LEARNER_GOAL: JsonSchema = {
  type: 'object',
  description: 'What was received of one learner on one goal, side by side per source.',
  properties: {
    learner: NAME,
    goal: ref('TaughtGoal'),
    covers: ref('Covers'),
    counted: COUNTED,
    received: { enum: ['something', 'nothing'], description: '`nothing` says nothing about the learner.' },
    earlierLeftOut: { const: true, description: 'The answer has the latest results only: ask for a shorter period to see the others.' },
    sources: {
      ...listOf({
        type: 'object',
        properties: {
          ...SOURCE,
          counts: {
            type: 'object',
            description: 'Of these results. Items and seconds are absent when the source gives none.',
            properties: { results: COUNT, items: { type: 'integer', minimum: 0 }, seconds: { type: 'number', minimum: 0 } },
            required: ['results'],
            additionalProperties: false,
          },
          links: listOf(ref('SourceLink')),
          results: listOf(ref('Result')),
        },
        required: ['party', 'counts', 'links', 'results'],
        additionalProperties: false,
      }),
      description: 'By name of the source.',
    },
    signals: listOf(ref('Signal')),
    annotations: listOf(ref('Annotation')),
  },
  required: ['learner', 'goal', 'covers', 'counted', 'received', 'sources', 'signals', 'annotations'],
  additionalProperties: false,
};

const GOAL_ACTIVITY: JsonSchema = {
  type: 'object',
  description: 'Something of a vendor that works on a goal.',
  properties: {
    ...SOURCE,
    code: TEXT,
    name: { ...TEXT, description: 'What results of it call it.' },
    version: TEXT,
    part: TEXT,
    partName: TEXT,
    entry: { ...TEXT, description: "An entry of the vendor's own tree of tests." },
    goals: { ...listOf(ref('TaughtGoal')), description: 'The goals that it is linked to: the goal itself, or goals below it.' },
    links: listOf(ref('SourceLink')),
    received: { type: 'boolean', description: 'The school has results of it.' },
  },
  required: ['party', 'vendor', 'goals', 'links', 'received'],
  additionalProperties: false,
};

/** Components of the paths for teachers. */
export const TEACHING_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  GoalStanding: GOAL_SET,
  TaughtGoal: TAUGHT_GOAL,
  Annotation: ANNOTATION,
  AnnotationList: pageSchema('Annotation'),
  Covers: COVERS,
  SourceLink: SOURCE_LINK,
  SourceTouch: SOURCE_TOUCH,
  LearnerTouch: LEARNER_TOUCH,
  GroupGoal: GROUP_GOAL,
  ResultsWithoutGoal: WITHOUT_GOAL,
  GroupGoalList: {
    ...pageSchema('GroupGoal', {
      group: NAME,
      schoolYear: TEXT,
      covers: ref('Covers'),
      counted: COUNTED,
      withoutGoal: listOf(ref('ResultsWithoutGoal')),
      signalsWithoutGoal: { ...listOf(ref('Signal')), description: 'Signals about goals of vendors that go with no loaded goal.' },
    }),
    required: ['items', 'group', 'schoolYear', 'covers', 'counted', 'withoutGoal', 'signalsWithoutGoal'],
  },
  LearnerGoal: LEARNER_GOAL,
  GoalActivity: GOAL_ACTIVITY,
  GoalActivityList: {
    ...listSchema('GoalActivity', { goal: ref('TaughtGoal'), says: TEXT }),
    required: ['items', 'goal', 'says'],
  },
};
