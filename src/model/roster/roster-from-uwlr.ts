import { supplied } from '../../core/supplied.js';
import type { Edex } from '../../uwlr/messages/edexml-file.js';
import type { Leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import type { Leerlinggegevens1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import type { RosterOrigin } from './roster.js';
import { RosterNotes, type TranslatedRoster } from './roster-notes.js';
import { RosterReader } from './roster-reader.js';
import { groupsOf1, learnerOf1, teacherOf1 } from './roster-reader-1.js';
import { type RosterSteps, stepsTogether } from './roster-steps.js';
import { type RosterReadOptions, RosterValues, trimmedKey } from './roster-values.js';

/** Pupil data of an all-in-one answer of UWLR 2. Fields without a place in the model are passed over: see `pupilFields`. */
export function fromLeerlinggegevens(message: Leerlinggegevens, options: RosterReadOptions = {}): TranslatedRoster {
  return fromEdexml(message, 'leerlinggegevens', options);
}

/** Pupil data of an EDEXML file. */
export function fromEdex(message: Edex, options: RosterReadOptions = {}): TranslatedRoster {
  return fromEdexml(message, 'EDEX', options);
}

/** Pupil data of UWLR 1.0, which has words of its own (spec f). */
export function fromLeerlinggegevens1(message: Leerlinggegevens1, options: RosterReadOptions = {}): TranslatedRoster {
  const notes = new RosterNotes();
  const values = new RosterValues(notes, options);
  const learners = message.leerlingen.leerling.map((leerling) => learnerOf1(leerling, values));
  return {
    origin: supplied({
      schoolYear: message.school.schooljaar,
      createdAt: message.school.aanmaakdatum,
      schoolkey: trimmedKey(message.school.schoolkey),
    }) as RosterOrigin,
    groups: groupsOf1(message, learners, values),
    learners,
    teachers: (message.leerkrachten?.leerkracht ?? []).map((leerkracht) => teacherOf1(leerkracht, values)),
    notes: notes.list(),
  };
}

/**
 * Pupil data of a stepwise fetch (getrapt): the groups, and all answers with pupils and staff of some of them. Who is in several
 * answers is there once. No snapshot binds the steps together (spec a.5), so they can contradict each other: that throws
 * `RosterContradictions`.
 */
export function mergeSteps(steps: RosterSteps, options: RosterReadOptions = {}): TranslatedRoster {
  const notes = new RosterNotes();
  return { ...stepsTogether(steps, new RosterValues(notes, options)), notes: notes.list() };
}

function fromEdexml(message: Leerlinggegevens | Edex, root: string, options: RosterReadOptions): TranslatedRoster {
  const notes = new RosterNotes();
  const reader = new RosterReader(root, new RosterValues(notes, options));
  return {
    origin: reader.origin(message.school),
    groups: reader.groups(message.groepen),
    learners: message.leerlingen.leerling.map((leerling) => reader.learner(leerling)),
    teachers: (message.leerkrachten?.leerkracht ?? []).map((leerkracht) => reader.teacher(leerkracht)),
    notes: notes.list(),
  };
}
