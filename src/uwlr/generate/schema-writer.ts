import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type {
  AttributeDeclaration,
  ComplexType,
  Constraint,
  ElementParticle,
  Particle,
  Schema,
  SimpleContentType,
  Type,
} from '../grammar/grammar.js';
import type { SimpleType } from '../grammar/simple-type.js';
import { isMandatory, isPresent, type Variant } from '../grammar/variant.js';
import { wsdlTypeName } from '../grammar/wsdl-type-name.js';
import { xpathsOf } from './constraint-paths.js';
import { contentIn, friendly } from './content.js';
import type { Declarations } from './declarations.js';
import { groupNameFor, qualified, referenceTo } from './names.js';

/**
 * `exact`: what the standard allows, no more and no less. `inline`: for tools, in the layout that all known SOAP stacks can
 * read (spec of clients, section 8): groups written out, no anonymous types under the global elements, and neither identity
 * rules nor defaults, since some stacks send a default of their own accord, beside what it excludes.
 */
export type Layout = 'exact' | 'inline';

interface Occurrence {
  readonly minOccurs?: string | undefined;
  readonly maxOccurs?: string | undefined;
}

/** Writes the declarations of one schema below an `xs:schema`. */
export class SchemaWriter {
  readonly #exact: boolean;

  constructor(
    private readonly declared: Declarations,
    private readonly variant: Variant,
    layout: Layout,
  ) {
    this.#exact = layout === 'exact';
  }

  write(schema: XMLBuilder): void {
    const { elements, groups, complexTypes, simpleTypes } = this.declared;
    for (const element of elements.values()) this.#globalElement(schema, element);
    if (this.#exact) for (const element of groups.values()) this.#group(schema, element);
    for (const type of complexTypes.values()) this.#complexType(schema, type, type.name);
    for (const type of simpleTypes.values()) this.#simpleType(schema, type);
  }

  #globalElement(schema: XMLBuilder, element: ElementParticle): void {
    const { name, type } = element;
    const nameless = !this.#exact && type.kind === 'complex' && type.name === undefined;
    this.#element(schema, element, {}, nameless ? qualified(element.schema, wsdlTypeName(name)) : undefined);
    if (nameless) this.#complexType(schema, type, wsdlTypeName(name));
  }

  #group(schema: XMLBuilder, element: ElementParticle): void {
    this.#element(schema.ele('xs:group', { name: groupNameFor(element.name) }).ele('xs:sequence'), element, {});
  }

  #particle(at: XMLBuilder, particle: Particle): void {
    if (particle.kind !== 'element') {
      const group = at.ele(`xs:${particle.kind}`, occurrence(particle.min, particle.max ?? 1));
      // Where the group as a whole repeats, its elements need not.
      const once = (part: Particle): Particle => (part.kind === 'element' && particle.max !== undefined ? { ...part, max: 1 } : part);
      for (const part of particle.particles) this.#particle(group, once(part));
      return;
    }
    const { schema, name, meaning } = particle;
    const occurs = occurrence(particle.min, particle.max);
    if (particle.global) document(at.ele('xs:element', { ref: qualified(schema, name), ...occurs }), meaning);
    else if (this.#isShared(particle)) at.ele('xs:group', { ref: qualified(schema, groupNameFor(name)), ...occurs });
    else this.#element(at, particle, occurs);
  }

  #isShared({ schema, name }: ElementParticle): boolean {
    return schema !== this.declared.schema || (this.#exact && this.declared.groups.has(name));
  }

  #element(at: XMLBuilder, element: ElementParticle, occurs: Occurrence, type = referenceTo(element.type, element.schema)): void {
    const { name, default: preset, meaning, constraints } = element;
    const written = at.ele('xs:element', { name, type, ...occurs, default: this.#exact ? preset : undefined });
    document(written, meaning);
    if (type === undefined) this.#anonymousType(written, element.type);
    if (this.#exact) for (const constraint of constraints) if (constraint.heldBy !== 'code') this.#constraint(written, element, constraint);
  }

  #anonymousType(at: XMLBuilder, type: Type): void {
    if (type.kind === 'simple') this.#simpleType(at, type);
    else this.#complexType(at, type);
  }

  #complexType(at: XMLBuilder, type: ComplexType | SimpleContentType, name?: string): void {
    const abstract = type.kind === 'complex' && type.abstract ? 'true' : undefined;
    const written = at.ele('xs:complexType', { name: name === '' ? undefined : name, abstract });
    if (type.kind === 'simple-content') {
      this.#simpleContent(written, type);
      return;
    }
    document(written, type.note);
    const content = contentIn(type.content, this.variant);
    if (content !== undefined) {
      const group: Particle = content.kind === 'element' ? { kind: 'sequence', particles: [content], min: 1 } : content;
      this.#particle(written, this.#exact ? group : friendly(group));
    }
    this.#attributes(written, type.attributes, type.schema);
  }

  #simpleContent(at: XMLBuilder, { name, text, schema, attributes, extends: extended }: SimpleContentType): void {
    const base = extended === undefined ? referenceTo(text, schema) : referenceTo(extended, schema);
    if (base === undefined) throw new Error(`grammar: the text of ${name} needs a type with a name`);
    const own = Object.entries(attributes).filter(([attribute]) => extended?.attributes[attribute] === undefined);
    this.#attributes(at.ele('xs:simpleContent').ele('xs:extension', { base }), Object.fromEntries(own), schema);
  }

  #attributes(at: XMLBuilder, attributes: Readonly<Record<string, AttributeDeclaration>>, schema: Schema): void {
    for (const [name, declaration] of Object.entries(attributes)) {
      if (!isPresent(declaration, this.variant)) continue;
      const type = referenceTo(declaration.type, schema);
      const written = at.ele('xs:attribute', { name, type, use: isMandatory(declaration, this.variant) ? 'required' : undefined });
      document(written, declaration.meaning);
      if (type === undefined) this.#simpleType(written, declaration.type);
    }
  }

  #simpleType(at: XMLBuilder, type: SimpleType): void {
    const { name, describe } = type;
    const xsd = this.#exact ? type.xsd : (type.tools ?? type.xsd);
    const written = at.ele('xs:simpleType', { name });
    document(written, describe);
    const restriction = written.ele('xs:restriction', { base: xsd.base });
    for (const [facet, value] of xsd.facets) restriction.ele(`xs:${facet}`, { value });
  }

  #constraint(at: XMLBuilder, element: ElementParticle, constraint: Constraint): void {
    const { kind, name, refers } = constraint;
    const { selector, field } = xpathsOf(element, constraint, this.variant);
    const written = at.ele(`xs:${kind}`, { name, refer: refers === undefined ? undefined : qualified(element.schema, refers) });
    written.ele('xs:selector', { xpath: selector });
    written.ele('xs:field', { xpath: field });
  }
}

function occurrence(min: 0 | 1, max: 1 | 'unbounded'): Occurrence {
  return { minOccurs: min === 0 ? '0' : undefined, maxOccurs: max === 1 ? undefined : max };
}

function document(at: XMLBuilder, text: string | undefined): void {
  if (text !== undefined && text !== '') at.ele('xs:annotation').ele('xs:documentation').txt(text);
}
