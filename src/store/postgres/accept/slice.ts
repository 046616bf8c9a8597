import { RESULT_CELLS, type SliceCells } from '../../tables/cells.js';
import type { DeliveryHead } from '../../tables/operation.js';
import type { Asked } from '../connection/trip.js';
import { SliceActivities } from './activities.js';
import { aliasesOf, SliceLearners } from './learners.js';
import type { OpenMessage } from './open-message.js';
import type { Question } from './question.js';
import { SliceResults } from './results.js';
import { askReusedKeys } from './reused-keys.js';
import { SliceShared } from './shared.js';

/** A part of a message: what has to be known is asked first, then all of it is written at once. */
export class SliceIntake {
  private readonly learners: SliceLearners;
  private readonly activities: SliceActivities;
  private readonly shared: SliceShared;
  private readonly results: SliceResults;

  /** `before`: the message as it was after the slice before; undefined for its first one. */
  constructor(
    private readonly head: Pick<DeliveryHead, 'school' | 'party'>,
    private readonly cells: SliceCells,
    before: OpenMessage | undefined,
  ) {
    this.learners = new SliceLearners(head.school, cells.learners);
    this.activities = new SliceActivities(cells.activities, before?.activities);
    this.shared = new SliceShared(cells.shared, (digest) => this.activities.has(digest) || before?.activities.has(digest) === true);
    this.results = new SliceResults(cells.results);
  }

  questions(): readonly Question[] {
    const { school, party } = this.head;
    const { aliases, withEckId } = aliasesOf(this.cells.results, RESULT_CELLS);
    return [
      ...this.learners.questions(aliases, withEckId),
      ...this.activities.questions(school, party),
      ...this.shared.questions(school, party),
      ...this.results.questions(school, party),
    ];
  }

  /** After the answers. Throws `StoreError('unknown')` for a result of a learner who is not known. */
  write(open: OpenMessage): readonly Asked[] {
    return [
      ...this.learners.write(open),
      ...this.activities.write(open),
      ...this.shared.write(open),
      ...this.results.write(open, this.learners),
    ];
  }

  /** What is still to be known, when all of it is written. */
  lastQuestions(open: OpenMessage): readonly Question[] {
    return askReusedKeys(open, this.results);
  }
}
