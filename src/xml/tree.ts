import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.js';
import { XmlReader } from './reader.js';

/** An element of a document that is read as a whole. Names are local: the namespaces of what is read so vary. */
export interface XmlTree {
  readonly name: string;
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlTree[];
  /** All text in it that stands in no child, trimmed. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlTree[];
  readonly line: number;
  text: string;
}

/** Reads a document of some megabytes that a person made. Throws `XmlError`. */
export function readTree(text: string, limits: XmlLimits = DEFAULT_XML_LIMITS): XmlTree {
  const open: Open[] = [];
  let root: XmlTree | undefined;
  const reader = new XmlReader(
    {
      open: (name, attributes = [], { line }) => {
        open.push({
          name: name.local,
          attributes: new Map(attributes.map((one) => [one.name.local, one.value])),
          children: [],
          line,
          text: '',
        });
      },
      text: (piece) => {
        const top = open.at(-1);
        if (top !== undefined) top.text += piece;
      },
      close: () => {
        const { text: inside, ...closed } = open.pop() as Open;
        const element = { ...closed, text: inside.trim() };
        const parent = open.at(-1);
        if (parent === undefined) root = element;
        else parent.children.push(element);
      },
    },
    limits,
  );
  reader.write(text);
  reader.end();
  return root as XmlTree;
}

/** The children with this name, whatever the case of its letters. */
export function childrenOf({ children }: XmlTree, name: string): readonly XmlTree[] {
  const plain = name.toLowerCase();
  return children.filter((child) => child.name.toLowerCase() === plain);
}

/** The first element at the end of this path of names. */
export function childAt(element: XmlTree | undefined, ...names: readonly string[]): XmlTree | undefined {
  return names.reduce<XmlTree | undefined>((at, name) => at && childrenOf(at, name)[0], element);
}

/** Every element with this name, at any depth, but not those within another one of that name. */
export function* everyIn(element: XmlTree, name: string): Generator<XmlTree> {
  if (element.name.toLowerCase() === name.toLowerCase()) yield element;
  else for (const child of element.children) yield* everyIn(child, name);
}
