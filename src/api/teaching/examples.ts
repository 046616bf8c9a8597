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
