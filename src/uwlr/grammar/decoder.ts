import { detached } from '../../xml/detach.js';
import { DEFAULT_XML_LIMITS } from '../../xml/limits.js';
import { type XmlAttribute, type XmlName, XSI, XSI_TYPE } from '../../xml/name.js';
import { XmlError } from '../../xml/xml-error.js';
import type { Findings, Place } from '../findings.js';
import type { RuleId } from '../rules.js';
import type { State, Transition } from './automaton.js';
import { type Compiled, compileExtension, type Node } from './compile.js';
import type { FieldOf } from './constraint-index.js';
import { type ContentFault, judgeContent } from './content-repair.js';
import { type Draft, Frame } from './frame.js';
import type { ComplexType } from './grammar.js';
import { canonicalKey, IdentityTables } from './identity.js';
import { shownName } from './known-names.js';
import { KnownTexts } from './known-texts.js';
import { packIndices, packPosition, unpackPosition } from './positions.js';
import type { FacetFailure, SimpleType } from './simple-type.js';

const MOST_NAMES = 8;
/** What an element comes to that says nothing where it need not be. */
const ABSENT = Symbol('absent');

/**
 * Deviations that are let pass, such as elements that nobody knows, before a message ends as one that is beyond the limits. A vendor that adds
 * something to every result may do so however large its message is; what is next to nothing but additions is no message.
 */
export const FREE_REMARKS = 1000;
export const REMARKS_PER_ELEMENT = 4;

/**
 * Characters in one element whose text comes in pieces. Between two tags the reader has a bound of its own; elements that do not belong there could part any number of
 * such texts, and what looks at them would do so in one go.
 */
export const MOST_TEXT = DEFAULT_XML_LIMITS.text;

export const FACET_RULES: Readonly<Record<FacetFailure, RuleId>> = {
  'too-short': 'UWLR-SCH-020',
  'too-long': 'UWLR-SCH-021',
  pattern: 'UWLR-SCH-022',
  number: 'UWLR-SCH-023',
  range: 'UWLR-SCH-024',
  date: 'UWLR-SCH-025',
  'date-time': 'UWLR-SCH-026',
  uri: 'UWLR-SCH-027',
  enumeration: 'UWLR-SCH-028',
};

/** Types that parties registered for abstract elements, by `{uri}local`. */
export type Extensions = ReadonlyMap<string, ComplexType>;

/** An element that another read whole, with all that a decoder would have noted of it. Nothing was found in it by itself. */
export interface ReadElement {
  readonly value: unknown;
  /** How many elements it is, itself among them. */
  readonly elements: number;
  /** In document order: numbers of located paths, and packed positions. */
  readonly located: readonly number[];
  readonly places: readonly number[];
  /** Fields of identity rules that belong to elements around it. */
  readonly fields: readonly ReadField[];
}

export interface ReadField {
  readonly field: FieldOf;
  /** How many levels above the read element the rule belongs. */
  readonly above: number;
  readonly value: string;
  /** Packed. */
  readonly position: number;
  readonly indices: number;
}

export interface DecoderOptions {
  readonly extensions?: Extensions;
  /** Children in no namespace are read as if they were in the right one; the rule that says so. */
  readonly withoutNamespace?: RuleId;
}

/** Where the next child of an open element stands in its content model. */
export interface OpenList {
  readonly state: State<Node>;
}

/**
 * Reads one message of one version while its XML streams by: typed value, findings and positions in a single pass, driven by
 * the automata of the grammar. Wrong parts are reported and left out of the value; reading goes on after them. Throws `XmlError`
 * (`limit`) only where a message deviates far more often than it says anything.
 */
export class Decoder {
  readonly #frames: Frame[] = [];
  #depth = 0;
  /** Elements of the grammar that were read. */
  #elements = 0;
  /** Open elements below a part that is left out. */
  #skipping = 0;
  #value: unknown;
  readonly #positions: number[][];
  #texts = new KnownTexts();

