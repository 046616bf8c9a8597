import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { listSchema, pageSchema } from './list-schema.js';
import type { JsonSchema } from './parameters/parameter.js';
import { GROUPS, LEARNERS, type RosterView, TEACHERS } from './roster-views.js';
import { selectSchema } from './selection.js';

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer', minimum: 0 };
const INSTANT = { type: 'string', format: 'date-time' };

const OF_A_ROSTER = {
  schoolYear: { ...TEXT, description: 'The school year of the data.' },
  revision: {
    type: 'integer',
    minimum: 1,
    description:
      'Revision of the roster. If it changes between pages, start again from the first page. Absent: there is no roster for this school year.',
  },
};

/** Shape of what `GET /rosters` lists. */
const ROSTER_HEAD: JsonSchema = {
  type: 'object',
  description: 'The pupil data of one school year, as a whole.',
  properties: {
    schoolYear: TEXT,
    revision: { type: 'integer', minimum: 1, description: 'Increases with every change of content.' },
    changedAt: { ...INSTANT, description: 'When the content last changed.' },
    receivedAt: { ...INSTANT, description: 'When the source last supplied data, changed or not.' },
    referenceDate: { ...TEXT, description: 'Reference date (peildatum), as the source gave it.' },
    party: { ...TEXT, description: 'Klantcode of the school administration; absent for data from a file.' },
    version: { enum: UWLR_VERSIONS, description: 'UWLR version of the source.' },
    learnerCount: NUMBER,
    groupCount: NUMBER,
    teacherCount: NUMBER,
  },
  required: ['schoolYear', 'revision', 'changedAt', 'receivedAt', 'version', 'learnerCount', 'groupCount', 'teacherCount'],
  additionalProperties: false,
};

const UNMATCHED_LEARNER: JsonSchema = {
  type: 'object',
  description: 'A learner known only from results.',
  properties: {
    learner: { ...TEXT, minLength: 1, description: 'Pseudonym, as accepted by `results?learner=`.' },
    resultCount: { type: 'integer', minimum: 1, description: 'Number of stored results of this learner.' },
  },
  required: ['learner', 'resultCount'],
  additionalProperties: false,
};

const ERASED_LEARNER: JsonSchema = {
  type: 'object',
  description: 'An erased learner.',
  properties: {
    learner: { ...TEXT, minLength: 1, description: 'Id under which the client knows the learner.' },
    erasedOn: { ...TEXT, format: 'date', description: 'Date of the erasure (UTC).' },
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
