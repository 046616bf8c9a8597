import { type GoalReport, REPORT_SAYS } from '../../../admin/goals/report/goal-report.js';
import { COUNTED } from '../../../admin/goals/report/source-counts.js';
import { supplied } from '../../../core/supplied.js';
import { COVERAGES, LINK_WAYS } from '../../../model/goal-link.js';
import { RESULT_EXAMPLE } from '../examples.js';
import type { JsonSchema } from '../parameters/parameter.js';
import { SET_EXAMPLE } from './goal-examples.js';

const TEXT = { type: 'string' };
const DAY = { type: 'string', format: 'date' };
const ofResult = (part: string): JsonSchema => ({ $ref: `#/components/schemas/Result/${part}` });
const closed = (properties: Readonly<Record<string, JsonSchema>>, ...optional: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  items,
  ...supplied({ description }),
});

const COUNTS = closed(
  {
    results: { type: 'integer' },
    items: { type: 'integer', description: 'Absent: the source does not say.' },
    seconds: { type: 'integer', description: 'Absent: the source does not say.' },
    from: { ...DAY, description: 'Day of the first of them.' },
    until: { ...DAY, description: 'Day of the last of them.' },
    says: TEXT,
  },
  'items',
  'seconds',
);

const LINK = closed(
  {
    supplierGoal: ofResult('$defs/supplierGoal'),
    coverage: { enum: COVERAGES },
    assertedBy: { ...TEXT, description: 'Who says so.' },
    via: { enum: LINK_WAYS },
    mappingVersion: TEXT,
    original: { ...TEXT, description: 'The goal as written by whoever says so.' },
  },
  'supplierGoal',
  'mappingVersion',
);

const RESULT = closed(
  {
    date: TEXT,
    activity: closed(
      {
        code: TEXT,
        name: TEXT,
        part: ofResult('$defs/activity/properties/part'),
        originType: ofResult('$defs/activity/properties/originType'),
      },
      'name',
      'part',
    ),
    values: ofResult('properties/values'),
    norm: ofResult('properties/norm'),
    context: ofResult('$defs/context'),
    links: list(LINK),
  },
  'norm',
);

const SOURCE = {
  party: { ...TEXT, description: 'Klantcode of the vendor.' },
  name: TEXT,
  product: { ...TEXT, description: 'Absent: not declared.' },
} as const;

const NAMED = closed({ goal: TEXT, type: TEXT, code: TEXT, title: TEXT, set: TEXT, setVersion: TEXT }, 'code');

export const REPORT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  GoalReport: closed({
    school: closed({ id: TEXT, name: TEXT }),
    madeAt: { type: 'string', format: 'date-time' },
    about: closed({ learner: TEXT, group: TEXT, name: { ...TEXT, description: 'Of the group.' } }, 'learner', 'group', 'name'),
    covers: closed({
      from: DAY,
      until: DAY,
      coverage: { const: 'unknown' },
      says: { ...TEXT, description: 'What the report does not show.' },
    }),
    goals: list(
      closed(
        {
          goal: { ...TEXT, description: 'Canonical URI of the goal.' },
          code: TEXT,
          title: { ...TEXT, description: 'Absent: no loaded set has the goal any more.' },
          type: TEXT,
          set: { $ref: '#/components/schemas/GoalSetStanding' },
          kerndoelen: list(NAMED, 'What the goal contributes to. It may be several, so they must not be counted together.'),
          sources: list(
            closed(
              {
                ...SOURCE,
                sourceProfile: ofResult('$defs/sourceProfile'),
                counts: COUNTS,
                results: list(RESULT, 'Oldest first. Absent in the report about a group.'),
              },
              'product',
              'sourceProfile',
              'results',
            ),
            'In order of name.',
          ),
        },
        'code',
        'title',
        'type',
        'set',
      ),
    ),
    withoutGoal: list(closed({ ...SOURCE, counts: COUNTS }, 'product'), 'Results that are linked to no goal of a loaded set.'),
    isCut: { type: 'boolean', description: 'True: there are more results in the period than one report holds. Choose a shorter period.' },
  }),
};

// Everything here is invented.
const { ownOfSchool: _, inUse: __, ...STANDING } = SET_EXAMPLE;
const { code, name, originType } = RESULT_EXAMPLE.activity;
const SOURCE_EXAMPLE = {
  party: 'VERZONNEN-EA',
  name: 'Verzonnen uitgever',
  product: 'REKENMETHODE',
  ...supplied({ sourceProfile: RESULT_EXAMPLE.sourceProfile }),
  counts: { results: 1, from: '2026-01-14', until: '2026-01-14', says: COUNTED },
};

export const GROUP_REPORT_EXAMPLE: GoalReport = {
  school: { id: '99AB', name: 'Basisschool De Proef' },
  madeAt: '2026-02-01T08:00:00.000Z',
  about: { group: 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1', name: 'Groep 5' },
  covers: { from: '2025-08-01', until: '2026-02-01', coverage: 'unknown', says: REPORT_SAYS },
  goals: [
    {
      goal: 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808',
      code: 'RW.1.067',
      title: 'Hele uren aflezen op een klok met wijzers (in eigen woorden)',
      type: 'doel',
      set: { ...STANDING, status: 'definitief', legalStatus: 'published' },
      kerndoelen: [],
      sources: [SOURCE_EXAMPLE],
    },
  ],
  withoutGoal: [],
  isCut: false,
};

export const LEARNER_REPORT_EXAMPLE: GoalReport = {
  ...GROUP_REPORT_EXAMPLE,
  about: { learner: RESULT_EXAMPLE.learner },
  goals: GROUP_REPORT_EXAMPLE.goals.map((goal) => ({
    ...goal,
    sources: [
      {
        ...SOURCE_EXAMPLE,
        results: [
          {
            date: RESULT_EXAMPLE.date,
            activity: { code, ...supplied({ name }), originType },
            values: RESULT_EXAMPLE.values,
            context: RESULT_EXAMPLE.context,
            links: [{ coverage: 'unknown', assertedBy: 'supplier', via: 'registry', mappingVersion: '1', original: 'RW.1.067' }],
          },
        ],
      },
    ],
  })),
};