  constructor(
    readonly compiled: Compiled,
    readonly findings: Findings,
    private readonly options: DecoderOptions = {},
  ) {
    this.#positions = compiled.located.map(() => []);
  }

  /** The element that the root is expected to be has closed. */
  get done(): boolean {
    return this.#depth === 0;
  }

  /** What was read. Complete only when the findings hold no error. */
  get value(): unknown {
    return this.#value;
  }

  /** Where the `n`th (from 0, in document order) element of a located path begins. */
  locate(path: string, n: number): { readonly line: number; readonly column: number } {
    const packed = this.#positions[this.compiled.located.indexOf(path)]?.[n];
    return packed === undefined ? { line: 0, column: 0 } : unpackPosition(packed);
  }

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, line: number, column: number): void {
    if (this.#skipping > 0) {
      this.#skipping += 1;
      return;
    }
    if (this.#depth === 0) {
      this.#push(this.compiled.root, attributes, line, column);
      return;
    }
    const parent = this.#frames[this.#depth - 1] as Frame;
    if (parent.unjudged && !this.#judgeHead(parent)) {
      this.#skipping += 1;
      return;
    }
    parent.before = parent.state;
    const transition = parent.state.next.get(name.key);
    if (transition === undefined || parent.misplaced !== undefined) {
      this.#openElsewhere(parent, name, attributes, line, column);
      return;
    }
    parent.state = transition.state;
    this.#push(transition.node, attributes, line, column);
  }

  /** The open element as others may go on in it: undefined where only this decoder can, as below a part that is left out. */
  get openList(): OpenList | undefined {
    const frame = this.#frames[this.#depth - 1];
    if (this.#skipping > 0 || this.#depth === 0 || frame === undefined) return undefined;
    return frame.node.text === undefined && frame.misplaced === undefined && !frame.nil && !frame.unjudged ? frame : undefined;
  }

  /** The number that the next child of this name has among its like. */
  indexOfNext(name: string): number {
    return indexOfNext(this.#frames[this.#depth - 1], name);
  }

  /** The number of an open element among its like, by its depth from 0. */
  indexAt(depth: number): number {
    return (this.#frames[depth] as Frame).index;
  }

  /** How many elements are open. */
  get depth(): number {
    return this.#depth;
  }

  /** Takes an element of `openList` that was read by another, as if it had opened and closed here. */
  take({ node, state }: Transition<Node>, { value, elements, located, places, fields }: ReadElement): void {
    const parent = this.#frames[this.#depth - 1] as Frame;
    parent.state = state;
    parent.occupied = true;
    parent.append(node.name, value);
    this.#elements += elements;
    for (let at = 0; at < located.length; at++) (this.#positions[located[at] as number] as number[]).push(places[at] as number);
    for (const { field, above, value: key, position, indices } of fields)
      this.#frames[this.#depth - above]?.tables?.add(field, key, position, indices, this.findings);
  }

  text(text: string): void {
    if (this.#skipping > 0 || this.#depth === 0) return;
    const frame = this.#frames[this.#depth - 1] as Frame;
    if (frame.node.text !== undefined) {
      if (frame.text === '') frame.text = text;
      else if (frame.text.length + text.length <= MOST_TEXT) frame.text += text;
      else throw new XmlError('limit', `text too long: more than ${MOST_TEXT} characters`, frame.line, frame.column);
    } else if (!frame.textReported && !isIgnorable(text, frame.node)) {
      if (frame.unjudged && !this.#judgeHead(frame)) return;
      frame.textReported = true;
      this.#report('UWLR-SCH-007', this.#place(frame));
    }
  }

  close(): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    const frame = this.#frames[this.#depth - 1] as Frame;
    const { node } = frame;
    if (frame.nil) this.#closeNil(frame);
    if (frame.unjudged && !frame.isEmpty && !this.#judgeHead(frame)) {
      this.#skipping -= 1;
      return;
    }
    const value = this.#valueOf(frame);
    frame.end(this.findings);
    this.#depth -= 1;
    if (this.#depth === 0) {
      this.#value = value;
      // What reading needed goes before the message does.
      this.#frames.length = 0;
      this.#texts = new KnownTexts();
      return;
    }
    const parent = this.#frames[this.#depth - 1] as Frame;
    if (value === ABSENT) {
      parent.passOver(frame);
      if (node.locatedAs >= 0) this.#positions[node.locatedAs]?.pop();
      return;
    }
    parent.occupied = true;
    if (value === undefined) this.#forget(node, parent);
    else if (node.many) parent.append(node.name, value);
    else parent.value[node.name] = value;
  }

  /** Leaves out an element whose text was refused. The others keep their places. */
  #forget(node: Node, parent: Frame): void {
    parent.drop(node.name);
    if (node.locatedAs >= 0) this.#positions[node.locatedAs]?.pop();
  }

  #push(node: Node, attributes: readonly XmlAttribute[] | undefined, line: number, column: number): void {
    let frame = this.#frames[this.#depth];
    if (frame === undefined) {
      frame = new Frame();
      this.#frames.push(frame);
    }
    this.#depth += 1;
    this.#elements += 1;
    frame.begin(node, line, column);
    if (node.many) frame.index = this.#nextIndex(node.name);
    if (node.locatedAs >= 0) (this.#positions[node.locatedAs] as number[]).push(packPosition(line, column));
    if (node.constraints.length > 0) frame.tables = new IdentityTables(node.constraints);
    if (attributes !== undefined) this.#readAttributes(frame, attributes);
    if (frame.node.requiredAttributes.length === 0 && !frame.node.abstract) return;
    const saysMore = frame.droppedAny || attributes?.some(({ name }) => name.key === XSI_TYPE) === true;
    if (!saysMore && frame.isEmpty && this.#mayPassOver(frame)) frame.unjudged = true;
    else this.#judgeHead(frame);
  }

  /** Says what an element lacks in its tag. False: it and all that stands in it is left out. */
  #judgeHead(frame: Frame): boolean {
    frame.unjudged = false;
    for (const required of frame.node.requiredAttributes) {
      if (frame.value[required] === undefined && frame.droppedOf(`@${required}`) === 0) {
        this.#report('UWLR-SCH-009', this.#place(frame, `/@${required}`));
      }
    }
    if (!frame.node.abstract) return true;
    this.#report(frame.node.particle.abstractRule ?? 'UWLR-SCH-012', this.#place(frame));
    this.#leaveOut();
    return false;
  }

  /** Whether the innermost element, should it turn out to be empty, can be read as one that is not there. */
  #mayPassOver(frame: Frame): boolean {
    if (this.findings.policy !== 'tolerant' || this.#depth < 2) return false;
    return (this.#frames[this.#depth - 2] as Frame).node.dispensable.has(frame.node.key);
  }

  #readAttributes(frame: Frame, attributes: readonly XmlAttribute[]): void {
    // First what XML Schema itself says: `xsi:type` may bring the attributes that stand before it.
    for (const attribute of attributes) if (attribute.name.uri === XSI) this.#readXsi(frame, attribute);
    for (const { name, value } of attributes) {
      if (name.uri === XSI) continue;
      const declaration = name.uri === '' ? frame.node.attributes.get(name.local) : undefined;
      if (declaration === undefined) {
        this.#report('UWLR-SCH-008', this.#place(frame, `/@${shownName(name.local)}`));
        continue;
      }
      const checked = declaration.type.check(value);
      if (typeof checked !== 'string') {
        frame.drop(`@${name.local}`);
        const dispensable = value.trim() === '' && !frame.node.requiredAttributes.includes(name.local);
        const rule = dispensable && this.findings.policy === 'tolerant' ? 'UWLR-SCH-014' : FACET_RULES[checked.failure];
        this.#report(rule, this.#place(frame, `/@${name.local}`), `expected: ${declaration.type.describe}`);
        continue;
      }
      const kept = detached(checked);
      frame.value[name.local] = kept;
      for (const field of frame.node.fieldOf) {
        if (field.attribute === name.local) this.#identify(field, kept, declaration.type, frame);
      }
    }
  }

  #readXsi(frame: Frame, { name: { local }, value, typeKey }: XmlAttribute): void {
    if (local === 'schemaLocation' || local === 'noNamespaceSchemaLocation') return;
    if (local === 'nil') {
      this.#readNil(frame, value.trim());
    } else if (local !== 'type') {
      this.#report('UWLR-SCH-008', this.#place(frame));
    } else if (frame.node.abstract) {
      // Additions are never kept, so no type of them is registered.
      const extension = frame.node.particle.abstractRule === undefined ? this.options.extensions?.get(typeKey ?? '') : undefined;
      if (extension === undefined) return;
      frame.node = compileExtension(frame.node, extension, this.compiled.version);
      frame.state = frame.node.start;
      frame.value['type'] = typeKey;
    } else if (typeKey === undefined || (typeKey !== frame.node.typeKey && typeKey !== frame.node.wsdlTypeKey)) {
      const isBasic = this.findings.policy === 'tolerant' && frame.node.basicTypeKeys.includes(typeKey ?? '');
      this.#report(isBasic ? 'UWLR-SCH-019' : 'UWLR-SCH-011', this.#place(frame));
    }
  }

  /** XML Schema, part 1, 3.3.4: no element of the standard is nillable. What is nil has no content, and is optional: nothing is lost. */
  #readNil(frame: Frame, value: string): void {
    const isTrue = value === 'true' || value === '1';
    if (isTrue && this.#mayPassOver(frame)) frame.nil = true;
    else this.#report('UWLR-SCH-010', this.#place(frame));
  }

  /** A child that does not come next: misplaced, too many, in another namespace, or not of the standard. */
  #openElsewhere(parent: Frame, name: XmlName, attributes: readonly XmlAttribute[] | undefined, line: number, column: number): void {
    const child = parent.node.childByKey.get(name.key);
    const at = (): Place => ({ path: `${this.#path(this.#depth)}/${shownName(name.local)}`, line, column });
    if (child === undefined) {
      const namesake = parent.node.children.find((candidate) => candidate.name === name.local);
      if (namesake !== undefined && name.uri === '' && this.options.withoutNamespace !== undefined) {
        this.#report(this.options.withoutNamespace, at());
        this.open({ ...name, uri: namesake.uri, key: namesake.key }, attributes, line, column);
        return;
      }
      const expected = firstOf([...parent.state.next.values()].map(({ node }) => node.name));
      this.#report(
        namesake === undefined ? 'UWLR-SCH-001' : 'UWLR-SCH-005',
        at(),
        expected === '' ? undefined : `expected here: ${expected}`,
      );
      if (namesake !== undefined) {
        // It stands for the one that was meant: what comes after it is not out of order.
        parent.drop(namesake.name);
        parent.state = parent.state.next.get(namesake.key)?.state ?? parent.state;
      }
      parent.occupied = true;
      this.#skipping = 1;
      return;
    }
    if (!child.many && parent.saw(child)) {
      this.#report('UWLR-SCH-004', at());
      this.#skipping = 1;
      return;
    }
    parent.misplaced ??= { name, line, column };
    this.#push(child, attributes, line, column);
  }

  /** What an element comes to that closes: undefined when it is left out, `ABSENT` when it is passed over. */
  #valueOf(frame: Frame): unknown {
    const { node, nil, unjudged } = frame;
    if (nil) {
      this.#report('UWLR-SCH-018', this.#place(frame));
      return ABSENT;
    }
    const lacks = unjudged || (node.text === undefined && !frame.state.accepting);
    if (lacks && frame.isEmpty && this.#mayPassOver(frame)) {
      this.#report('UWLR-SCH-014', this.#place(frame));
      return ABSENT;
    }
    return node.text === undefined ? this.#closeContent(frame) : this.#closeText(frame, node.text);
  }

  /** Nil, and yet something stands in it: nobody can say which was meant. */
  #closeNil(frame: Frame): void {
    if (frame.isEmpty) return;
    frame.nil = false;
    this.#report('UWLR-SCH-010', this.#place(frame));
  }

  #closeContent(frame: Frame): Draft | undefined | typeof ABSENT {
    if (this.#isIncomplete(frame)) {
      this.#report(frame.node.particle.incompleteRule as RuleId, this.#place(frame));
      this.#forgetContent(frame);
      return ABSENT;
    }
    if (frame.misplaced !== undefined || !frame.state.accepting) this.#judge(frame);
    return frame.droppedAny && holdsAdditionsOnly(frame.node) ? undefined : frame.value;
  }

  /** Whether it lacks something, and is to be left out for that. */
  #isIncomplete(frame: Frame): boolean {
    if (this.findings.policy !== 'tolerant' || frame.node.particle.incompleteRule === undefined) return false;
    if (frame.lacksText) return true;
    if (frame.misplaced === undefined && frame.state.accepting) return false;
    const { missing, conflicting } = judged(frame);
    return missing.length > 0 && conflicting.length === 0;
  }

  /** What stands in an element that is left out has no place. */
  #forgetContent({ node, value }: Frame): void {
    for (const { name, locatedAs, many } of node.children) {
      if (locatedAs < 0 || value[name] === undefined) continue;
      const count = many ? (value[name] as readonly unknown[]).length : 1;
      for (let n = 0; n < count; n++) this.#positions[locatedAs]?.pop();
    }
  }

  /** The children did not follow the content model to its end: says which are missing, which exclude each other, or that they are only out of order. */
  #judge(frame: Frame): void {
    const { misplaced } = frame;
    const { missing, conflicting } = judged(frame);
    const at = misplaced ?? frame;
    const path = this.#path(this.#depth);
    for (const child of missing) {
      const place: Place = { path: `${path}/${child.name}`, line: at.line, column: at.column };
      this.#report(child.particle.tolerateMissing ? 'UWLR-SCH-013' : 'UWLR-SCH-003', place);
    }
    for (const child of conflicting)
      this.#report(child.particle.conflictRule ?? 'UWLR-SCH-006', { path: `${path}/${child.name}`, line: at.line, column: at.column });
    if (missing.length > 0 || conflicting.length > 0 || misplaced === undefined) return;
    this.#report('UWLR-SCH-002', { path: `${path}/${shownName(misplaced.name.local)}`, line: misplaced.line, column: misplaced.column });
  }

  #closeText(frame: Frame, type: SimpleType): unknown {
    const { node } = frame;
    const text = frame.text === '' && node.particle.default !== undefined ? node.particle.default : frame.text;
    let checked = node.id < 0 ? undefined : this.#texts.find(node.id, text);
    if (checked === undefined) {
      const accepted = type.check(text);
      if (typeof accepted !== 'string') return this.#refuseText(frame, type, accepted.failure);
      checked = detached(accepted);
      if (node.id >= 0) this.#texts.add(node.id, checked);
    }
    for (const field of node.fieldOf) {
      if (field.attribute === undefined) this.#identify(field, checked, type, frame);
    }
    return this.#textValue(frame, checked);
  }

  #refuseText(frame: Frame, type: SimpleType, failure: FacetFailure): unknown {
    const { node, text } = frame;
    const ownRule = node.particle.failureRules[failure];
    const isEmpty = ownRule === undefined && text.trim() === '' && this.findings.policy === 'tolerant';
    // An optional one keeps its place in the order; one that another stands for was never there.
    const isDropped = isEmpty && (node.optional || node.particle.tolerateMissing);
    const isAbsent = isEmpty && !isDropped && this.#mayPassOver(frame);
    const holder = this.#frames[this.#depth - 2];
    if (isEmpty && !isDropped && !isAbsent && holder?.node.particle.incompleteRule !== undefined) {
      holder.lacksText = true;
      return undefined;
    }
    const rule = isDropped || isAbsent ? 'UWLR-SCH-014' : FACET_RULES[failure];
    this.#report(ownRule ?? rule, this.#place(frame), `expected: ${type.describe}`);
    if (isAbsent) return ABSENT;
    if (isEmpty && node.optional) this.#frames[this.#depth - 2]?.markEmptied(node.name);
    return ownRule === undefined ? undefined : this.#textValue(frame, text);
  }

  #textValue(frame: Frame, text: string): unknown {
    if (!frame.node.structured) return text;
    frame.value['value'] = text;
    return frame.value;
  }

  #identify(field: FieldOf, value: string, type: SimpleType, frame: Frame): void {
    const top = this.#depth - 1;
    const scope = this.#frames[top - field.up] as Frame;
    const canonical = canonicalKey(field.constraint, type, value);
    let indices = 0;
    const { repeated } = field;
    for (const at of repeated) indices = packIndices(indices, (this.#frames[at] as Frame).index, repeated.length);
    scope.tables?.add(field, canonical, packPosition(frame.line, frame.column), indices, this.findings);
  }

  /** Leaves out what is below the open element; the element itself closes as usual. */
  #leaveOut(): void {
    const frame = this.#frames[this.#depth - 1] as Frame;
    const parent = this.#frames[this.#depth - 2] as Frame | undefined;
    if (parent !== undefined) {
      parent.occupied = true;
      parent.drop(frame.node.name);
    }
    this.#depth -= 1;
    this.#skipping = 1;
  }

  #report(rule: RuleId, place: Place, hint?: string): void {
    this.findings.add(rule, place, hint);
    if (this.findings.remarks > FREE_REMARKS + REMARKS_PER_ELEMENT * this.#elements)
      throw new XmlError('limit', 'too many deviations for what is in the message', place.line, place.column);
  }

  #place(frame: Frame, below = ''): Place {
    return { path: this.#path(this.#depth) + below, line: frame.line, column: frame.column };
  }

  /** The path of the open elements, with indices where an element may repeat. */
  #path(depth: number): string {
    let path = '';
    for (let at = 0; at < depth; at++) {
      const { node, index } = this.#frames[at] as Frame;
      path += node.many ? `/${node.name}[${index}]` : `/${node.name}`;
    }
    return path;
  }

  /** Elements join their list, or are dropped, when they close, so the one that has just opened is the next. */
  #nextIndex(name: string): number {
    return indexOfNext(this.#frames[this.#depth - 2], name);
  }
}

