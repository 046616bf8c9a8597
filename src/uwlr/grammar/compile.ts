import type { UwlrVersion } from '../finding.js';
import { automaton, canLack, type State } from './automaton.js';
import { checkFields, type FieldOf, fieldsOf } from './constraint-index.js';
import type {
  AttributeDeclaration,
  ComplexType,
  Constraint,
  ElementParticle,
  PrivacyClass,
  PupilProfile,
  Root,
  Schema,
  Type,
} from './grammar.js';
import type { SimpleType } from './simple-type.js';
import { isMandatory, isPresent, type Variant } from './variant.js';
import { wsdlTypeName } from './wsdl-type-name.js';

/** One occurrence of an element in a message of one version: everything that reading and writing it needs. */
export interface Node {
  /** Its number in the message; -1 within a registered extension. */
  readonly id: number;
  readonly name: string;
  readonly uri: string;
  /** `{uri}name`. */
  readonly key: string;
  /** From the root, without indices: `leerresultaten_verzoek/school/auteur`. */
  readonly path: string;
  readonly particle: ElementParticle;
  readonly schema: Schema;
  readonly many: boolean;
  readonly optional: boolean;
  readonly privacy: PrivacyClass;
  /** Type of the text, for elements that hold text. */
  readonly text: SimpleType | undefined;
  /** The decoded value is an object (`{ value, ... }` or children), not a bare text. */
  readonly structured: boolean;
  readonly attributes: ReadonlyMap<string, AttributeDeclaration>;
  readonly requiredAttributes: readonly string[];
  readonly start: State<Node>;
  /** In schema order; a name that occurs in several branches of a choice stands here once, where it occurs last. */
  readonly children: readonly Node[];
  readonly childByKey: ReadonlyMap<string, Node>;
  /** Keys of the children that it need not have: optional ones, and those that another can stand for. */
  readonly dispensable: ReadonlySet<string>;
  readonly abstract: boolean;
  /** `{uri}local` of the type when it has a name. */
  readonly typeKey: string | undefined;
  /** The same for a global element whose type has a name in our WSDL only. */
  readonly wsdlTypeKey: string | undefined;
  /** The same of the types that its text is made from: what a serializer that knows no others writes into `xsi:type`. */
  readonly basicTypeKeys: readonly string[];
  /** Index in `Compiled.located`, or -1. */
  readonly locatedAs: number;
  /** Identity rules that belong to this element, and those whose field it is or holds. */
  readonly constraints: readonly Constraint[];
  readonly fieldOf: readonly FieldOf[];
}

/** A message in one version, or in one profile of it. */
export interface Compiled {
  readonly root: Node;
  readonly version: UwlrVersion;
  readonly profile: PupilProfile | undefined;
  /** Paths whose positions are kept. */
  readonly located: readonly string[];
  readonly byPath: ReadonlyMap<string, Node>;
}

const compiled = new Map<Root, Map<string, Compiled>>();

/** A root as it is in a version, or in a profile of it. Compiled once, then kept. */
export function compile(root: Root, version: UwlrVersion, profile?: PupilProfile): Compiled {
  const variants = compiled.get(root) ?? new Map<string, Compiled>();
  compiled.set(root, variants);
  const name = `${version} ${profile}`;
  const known = variants.get(name);
  if (known !== undefined) return known;
  const made = compileElement(root.element, { version, profile });
  variants.set(name, made);
  return made;
}

/** The node of an abstract element whose instance names a registered extension of its type: base content first, then its own. */
export function compileExtension(node: Node, extension: ComplexType, version: UwlrVersion): Node {
  const known = extensions.get(node)?.get(extension);
  if (known !== undefined) return known;
  const base = node.particle.type as ComplexType;
  const type: ComplexType = {
    ...extension,
    content: { kind: 'sequence', min: 1, particles: [base.content, extension.content] },
    abstract: false,
  };
  const made = compileElement({ ...node.particle, type }, { version }, node.path.split('/').slice(0, -1).join('/')).root;
  extensions.set(node, (extensions.get(node) ?? new Map<ComplexType, Node>()).set(extension, made));
  return made;
}

const extensions = new WeakMap<Node, Map<ComplexType, Node>>();

