import type { ActivityRow } from '../../../goals/tagger.js';
import type { Activity, Result, ResultSource } from '../../../model/result.js';
import type { ResultRow, Slice } from '../../store.js';
import { type Cell, type Cells, learnerCells, type SliceCells, sealed } from '../cells.js';
import { ownText, sharedText } from './compact-result.js';
import { dayNumber } from './day-number.js';
import { placedId, placeOfKey } from './result-id.js';

/** The common part of the last results. */
interface Met {
  readonly source: ResultSource;
  readonly schoolYear: string;
  readonly assessment: string;
  readonly tag: ActivityRow | undefined;
  readonly place: number;
}

/**
 * Makes cells of the slices of one delivery: see `SliceCells`. What results have in common goes to the writer once, and is named by its
 * place. Most results share activity and source by identity, so that no text is made to find out.
 */
export class SlicePacker {
  private readonly met = new Map<Activity, Met>();
  private readonly places = new Map<string, number>();

  /** `school`: that of the delivery. */
  constructor(private readonly school: string) {}

  pack(slice: Slice): SliceCells {
    const shared: Cell[] = [];
    const results: Cell[] = [];
    const tags = new Set<ActivityRow>();
    let [learner, eckId]: [string | undefined, string | undefined] = [undefined, undefined];
    for (const row of slice.results) {
      const { result, key, sealedKey, activity } = row;
      const identity = row.sealedKey === undefined ? row.key.trim() : row.identity;
      if (activity !== undefined) tags.add(activity);
      const isSame = result.learner === learner && result.eckId === eckId;
      if (!isSame) ({ learner, eckId } = result);
      const own = ownText(result, this.school);
      const id = placedId(placeOfKey(identity), result.id);
      results.push(id, isSame ? null : result.learner, isSame ? null : (eckId ?? null), this.placeOf(row, shared));
      results.push(dayNumber(result.date), key ?? null, sealed(sealedKey), own);
    }
    const activities: (string | null)[] = [];
    for (const tag of tags) activities.push(...activityCells(tag));
    return { learners: learnerCells(slice.learners), activities, shared, results };
  }

  private placeOf({ result, assessment, activity: tag }: ResultRow, shared: Cell[]): number {
    const { activity, source, schoolYear } = result;
    const met = this.met.get(activity);
    const isSame = met !== undefined && met.source === source && met.schoolYear === schoolYear;
    if (isSame && met.assessment === assessment && met.tag === tag) return met.place;
    const text = textFor(result);
    const name = `${assessment}\0${tag?.digest ?? ''}\0${text}`;
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(name, place);
      shared.push(assessment, activity.originType === 'exercise' ? 1 : 0, tag?.digest ?? null, text);
    }
    this.met.set(activity, { source, schoolYear, assessment, tag, place });
    return place;
  }
}

interface SharedText {
  readonly source: ResultSource;
  readonly schoolYear: string;
  readonly text: string;
}

/** Activities of tests that are remembered from message to message have their text from the last one. */
const texts = new WeakMap<Activity, SharedText>();

function textFor(result: Result): string {
  const { activity, source, schoolYear } = result;
  const known = texts.get(activity);
  if (known !== undefined && known.source === source && known.schoolYear === schoolYear) return known.text;
  const text = sharedText(result);
  texts.set(activity, { source, schoolYear, text });
  return text;
}

/** The tagger gives one row for all messages with that activity. */
const known = new WeakMap<ActivityRow, Cells>();

function activityCells(row: ActivityRow): Cells {
  const cells = known.get(row);
  if (cells !== undefined) return cells;
  const { digest, document, links, taggedWith } = row;
  const made = [digest, document, JSON.stringify(links), String(taggedWith.sets), String(taggedWith.mappings)];
  known.set(row, made);
  return made;
}
