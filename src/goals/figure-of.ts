import type { Value } from '../model/result.js';
import { fitsCode } from './fits-code.js';
import type { DeclaredFigure, SourceProfile } from './source-profile.js';

/** Figures that were looked up are remembered: so many for each profile. */
const MOST = 10_000;
const FOUND = new WeakMap<SourceProfile, Map<string, DeclaredFigure | undefined>>();

/** What a profile declares about a figure of the test with this code: the first that fits. */
export function figureOf(profile: SourceProfile, { kind, scale }: Value, code: string): DeclaredFigure | undefined {
  const found = FOUND.get(profile) ?? new Map<string, DeclaredFigure | undefined>();
  FOUND.set(profile, found);
  const key = JSON.stringify([kind, scale, code]);
  if (found.has(key)) return found.get(key);
  if (found.size >= MOST) found.clear();
  const figure = profile.figures.find(
    (one) => one.kind === kind && (one.onScale === undefined || one.onScale === scale?.trim()) && fitsCode(one, code),
  );
  found.set(key, figure);
  return figure;
}
