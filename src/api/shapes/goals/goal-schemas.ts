import { LEGAL_STATUSES, PUBLICATION_STATUSES, RELATION_TYPES } from '../../../goals/goal-set.js';
import { listSchema, pageSchema } from '../list-schema.js';
import type { JsonSchema } from '../parameters/parameter.js';

const TEXT = { type: 'string' };
const DAY = { type: 'string', format: 'date' };
const URI = { type: 'string', description: 'Canonical URI of the goal.' };
const GOAL_TYPE = { ...TEXT, description: "In the set's own words: `doel`, `kerndoel`, `domein`." };

const STANDING = {
  id: TEXT,
  version: { ...TEXT, description: 'A version never changes.' },
  uri: { ...TEXT, description: 'URI of this version. A bare code is read together with it.' },
  title: TEXT,
  publisher: TEXT,
  status: { enum: PUBLICATION_STATUSES, description: 'How far its publisher is with it.' },
  legalStatus: { enum: LEGAL_STATUSES, description: 'What gives it its standing. `published`: its publisher alone.' },
  sector: TEXT,
  subject: TEXT,
  published: DAY,
  lawFrom: { ...DAY, description: 'First day on which it is law.' },
  lawUntil: { ...DAY, description: 'Last day on which it is law.' },
} as const satisfies Record<string, JsonSchema>;

const STANDING_NEEDED = ['id', 'version', 'uri', 'title', 'status', 'legalStatus'];

const LEVELS: JsonSchema = {
  type: 'array',
  description: 'School types, phases, year groups or reference levels that the set gives to the goal.',
  items: { type: 'object', properties: { uri: TEXT, title: TEXT, type: TEXT }, additionalProperties: false },
};

const NAMED = { goal: URI, type: GOAL_TYPE, code: TEXT, title: TEXT, set: TEXT, setVersion: TEXT } as const satisfies Record<
  string,
  JsonSchema
>;
const NAMED_NEEDED = ['goal', 'type', 'title', 'set', 'setVersion'];

const RELATED: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      ...NAMED,
      relation: { enum: RELATION_TYPES },
      assertedBy: { ...TEXT, description: 'Who says so.' },
      set: { ...TEXT, description: 'The set that says so.' },
    },
    required: ['goal', 'relation', 'assertedBy', 'set', 'setVersion'],
    additionalProperties: false,
  },
};

const related = (description: string): JsonSchema => ({ ...RELATED, description });

export const GOAL_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  GoalSetStanding: {
    type: 'object',
    description: 'A version of a set of goals, with its publication status and legal status.',
    properties: STANDING,
    required: STANDING_NEEDED,
    additionalProperties: false,
  },
  GoalSet: {
    type: 'object',
    description: 'A version of a set of goals, as the school may use it.',
    properties: {
      ...STANDING,
      ownOfSchool: { type: 'boolean', description: 'True: a set of the school itself.' },
      inUse: { type: 'boolean', description: 'True: the school works with it.' },
    },
    required: [...STANDING_NEEDED, 'ownOfSchool', 'inUse'],
    additionalProperties: false,
  },
  GoalSetList: listSchema('GoalSet'),
  ListedGoal: {
    type: 'object',
    description: 'A goal of a set.',
    properties: { ...NAMED, levels: LEVELS },
    required: [...NAMED_NEEDED, 'levels'],
    additionalProperties: false,
  },
  GoalList: {
    ...pageSchema('ListedGoal', {
      sets: {
        type: 'array',
        description: 'The sets that goals on this page are of.',
        items: { $ref: '#/components/schemas/GoalSetStanding' },
      },
    }),
    required: ['items', 'sets'],
  },
  Goal: {
    type: 'object',
    description: 'A goal with all that loaded sets say about it.',
    properties: {
      goal: {
        type: 'object',
        properties: {
          uri: URI,
          id: { ...TEXT, description: 'As the set gives it.' },
          type: GOAL_TYPE,
          title: TEXT,
          code: TEXT,
          description: TEXT,
          levels: LEVELS,
          extra: { type: 'object', description: 'What else the set says of it, by name of the field.' },
        },
        required: ['uri', 'id', 'type', 'title', 'levels'],
        additionalProperties: false,
      },
      set: { $ref: '#/components/schemas/GoalSetStanding' },
      via: {
        enum: ['uri', 'replaced', 'code'],
        description: 'How the goal was found. `replaced`: by the URI of a goal that it came in the place of.',
      },
      replacedFrom: { ...TEXT, description: 'That URI.' },
      alsoIn: {
        type: 'array',
        description: 'Other loaded sets that have the goal.',
        items: { $ref: '#/components/schemas/GoalSetStanding' },
      },
      parents: related('What the goal hangs under or contributes to.'),
      children: related('What hangs under the goal or contributes to it.'),
      related: related('What is related to the goal without being above or below it.'),
      successors: related('What came in its place. It may be in no loaded set.'),
      predecessors: related('What it came in the place of.'),
      kerndoelen: {
        type: 'array',
        description: 'Kerndoelen that the goal contributes to, over one or more relations; itself when it is one.',
        items: { type: 'object', properties: NAMED, required: NAMED_NEEDED, additionalProperties: false },
      },
    },
    required: ['goal', 'set', 'via', 'alsoIn', 'parents', 'children', 'related', 'successors', 'predecessors', 'kerndoelen'],
    additionalProperties: false,
  },
};
