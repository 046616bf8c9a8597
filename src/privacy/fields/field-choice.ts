import { RESULTAAT, TOETSONDERDEEL } from '../../model/results/result-paths.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { agreedProfile, CUSTOM } from './agreed-profile.js';
import { type FieldTree, fieldTree, resultTree } from './nameable-fields.js';
import { RESULTATEN } from './profile.js';
import { fieldsEver } from './profile-fields.js';

/** What a list of fields may be chosen from: one exchange, under one profile. */
export interface FieldChoice {
  /** The exchange, as users name it. */
  readonly exchange: string;
  readonly profile: string;
  readonly root: Root;
  readonly tree: FieldTree;
  /** Paths that the profile lets through in some version. */
  readonly candidates: ReadonlySet<string>;
  /** Paths that need not be on a list though a message has to have them: they stay with the gateway. */
  readonly assumed: ReadonlySet<string>;
  /** Paths that are on every list: without them what is there would say something else. */
  readonly always: readonly string[];
}

/** What may be chosen for pupil data under a profile of an agreement. */
export function pupilFieldChoice(profile: string): FieldChoice {
  const agreed = agreedProfile(profile);
  if (agreed === undefined) throw new RangeError('no profile of pupil data');
  const named = profile === CUSTOM ? 'either profile' : `the ${profile}`;
  return choiceOf('leerlinggegevens', named, leerlinggegevens, fieldsEver(agreed), []);
}

/** What may be chosen for results. */
export function resultFieldChoice(): FieldChoice {
  const replaced = [...RESULTATEN.withheld].filter(([, rule]) => rule === 'replaced-by-alias').map(([path]) => path);
  const choice = choiceOf('leerresultaten', `the profile ${RESULTATEN.name}`, leerresultatenVerzoek, RESULTATEN.allowed, replaced);
  return { ...choice, tree: resultTree(), always: PART };
}

/** A figure of a part of a test would pass for one of the whole; and the code of the part points to its definition. */
const PART = [`${RESULTAAT}/toetsonderdeelcode`, `${TOETSONDERDEEL}/toetsonderdeelcode`];

function choiceOf(exchange: string, profile: string, root: Root, candidates: ReadonlySet<string>, assumed: readonly string[]): FieldChoice {
  return { exchange, profile, root, tree: fieldTree(root), candidates, assumed: new Set(assumed), always: [] };
}