function compileElement(element: ElementParticle, variant: Variant, parentPath = ''): Compiled {
  const { version, profile } = variant;
  const isExtension = parentPath !== '';
  let count = 0;
  const located: string[] = [];
  const byPath = new Map<string, Node>();
  const root = node(element, parentPath, []);
  // A profile may leave out what a constraint looks at.
  if (profile === undefined) checkFields(root);
  return { root, version, profile, located, byPath };

  function node(particle: ElementParticle, parentPath: string, above: readonly ElementParticle[]): Node {
    const path = parentPath === '' ? particle.name : `${parentPath}/${particle.name}`;
    const line = [...above, particle];
    const uri = particle.schema.namespace;
    const { type } = particle;
    const attributes = attributesOf(type, variant);
    const content =
      type.kind === 'complex'
        ? automaton(
            type.content,
            (child) => node(child, path, line),
            (child) => isPresent(child, variant),
            (child) => !isMandatory(child, variant),
          )
        : { start: EMPTY, nodes: [] };
    const childByKey = new Map<string, Node>();
    for (const child of content.nodes) {
      const first = childByKey.get(child.key) ?? child;
      childByKey.delete(child.key);
      childByKey.set(child.key, first);
    }
    const made: Node = {
      id: isExtension ? -1 : count++,
      name: particle.name,
      uri,
      key: `{${uri}}${particle.name}`,
      path,
      particle,
      schema: particle.schema,
      many: particle.max === 'unbounded',
      optional: !isMandatory(particle, variant),
      privacy: particle.privacy,
      text: type.kind === 'simple' ? type : type.kind === 'simple-content' ? type.text : undefined,
      structured: type.kind !== 'simple',
      attributes,
      requiredAttributes: [...attributes].filter(([, declaration]) => isMandatory(declaration, variant)).map(([name]) => name),
      start: content.start,
      children: [...childByKey.values()],
      childByKey,
      dispensable: new Set([...childByKey.keys()].filter((key) => canLack(content.start, key))),
      abstract: type.kind === 'complex' && type.abstract,
      typeKey: typeKeyOf(type, particle.schema),
      wsdlTypeKey: wsdlTypeKeyOf(particle),
      basicTypeKeys: basicTypeKeysOf(type),
      locatedAs: particle.located && !isExtension ? locate(path) : -1,
      constraints: particle.constraints,
      fieldOf: fieldsOf(line),
    };
    byPath.set(path, made);
    return made;
  }

  function locate(path: string): number {
    const at = located.indexOf(path);
    return at === -1 ? located.push(path) - 1 : at;
  }
}

const EMPTY: State<Node> = { next: new Map(), accepting: true };

function attributesOf(type: Type, variant: Variant): ReadonlyMap<string, AttributeDeclaration> {
  if (type.kind === 'simple') return new Map();
  return new Map(Object.entries(type.attributes).filter(([, declaration]) => isPresent(declaration, variant)));
}

/** The namespace of XML Schema itself: that of the types that it has. */
export const XSD = 'http://www.w3.org/2001/XMLSchema';

function typeKeyOf(type: Type, schema: Schema): string | undefined {
  if (type.kind === 'simple') return type.name === undefined ? `{${XSD}}${type.xsd.base.slice(3)}` : `{${schema.namespace}}${type.name}`;
  return type.name === undefined || type.name === '' ? undefined : `{${type.schema.namespace}}${type.name}`;
}

function wsdlTypeKeyOf({ global, name, type, schema }: ElementParticle): string | undefined {
  const isNamed = !global || type.kind !== 'complex' || typeKeyOf(type, schema) !== undefined;
  return isNamed ? undefined : `{${schema.namespace}}${wsdlTypeName(name)}`;
}

function basicTypeKeysOf(type: Type): readonly string[] {
  if (type.kind === 'complex') return [];
  const text = type.kind === 'simple' ? type : type.text;
  const bases = [text.xsd.base, text.tools?.base ?? text.xsd.base].map((base) => `{${XSD}}${base.slice(3)}`);
  const own = type.kind === 'simple' || text.name === undefined ? [] : [`{${type.schema.namespace}}${text.name}`];
  return [...new Set([...own, ...bases])];
}
