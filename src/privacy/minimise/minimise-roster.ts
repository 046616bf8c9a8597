import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import type { Root, ValueOf } from '../../uwlr/grammar/grammar.js';
import type { Profile } from '../fields/profile.js';
import { planPruning, prune } from './prune.js';
import { type Strip, StripCounts } from './strip-counts.js';

export interface MinimisedRoster<T> {
  readonly value: T;
  /** Per path, how often something was taken out; never what. */
  readonly strips: readonly Strip[];
}

/**
 * A message with pupil data without what a profile (see `pupilFields`) does not let through. `version` is the one by which the
 * message was read.
 */
export function minimiseRoster<R extends Root>(
  root: R,
  version: UwlrVersion,
  value: ValueOf<R>,
  profile: Profile,
): MinimisedRoster<ValueOf<R>> {
  const counts = new StripCounts();
  const { root: node } = compile(root, version);
  return { value: prune(value, planPruning(node, { profile }), counts), strips: counts.list() };
}
