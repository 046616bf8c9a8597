import { RESULT_EXAMPLE } from '../examples.js';

// Everything here is invented, but for the UUID and the code of RW.1.067.

const LEARNER = 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c';
const TEACHER = 'eR4yU8iO1pA5sD9fG3hJ7kL0zX2';

export const GOAL_EXAMPLE = {
  uri: 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808',
  type: 'doel',
  code: 'RW.1.067',
  title: 'Hele uren aflezen op een klok met wijzers',
  set: {
    id: 'voorbeeld-rekenen-meten',
    version: '1',
    title: 'Voorbeeld: doelen voor meten in het basisonderwijs',
    status: 'definitief',
    legalStatus: 'published',
  },
};

export const ANNOTATION = {
  id: '6d0b8f7a-3a55-4c1c-8f0e-1d2c3b4a5968',
  author: TEACHER,
  learner: LEARNER,
  goal: GOAL_EXAMPLE,
  kind: 'workingOn',
  from: '2026-10-01',
  until: '2026-10-16',
  createdAt: '2026-10-01T08:00:00.000Z',
  holds: true,
};

export const ANNOTATION_BODY = {
  author: TEACHER,
  learner: LEARNER,
  goal: GOAL_EXAMPLE.uri,
  kind: 'workingOn',
  from: '2026-10-01',
  until: '2026-10-16',
};

const COVERS = {
  from: '2026-08-01',
  until: '2026-10-01',
  coverage: 'unknown',
  says: 'Results dated in this period that the gateway received. A result may be about a part of the goal, and about other goals too. Nothing received says nothing about the learner.',
};
const COUNTED = 'of results that touch this goal; may also be of other goals';
const LINKS = [{ supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' }, coverage: 'unknown', assertedBy: 'supplier' }];
const SOURCE = { party: 'VERZONNEN-EA', product: 'OEFENTUIN', vendor: 'Verzonnen EA' };

export const GROUP_GOALS_EXAMPLE = {
  group: 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1',
  schoolYear: '2026-2027',
  covers: COVERS,
  counted: COUNTED,
  items: [
    {
      goal: GOAL_EXAMPLE,
      learners: [
        {
          learner: LEARNER,
          sources: [{ ...SOURCE, counts: { results: 3 }, lastDay: '2026-09-29', links: LINKS }],
          signals: [],
          annotations: [ANNOTATION],
        },
      ],
      nothingReceived: ['bN6mW2qE9rT4yU7iO1pA5sD8fG3'],
      annotations: [],
    },
  ],
  withoutGoal: [{ ...SOURCE, counts: { results: 2 } }],
  signalsWithoutGoal: [],
};

export const LEARNER_GOAL_EXAMPLE = {
  learner: LEARNER,
  goal: GOAL_EXAMPLE,
  covers: COVERS,
  counted: COUNTED,
  received: 'something',
  sources: [{ ...SOURCE, counts: { results: 1, items: 20, seconds: 900 }, links: LINKS, results: [RESULT_EXAMPLE] }],
  signals: [],
  annotations: [],
};

export const ACTIVITIES_EXAMPLE = {
  goal: GOAL_EXAMPLE,
  says: 'What vendors of the school are known to have for this goal, by name. It is no selection: what nobody mapped is not in it.',
  items: [{ ...SOURCE, code: 'KLOK-1', name: 'Hele uren op de klok', received: true, goals: [GOAL_EXAMPLE], links: LINKS }],
};
