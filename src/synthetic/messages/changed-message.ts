import { OwnError } from '../../core/own-error.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import type { PupilProfile, Root } from '../../uwlr/grammar/grammar.js';
import { XSI } from '../../xml/name.js';
import { XmlWriter } from '../../xml/writer.js';
import { MUTATIONS } from './mutate.js';
import type { Mutate } from './mutations/mutation.js';
import { Random } from './random.js';
import { treeOf, type XmlElement, type XmlTreeAttribute } from './xml-tree.js';

/** The names of the mutations as a command line has them: `key-doubled`. */
export const MUTATION_NAMES: readonly string[] = Object.keys(MUTATIONS).map(plainName).sort();

/** There is nothing in this message that could be changed in this way. */
export class NothingToChange extends OwnError {
  constructor(readonly mutation: string) {
    super('nothing-to-change', `there is nothing in this message for ${mutation}`);
  }
}

export interface ChangedMessageOptions {
  readonly root: Root;
  readonly version: UwlrVersion;
  readonly profile?: PupilProfile | undefined;
  readonly value: unknown;
  /** One of `MUTATION_NAMES`. */
  readonly name: string;
  /** Decides where. */
  readonly seed: number;
}

/** A message with one change, written plainly: nothing else differs from what the encoder writes. Throws `NothingToChange`. */
export function changedMessage({ root, version, profile, value, name, seed }: ChangedMessageOptions): string {
  const compiled = compile(root, version, profile);
  const tree = treeOf(compiled.root, value, { version });
  const [, mutate] = Object.entries(MUTATIONS).find(([known]) => plainName(known) === name) as [string, Mutate];
  if (!mutate(tree, { random: new Random(seed), version, profile, compiled })) throw new NothingToChange(name);
  const writer = new XmlWriter();
  write(writer, tree, '');
  return writer.toString();
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-$/, '');
}

const XML = 'http://www.w3.org/XML/1998/namespace';

/** Elements in a default namespace, attributes with a prefix where they are in one. */
function write(writer: XmlWriter, { name, uri, attributes, children }: XmlElement, outer: string): void {
  const written: Record<string, string> = uri === outer ? {} : { xmlns: uri };
  const prefixOf = (namespace: string): string => {
    if (namespace === XML) return 'xml:';
    const prefix = namespace === XSI ? 'xsi' : `n${Object.keys(written).length}`;
    const [known] = Object.entries(written).find(([key, value]) => key.startsWith('xmlns:') && value === namespace) ?? [];
    if (known === undefined) written[`xmlns:${prefix}`] = namespace;
    return `${known?.slice('xmlns:'.length) ?? prefix}:`;
  };
  for (const attribute of attributes)
    written[`${attribute.uri === '' ? '' : prefixOf(attribute.uri)}${attribute.name}`] = attributeValue(attribute, prefixOf);
  if (children.every((child) => typeof child === 'string')) {
    writer.leaf(name, children.join(''), written);
    return;
  }
  writer.open(name, written);
  for (const child of children) {
    if (typeof child === 'string') writer.text(child);
    else write(writer, child, uri);
  }
  writer.close();
}

function attributeValue({ value, qualified }: XmlTreeAttribute, prefixOf: (namespace: string) => string): string {
  if (qualified === undefined) return value;
  return (qualified.uri === '' ? '' : prefixOf(qualified.uri)) + qualified.name + value;
}
