import type { Annotation } from '../../goals/annotation.js';
import { dutchDay } from '../../model/dutch-day.js';

/** Whether what was noted holds now: nobody ended it, and today is in its period, if it has one. */
export function holdsNow({ from, until, endedAt }: Pick<Annotation, 'from' | 'until' | 'endedAt'>, now: Date): boolean {
  const today = dutchDay(now);
  return endedAt === undefined && (from === undefined || from <= today) && (until === undefined || today <= until);
}

/** The day that decides who may see it: that on which it was made. */
export function dayOf({ createdAt }: Pick<Annotation, 'createdAt'>): string {
  return dutchDay(createdAt);
}
