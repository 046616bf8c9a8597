import { UWLR_VERSIONS } from '../uwlr/finding.js';
import { listSchema, pageSchema } from './list-schema.js';
import type { JsonSchema } from './parameter.js';
import { GROUPS, LEARNERS, type RosterView, TEACHERS } from './roster-views.js';
import { selectSchema } from './selection.js';

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer', minimum: 0 };
const INSTANT = { type: 'string', format: 'date-time' };

const OF_A_ROSTER = {
  schoolYear: { ...TEXT, description: 'The school year that this is about.' },
  revision: {
    type: 'integer',
    minimum: 1,
    description:
      'Of the roster. Pages with the same one are of the same roster; with another one, begin again to have it whole. Absent: there is no roster of this school year.',
  },
};

/** Shape of what `GET /rosters` lists. */
const ROSTER_HEAD: JsonSchema = {
  type: 'object',
  description: 'The pupil data of one school year, as a whole.',
  properties: {
    schoolYear: TEXT,
    revision: { type: 'integer', minimum: 1, description: 'Goes up with every change of content.' },
    changedAt: { ...INSTANT, description: 'When the content last changed.' },
    receivedAt: { ...INSTANT, description: 'When the source was last heard, with or without a change.' },
    referenceDate: { ...TEXT, description: 'peildatum, as the source gave it.' },
    party: { ...TEXT, description: 'Klantcode of the administration; absent when it came from a file.' },
    version: { enum: UWLR_VERSIONS, description: 'Version of UWLR that the source spoke.' },
    learnerCount: NUMBER,
    groupCount: NUMBER,
    teacherCount: NUMBER,
  },
  required: ['schoolYear', 'revision', 'changedAt', 'receivedAt', 'version', 'learnerCount', 'groupCount', 'teacherCount'],
  additionalProperties: false,
};

const UNMATCHED_LEARNER: JsonSchema = {
  type: 'object',
  description: 'A learner who is known from results only.',
  properties: {
    learner: { ...TEXT, minLength: 1, description: 'Pseudonym; what `results?learner=` takes.' },
    resultCount: { type: 'integer', minimum: 1, description: 'Number of results that are kept of this learner.' },
  },
  required: ['learner', 'resultCount'],
  additionalProperties: false,
};

const ERASED_LEARNER: JsonSchema = {
  type: 'object',
  description: 'A learner whom the school had erased.',
  properties: {
    learner: { ...TEXT, minLength: 1, description: 'What the client was told that the learner is called.' },
    erasedOn: { ...TEXT, format: 'date', description: 'The day on which it was done (UTC).' },
  },
  required: ['learner', 'erasedOn'],
  additionalProperties: false,
};

/** The components of the paths that show pupil data, cut from the schemas of the model by what is shown of each. */
export function rosterSchemas(model: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return {
    ...shapes('Learner', model, LEARNERS),
    ...shapes('Group', model, GROUPS),
    ...shapes('Teacher', model, TEACHERS),
    Membership: modelSchema(model, 'Membership'),
    MembershipList: rosterList('Membership'),
    Roster: ROSTER_HEAD,
    RosterList: listSchema('Roster'),
    ErasedLearner: ERASED_LEARNER,
    ErasedLearnerList: pageSchema('ErasedLearner'),
    UnmatchedLearner: UNMATCHED_LEARNER,
    UnmatchedLearnerList: pageSchema('UnmatchedLearner'),
  };
}

/** `Learner` with identities, `PseudonymousLearner` without; `ShownLearner` is whichever the request asked for. */
function shapes<T>(name: string, model: Readonly<Record<string, JsonSchema>>, view: RosterView<T>): Record<string, JsonSchema> {
  const whole = modelSchema(model, name);
  const { $defs: _, ...pseudonymous } = selectSchema(whole, view.pseudonymous);
  const description = `${whole['description']} Shown without identities.`;
  const either = [`Pseudonymous${name}`, name].map((one) => ({ $ref: `#/components/schemas/${one}` }));
  return {
    [name]: selectSchema(whole, view.identified),
    [`Pseudonymous${name}`]: { ...pseudonymous, title: `Pseudonymous ${name.toLowerCase()}`, description },
    [`Shown${name}`]: { oneOf: either },
    [`${name}List`]: rosterList(`Shown${name}`),
  };
}

function rosterList(item: string): JsonSchema {
  const schema = pageSchema(item, OF_A_ROSTER);
  return { ...schema, required: ['schoolYear', 'items'] };
}

function modelSchema(model: Readonly<Record<string, JsonSchema>>, name: string): JsonSchema {
  const schema = model[name];
  if (schema === undefined) throw new Error(`schemas/model lacks ${name.toLowerCase()}.json`);
  return schema;
}
