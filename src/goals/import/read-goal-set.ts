import type { ReadGoalSet } from '../goal-set.js';
import { checkDocument } from './check-document.js';
import { checkGoalSet } from './check-goal-set.js';
import type { GoalSetDraft } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';
import { isCasePackage, readCase } from './read-case.js';
import { readCsvSet } from './read-csv-set.js';
import { isExtract, readExtract } from './read-extract.js';
import { readSlo } from './read-slo.js';
import type { GivenHead } from './set-head.js';
import { sloObjectOf, sloReleaseOf } from './slo-release.js';

/** A file of a set by its name, as it was given, relative to a directory. */
export interface GoalFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a goal set, in any format that it has a reader for. `given` wins over what the files say; `namespace` is for
 * CSV: what ids without a URI go behind. Throws `GoalSetError` with the place of
 * the error: nothing is half read.
 */
export function readGoalSet(files: readonly GoalFile[], given: GivenHead = {}, namespace?: string): ReadGoalSet {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > GOAL_SET_LIMITS.bytes) throw tooLarge(files.length === 1 ? files[0]!.name : 'the files', size);
  return checkGoalSet(draftOf(files, given, namespace));
}

/** What is said of files that are too large, before or after they were read. */
export function tooLarge(name: string, size: number): GoalSetError {
  return new GoalSetError('large', name, `has ${size} bytes, and a goal set at most ${GOAL_SET_LIMITS.bytes}`);
}

function draftOf(files: readonly GoalFile[], given: GivenHead, namespace: string | undefined): GoalSetDraft {
  const [file, ...more] = files;
  if (file === undefined) throw new GoalSetError('format', 'the files', 'there are none');
  const byName = new Map(files.map((one) => [one.name, one]));
  const release = sloReleaseOf([...byName.keys()], (name) => jsonOf(byName.get(name)!, name));
  if (release !== undefined) return readSlo(release, given);
  if (more.length > 0)
    throw new GoalSetError('format', 'the files', 'several files are one set only with a context.json of SLO among them');
  if (file.name.toLowerCase().endsWith('.csv')) return readCsvSet(file.name, textOf(file.name, file.bytes), given, namespace);
  const document = jsonOf(file, '');
  if (isExtract(document)) return readExtract(document, given);
  if (isCasePackage(document)) return readCase(document, given);
  const object = sloObjectOf(file.name, document);
  if (object !== undefined) return readSlo(object, given);
  throw new GoalSetError('format', file.name, 'is in none of the formats of goal sets; see Goal sets in docs/goals.md');
}

/** `place`: how places in the document begin. */
function jsonOf({ name, bytes }: GoalFile, place: string): unknown {
  const document = parsed(name, textOf(name, bytes));
  checkDocument(document, name, place);
  return document;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GoalSetError('unreadable', name, 'is no JSON document');
  }
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new GoalSetError('unreadable', name, 'is not in UTF-8: save it as UTF-8');
  }
}
