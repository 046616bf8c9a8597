import { supplied } from '../../core/supplied.js';
import { isEckId } from '../../uwlr/checks/eck-id.js';
import type { Loss, Result } from '../result.js';
import type { Definition } from './definition-of.js';
import type { EduVStatement } from './edu-v-message.js';
import { entriesOf, NO_PLACE } from './entries-of.js';

/** A result of a store: with its revision, and the ISO instant at which that was stored. */
export type RevisedResult = Result & { readonly revision: number; readonly storedAt: string };

/** A result as a statement on a pupil; undefined when it has no figure that Edu-V has. What is lost goes to `losses`. */
export function statementOf(result: RevisedResult, definition: Definition, losses: Loss[]): EduVStatement | undefined {
  const at = momentOf(result);
  // When the first revision was stored is not known here.
  if (result.revision > 1) losses.push({ path: 'dateCreated', reason: 'first-revision-not-known' });
  const statement = { id: result.id, student: studentOf(result, losses), dateCreated: at, dateLastModified: at };
  // What was taken back is told without its figures.
  if (result.status === 'withdrawn') return { ...statement, status: 'Canceled' };
  const scale = definition.scales.get(result.activity.part?.code ?? '');
  const { scores, results } = entriesOf(result, scale?.id, losses);
  if (scores.length === 0 && results.length === 0) return undefined;
  loseTheRest(result, definition, losses);
  const { detailUrl } = result;
  return {
    ...statement,
    status: 'Final',
    ...supplied({ reviewUrl: detailUrl }),
    ...(scores.length === 0 ? {} : { scores }),
    ...(results.length === 0 ? {} : { results }),
  };
}

/**
 * When this revision came to be. Receivers are told the minute only, so a millisecond for each revision keeps those of one minute in
 * order: a receiver that goes by it never takes a correction for the older one.
 */
function momentOf({ storedAt, revision }: RevisedResult): string {
  return new Date(Date.parse(storedAt) + revision - 1).toISOString();
}

function studentOf({ learner, eckId }: Result, losses: Loss[]): EduVStatement['student'] {
  const isMaster = eckId !== undefined && isEckId(eckId);
  if (eckId !== undefined && !isMaster) losses.push({ path: 'eckId', reason: 'not-an-eck-id' });
  return { ...(isMaster ? { userMasterIdentifier: eckId } : {}), userIds: [{ userId: learner, userIdType: 'ASI' }] };
}

function loseTheRest(result: Result, definition: Definition, losses: Loss[]): void {
  const { source, sourceProfile, activity, norm, context, goalLinks, signals, date, values } = result;
  const { part, originType, category, level } = activity;
  const scale = values.some(({ kind }) => kind === 'score') ? definition.scales.get(part?.code ?? '') : undefined;
  const isInScale = scale?.scoreScaleEntries.some(({ RHS }) => RHS === norm?.term) ?? false;
  const noPlace = {
    norm: norm !== undefined && !isInScale,
    'norm/description': norm?.description !== undefined && isInScale,
    'source/product': source.product !== undefined,
    sourceProfile: sourceProfile?.declared === true,
    'values/declaration': values.some(({ declaration }) => declaration?.declared === true),
    'activity/originType': originType !== 'unknown',
    'activity/category': category !== undefined,
    'activity/level': level !== undefined,
    'context/instructionSeconds': context.instructionSeconds !== undefined,
    'context/extra': context.extra.length > 0,
    goalLinks: goalLinks.length > 0,
    signals: signals.length > 0,
  };
  for (const [path, isLost] of Object.entries(noPlace)) if (isLost) losses.push({ path, reason: NO_PLACE });
  if (part !== undefined && !definition.parts.has(part.code)) losses.push({ path: 'activity/part', reason: 'part-without-definition' });
  if (/(?:Z|:\d\d)$/.test(date.trim())) losses.push({ path: 'date', reason: 'time-zone-of-a-day' });
}
