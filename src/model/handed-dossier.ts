import { createHash } from 'node:crypto';
import type { Result } from './result.js';

export const DOSSIER_FORMAT = 'uwlr-dossier';
export const DOSSIER_FORMAT_VERSION = '1';

/** A result without what says whose it is, and without what only means something in the installation that it comes from. */
export type HandedResult = Omit<Result, 'supersedes' | 'school' | 'learner' | 'eckId' | 'signals' | 'detailUrl' | 'status'> & {
  readonly revision: number;
};

/** What a goal is called, for a receiver that has not loaded its set. */
export interface HandedGoal {
  /** Canonical URI. */
  readonly goal: string;
  readonly title: string;
  readonly code?: string;
  readonly set?: string;
  readonly setVersion?: string;
}

/**
 * Results of one learner that a school hands to another, with their goals and sources. Shape: `schemas/dossier/handed-dossier.json`. It has
 * no name of the learner: the ECK iDs tell the receiver whose it is.
 */
export interface HandedDossier {
  readonly format: typeof DOSSIER_FORMAT;
  readonly formatVersion: typeof DOSSIER_FORMAT_VERSION;
  /** ISO instant. */
  readonly madeAt: string;
  readonly school: { readonly id: string; readonly name: string };
  readonly learner: { readonly eckIds?: readonly string[] };
  readonly parties: readonly { readonly klantcode: string; readonly name: string }[];
  readonly goals: readonly HandedGoal[];
  readonly results: readonly HandedResult[];
  /** What is kept of the learner besides, and why it does not go along. */
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  readonly digest: string;
}

/** The dossier with the digest of its content. */
export function sealedDossier(dossier: Omit<HandedDossier, 'digest'>): HandedDossier {
  return { ...dossier, digest: digestOf(dossier) };
}

/** Whether it is as it was made: nothing was damaged or changed by hand. That somebody made it on purpose, nobody can tell. */
export function isUndamaged({ digest, ...dossier }: HandedDossier): boolean {
  return digest === digestOf(dossier);
}

/** Of the text that `JSON.stringify` makes of it: names keep their order when JSON is read and written again. */
function digestOf(dossier: Omit<HandedDossier, 'digest'>): string {
  return createHash('sha256').update(JSON.stringify(dossier)).digest('hex');
}
