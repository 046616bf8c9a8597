import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { agreementOf } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import { activityText, taggedActivity } from '../../goals/tagged-activity.js';
import type { Tagger } from '../../goals/tagger.js';
import type { Result } from '../../model/result.js';
import { GOAL_LINKS } from '../../privacy/fields/model-fields.js';
import { mayHaveOf } from '../../privacy/minimise/agreed-result.js';
import type { RetagJob, RetagPiece, RetagProgress } from '../../store/goals/goal-link-store.js';
import type { Store } from '../../store/store.js';

export type RetagStore = Pick<Store, 'directory' | 'goals'>;

export interface RetagOptions {
  /** Default: the clock of this machine. */
  readonly now?: () => Date;
  /** True: it stops after the piece in hand. Whoever goes on with it later begins there. */
  readonly stopping?: () => boolean;
  /** After each piece. */
  readonly onProgress?: (job: RetagJob) => void;
}

/**
 * Works on a re-tag until it is over: results of before get their activities, activities the links that sets and mappings give them now,
 * and receivers are told of results whose links changed. Several may work on the same one: each piece is done once. Gives the job when it
 * is over; undefined when it was stopped, or somebody else ended it.
 */
export async function retag(store: RetagStore, { seq }: Pick<RetagJob, 'seq'>, options: RetagOptions = {}): Promise<RetagJob | undefined> {
  const { now = () => new Date(), stopping = () => false, onProgress } = options;
  const { links } = store.goals;
  while (!stopping()) {
    const next = await links.nextPiece({ seq });
    if (next === undefined) return undefined;
    const progress = await workedOut(store, next.job, next.piece, now());
    const job = await links.progress(next.job, progress, now().toISOString());
    if (job !== undefined) onProgress?.(job);
    if (job?.endedAt !== undefined) return job;
    await turn();
  }
  return undefined;
}

async function workedOut(store: RetagStore, { school }: RetagJob, piece: RetagPiece, now: Date): Promise<RetagProgress> {
  switch (piece.step) {
    case 'results':
      return { step: piece.step, results: piece.results.flatMap(withActivity) };
    case 'activities':
      return tagged(store.goals.links.tagger(), school, piece.activities);
    case 'events':
      return { step: piece.step, targets: targetsToTell(await store.directory(), school, now.toISOString()) };
  }
}

function withActivity({ seq, party, document }: Extract<RetagPiece, { step: 'results' }>['results'][number]) {
  const text = activityText(taggedActivity(JSON.parse(document) as Result));
  return [{ seq, party, activity: { digest: createHash('sha256').update(text).digest('base64url'), document: text } }];
}

function tagged(tagger: Tagger, school: string, activities: Extract<RetagPiece, { step: 'activities' }>['activities']): RetagProgress {
  return {
    step: 'activities',
    taggedWith: tagger.taggedWith,
    activities: activities.map(({ seq, party, activity }) => ({ seq, links: tagger.tag(school, party, activity) })),
  };
}

/** Those that have a place for goals, of parties that may have them of this school. */
function targetsToTell(directory: Directory, school: string, at: string): readonly string[] {
  return [...directory.targets.values()].flatMap(({ id, kind, party, endedAt }) => {
    if ((kind !== 'webhook' && kind !== 'files') || (endedAt !== undefined && endedAt <= at)) return [];
    const agreement = agreementOf(directory, school, party, 'leerresultaten', at);
    return agreement !== undefined && mayHaveOf(agreement)(GOAL_LINKS) ? [id] : [];
  });
}
