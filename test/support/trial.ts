import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { mutate } from '../../src/synthetic/messages/mutate.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { copyOf, elementsOf, treeOf, type XmlElement } from '../../src/synthetic/messages/xml-tree.js';
import type { DeviationName } from '../../src/uwlr/deviations.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { type PupilProfile, type Root, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { autorisatie, autorisatie1 } from '../../src/uwlr/messages/autorisatie.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
  leerlinggegevensVerzoek,
  structuurAntwoord,
  structuurVerzoek,
} from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { toetsdefinities } from '../../src/uwlr/messages/toetsdefinities.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1, leerlinggegevensVerzoek1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { leerresultatenBevestiging1, leerresultatenVerzoek1 } from '../../src/uwlr/messages/v1/leerresultaten.js';
import type { SchemaJudge } from '../../src/xml/schema-judge.js';
import { type DecodedText, decodeText } from './decode-text.js';
import { extensions } from './judges.js';
import { NEUTRALISERS } from './known-deviations.js';
import { profilesOf } from './variants.js';

/** One message to be judged, and how it came about. The same seed gives the same trial. */
export interface Trial {
  readonly seed: number;
  readonly root: Root;
  readonly version: UwlrVersion;
  readonly profile: PupilProfile | undefined;
  readonly mutations: readonly string[];
  readonly tree: XmlElement;
}

/** Messages to try, the heavier the more of them. */
export type Weighted = readonly (readonly [weight: number, root: Root])[];

/** The side of results in UWLR 2. */
export const RESULT_ROOTS: Weighted = [
  [8, leerresultatenVerzoek],
  [3, toetsdefinities],
  [1, autorisatie],
  [1, leerresultatenBevestiging],
];

/** The side of pupils in UWLR 2: questions, answers, and what stands in answers. */
export const PUPIL_ROOTS: Weighted = [
  [2, leerlinggegevensVerzoek],
  [1, structuurVerzoek],
  [2, leerlingenVerzoek],
  [2, leerkrachtenVerzoek],
  [5, leerlinggegevensAntwoord],
  [3, structuurAntwoord],
  [3, leerlingenAntwoord],
  [3, leerkrachtenAntwoord],
  [3, leerlinggegevens],
  [1, leerlinggegevensStructuur],
  [2, leerlinggegevensLeerlingen],
  [2, leerlinggegevensLeerkrachten],
];

/** EDEXML files, and all of UWLR 1.0. */
export const OTHER_ROOTS: Weighted = [
  [9, edex],
  [1, autorisatie1],
  [3, leerlinggegevensVerzoek1],
  [5, leerlinggegevensAntwoord1],
  [3, leerlinggegevens1],
  [3, leerresultatenVerzoek1],
  [1, leerresultatenBevestiging1],
];

/** The version of a message, and the profile that it is made and judged by. */
export type Form = Pick<Trial, 'version' | 'profile'>;

/** Any form; 2.2 comes up more than others, since the official files are of it. */
export function anyForm(root: Root): readonly Form[] {
  const versions = versionsOf(root);
  return (versions.includes('2.2') ? [...versions, '2.2' as const] : versions).map((version) => ({ version, profile: undefined }));
}

/** Any form in every profile. */
export function anyProfile(root: Root): readonly Form[] {
  return versionsOf(root).flatMap((version) => profilesOf(root, version).map((profile) => ({ version, profile })));
}

export function makeTrial(seed: number, roots: Weighted = RESULT_ROOTS, formsOf: (root: Root) => readonly Form[] = anyForm): Trial {
  const random = new Random(seed);
  const root = random.weighted(roots);
  const { version, profile } = random.pick(formsOf(root));
  const compiled = compile(root, version, profile);
  const making = { version, profile, extensions };
  const tree = treeOf(compiled.root, generateMessage(root, version, random, making), making);
  const mutations = Array.from({ length: random.pick([0, 1, 1, 1, 1, 1, 1, 1, 1, 2]) }, () =>
    mutate(tree, { random, ...making, compiled }),
  );
  return { seed, root, version, profile, mutations, tree };
}

/** The tree of a trial as it is written; any other tree of it, such as a smaller one, in the same manner. */
export function textOfTrial({ seed }: Trial, tree: XmlElement, options?: { readonly sections: boolean }): string {
  return writeTree(tree, new Random(~seed), options);
}

/** Reads a message of a trial, under either policy: whether the XSDs agree with it does not depend on that. */
export function decodeTrial({ root, version, profile, seed }: Trial, xml: string): DecodedText {
  const policy = seed % 2 === 0 ? 'strict' : 'tolerant';
  return decodeText(xml, root, {
    version,
    profile,
    extensions,
    policy,
    ...(root === autorisatie ? { withoutNamespace: 'UWLR-AUT-003' } : {}),
  });
}

/**
 * The deviation that explains why a judge thinks otherwise: with it taken out of the message, and nothing else, both find it
 * valid. `all` when it takes more than one; undefined when none will do.
 */
export function explanationOf(trial: Trial, judge: SchemaJudge): DeviationName | 'all' | undefined {
  const agree = (tree: XmlElement, options?: { readonly sections: boolean }) => {
    const xml = textOfTrial(trial, tree, options);
    return decodeTrial(trial, xml).findings.schemaValid && judge.judge(xml).valid;
  };
  const all = copyOf(trial.tree);
  for (const [name, neutralise] of Object.entries(NEUTRALISERS)) {
    const one = copyOf(trial.tree);
    neutralise(all);
    const options = { sections: name !== 'libxml2-cdata' };
    if (neutralise(one) && agree(one, options)) return name as DeviationName;
  }
  return agree(all, { sections: false }) ? 'all' : undefined;
}

/** The message without what can go while `stillWrong` holds. */
export function shrunk(tree: XmlElement, stillWrong: (smaller: XmlElement) => boolean): XmlElement {
  let best = tree;
  for (let at = 1; at < [...elementsOf(best)].length; ) {
    const smaller = copyOf(best);
    const { element, parent } = [...elementsOf(smaller)][at] as { element: XmlElement; parent: XmlElement };
    parent.children.splice(parent.children.indexOf(element), 1);
    if (stillWrong(smaller)) best = smaller;
    else at += 1;
  }
  return best;
}
