import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import type { Root, ValueOf } from '../../uwlr/grammar/grammar.js';
import { holdIdentity } from './identity.js';
import { makePlausible } from './plausible-results.js';
import { makeRosterPlausible } from './plausible-roster.js';
import type { Random } from './random.js';
import { type Fields, type Making, valueFor } from './value.js';

export interface GenerateOptions extends Pick<Making, 'repeat' | 'extensions' | 'profile'> {
  /** Also keep to what the standard means beyond its XSDs: see `makePlausible` and `makeRosterPlausible`. */
  readonly semantic?: boolean;
}

/**
 * A random message that is valid in a version: any content that the grammar allows, at its edges too. All of it is invented.
 *
 * `repeat` sets the size: `{ toetsafname: 100, resultaat: 5 }` gives 500 results.
 */
export function generateMessage<R extends Root>(root: R, version: UwlrVersion, random: Random, options: GenerateOptions = {}): ValueOf<R> {
  const { root: node } = compile(root, version, options.profile);
  const value = valueFor(node, { ...options, random, version }) as Fields;
  if (root.versionPath !== undefined)
    setAt(value, root.versionPath, random.pick(VERSION_TEXTS[root.element.schema.namespace === '' ? 'edexml' : 'uwlr'][version]));
  if (options.semantic === true) {
    makePlausible(value, random);
    makeRosterPlausible(root, value, random);
  }
  holdIdentity(node, value, { ...options, random, version });
  return value as ValueOf<R>;
}

/** How messages and files write their version. */
const VERSION_TEXTS: Readonly<Record<'uwlr' | 'edexml', Readonly<Record<UwlrVersion, readonly string[]>>>> = {
  uwlr: { '1.0': ['1.0'], '2.1': ['2.1'], '2.2': ['2.2', '2.2', '2.2', '2.2', '2.2.1'], '2.3': ['2.3'] },
  edexml: { '1.0': ['1.0', '1.03', '1.0.3'], '2.1': ['2.0'], '2.2': ['2.1'], '2.3': [] },
};

function setAt(value: Fields, path: string, text: string): void {
  const steps = path.split('/');
  const last = steps.pop() as string;
  let holder = value;
  for (const step of steps) {
    // The answer may be that there are no data.
    if (holder[step] === undefined) return;
    holder = holder[step] as Fields;
  }
  holder[last] = text;
}