function indexOfNext(parent: Frame | undefined, name: string): number {
  const kept = (parent?.value[name] as unknown[] | undefined)?.length ?? 0;
  return kept + (parent?.droppedOf(name) ?? 0) + (parent?.passedOver(name) ?? 0) + 1;
}

/** What is wrong with the children. An empty one counts for the order, but excludes no other and asks for none. */
function judged(frame: Frame): ContentFault {
  const { node, emptied } = frame;
  const fault = judgeContent(node, (child) => frame.saw(child));
  if (emptied === undefined || fault.missing.length + fault.conflicting.length === 0) return fault;
  return judgeContent(node, (child) => frame.saw(child) && (frame.value[child.name] !== undefined || !emptied.has(child.name)));
}

/** What is there for additions is left out with them. */
function holdsAdditionsOnly({ children }: Node): boolean {
  return children.length > 0 && children.every(({ particle }) => particle.abstractRule !== undefined);
}

/** White space between elements. Where no element can come it is text like any other (XSD 1.0, cvc-complex-type 2.1). */
function isIgnorable(text: string, node: Node): boolean {
  return text === '' || (node.children.length > 0 && !/[^ \t\r\n]/.test(text));
}

/** Nobody reads a list of the twenty elements that a pupil may have: the first few say where in the order one is. */
function firstOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}
