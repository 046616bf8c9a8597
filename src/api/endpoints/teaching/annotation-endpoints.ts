import { ANNOTATION_KINDS, type AnnotationKind } from '../../../goals/annotation.js';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { code, type NeededParameter, oneOf } from '../../shapes/parameters/parameter.js';
import { LIST } from '../../shapes/parameters/parameters.js';
import { uuid } from '../../shapes/parameters/path-id.js';
import { ANNOTATION, ANNOTATION_BODY } from '../../shapes/teaching/examples.js';
import { day, freeText, GOAL, SET_OF_CODE } from '../../shapes/teaching/parameters.js';
import { endNote, listAnnotations, noteSomething } from './annotation-answers.js';

const KINDS = '`relevant`, `workingOn`, `sufficientlyTreated` (in the opinion of the teacher) or `note`.';
const LEARNER = code('The learner: the `id` of one.', 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c');
const GROUP = code('The group: the `id` of one.', 'Qm7tG0cX2vB5nZ8kL3sD6fH9jP1');

export const ANNOTATION_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/annotations',
    operation: 'listAnnotations',
    reads: 'annotations',
    summary: 'Annotations of teachers',
    description:
      'What teachers noted about a goal, of a group or of a learner. Results and signals never change an annotation, and no vendor gets any. By default only annotations that hold now: not ended, and today in their period.',
    scopes: ['annotations:read'],
    parameters: {
      ...LIST,
      learner: { ...LEARNER, description: 'Only about this learner: the `id` of one.' },
      group: { ...GROUP, description: 'Only about this group as a whole: the `id` of one.' },
      goal: GOAL,
      set: SET_OF_CODE,
      kind: oneOf(`Only of this kind: ${KINDS}`, ANNOTATION_KINDS),
      state: {
        ...oneOf('`current`: those that hold now. `all`: also those that ended or are not in their period.', ['current', 'all'] as const),
        preset: 'current' as const,
      },
    },
    answer: { schema: 'AnnotationList', description: 'A page of annotations.', example: { items: [ANNOTATION] } },
    handle: listAnnotations,
  }),
  endpoint({
    path: '/annotations',
    method: 'post',
    operation: 'addAnnotation',
    summary: 'Note something about a goal',
    description:
      'About one learner or one group as a whole. A token of a teacher notes in the name of that teacher, about the own learners and groups. The same annotation again, by the same teacher, gives the one that is there.',
    scopes: ['annotations:write'],
    refers: true,
    parameters: {
      school: LIST.school,
      learner: LEARNER,
      group: GROUP,
      goal: { ...GOAL, needed: true } as NeededParameter<string>,
      set: SET_OF_CODE,
      kind: { ...oneOf(KINDS, ANNOTATION_KINDS), needed: true } as NeededParameter<AnnotationKind>,
      from: day('First day of the period. Absent: it begins now.'),
      until: day('Last day of the period. Absent: until it is ended.'),
      note: freeText('In words. Personal data: only those who may read annotations of this learner or group see it.'),
      author: code('The teacher who notes it: the `id` of one. Needed when the token is of no teacher.', 'eR4yU8iO1pA5sD9fG3hJ7kL0zX2'),
    },
    body: ANNOTATION_BODY,
    answer: { schema: 'Annotation', description: 'The annotation.', example: ANNOTATION },
    handle: noteSomething,
  }),
  endpoint({
    path: '/annotations/{id}/end',
    method: 'post',
    operation: 'endAnnotation',
    summary: 'End an annotation',
    description: 'From now on it does not hold; it stays in the list with `state=all`. A teacher ends only what the teacher noted.',
    scopes: ['annotations:write'],
    parameters: {},
    id: uuid('`id` of an annotation.'),
    answer: {
      schema: 'Annotation',
      description: 'The annotation.',
      example: { ...ANNOTATION, endedAt: '2026-10-08T08:00:00.000Z', holds: false },
    },
    handle: endNote,
  }),
];
