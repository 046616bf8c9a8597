import type { Place, Report } from './report.js';
import type { Keyed } from './roster-data.js';

/** The key of an object itself (spec, section a.4). */
export function checkKey(key: string | undefined, report: Report, place: Place): void {
  if (key === undefined) return;
  checkSpace(key, report, place, '/@key');
  if (key.trimStart().startsWith('#')) report.add('UWLR-LG-011', place, '/@key');
}

/** Keys that point to groups or a location, of the elements `below`. Whether there are such objects is a rule of identity. */
export function checkReferences(references: readonly Keyed[] | undefined, report: Report, place: Place, below: string): void {
  if (references === undefined) return;
  for (const [k, { key }] of references.entries()) {
    if (key !== undefined) checkSpace(key, report, place, `${below}[${k + 1}]/@key`, k);
  }
}

/** Likewise, of an element that occurs once. */
export function checkReference(reference: Keyed | undefined, report: Report, place: Place, below: string): void {
  if (reference?.key !== undefined) checkSpace(reference.key, report, place, `${below}/@key`);
}

function checkSpace(key: string, report: Report, place: Place, below: string, k = 0): void {
  const trimmed = key.trim();
  if (trimmed === '') report.add('UWLR-LG-013', place, below, k);
  else if (trimmed !== key) report.add('UWLR-LG-012', place, below, k);
}
