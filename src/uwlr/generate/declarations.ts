import type { ComplexType, ElementParticle, Root, Schema, SimpleContentType, Type } from '../grammar/grammar.js';
import type { SimpleType } from '../grammar/simple-type.js';
import { isPresent, type Variant } from '../grammar/variant.js';
import { contentIn, elementsOf } from './content.js';

/** What the file of one schema has to declare, by name, in the order in which it is first used. */
export interface Declarations {
  readonly schema: Schema;
  readonly elements: Map<string, ElementParticle>;
  /** Local elements that another schema uses as well; a group is the only way to share those. */
  readonly groups: Map<string, ElementParticle>;
  readonly complexTypes: Map<string, ComplexType | SimpleContentType>;
  readonly simpleTypes: Map<string, SimpleType>;
  readonly imports: Set<Schema>;
}

/** Everything that these roots need in a variant, per schema. Throws when one name would mean two things. */
export function declarationsOf(roots: readonly Root[], variant: Variant): ReadonlyMap<Schema, Declarations> {
  const all = new Map<Schema, Declarations>();
  const seen = new Set<Type>();
  for (const { element } of roots) {
    declare(declarationsIn(element.schema).elements, element.name, element);
    visitType(element.type, element.schema);
  }
  return all;

  function declarationsIn(schema: Schema): Declarations {
    const known = all.get(schema);
    if (known !== undefined) return known;
    const made = {
      schema,
      elements: new Map(),
      groups: new Map(),
      complexTypes: new Map(),
      simpleTypes: new Map(),
      imports: new Set<Schema>(),
    };
    all.set(schema, made);
    return made;
  }

  function use(schema: Schema, from: Schema): Declarations {
    if (schema !== from) declarationsIn(from).imports.add(schema);
    return declarationsIn(schema);
  }

  function visitElement(element: ElementParticle, within: Schema): void {
    const { elements, groups } = use(element.schema, within);
    if (element.global) declare(elements, element.name, element);
    else if (element.schema !== within) declare(groups, element.name, element);
    visitType(element.type, element.schema);
  }

  function visitType(type: Type, within: Schema): void {
    if (type.kind === 'simple') {
      if (type.name !== undefined) declare(declarationsIn(within).simpleTypes, type.name, type);
      return;
    }
    const { complexTypes } = use(type.schema, within);
    if (seen.has(type)) return;
    seen.add(type);
    if (type.name) declare(complexTypes, type.name, type);
    for (const attribute of Object.values(type.attributes)) if (isPresent(attribute, variant)) visitType(attribute.type, type.schema);
    if (type.kind === 'simple-content') visitType(type.extends ?? type.text, type.schema);
    else for (const element of elementsOf(contentIn(type.content, variant))) visitElement(element, type.schema);
  }
}

function declare<D extends Type | ElementParticle>(declared: Map<string, D>, name: string, declaration: D): void {
  const other = declared.get(name);
  if (other === undefined) declared.set(name, declaration);
  else if (identityOf(other) !== identityOf(declaration)) throw new Error(`grammar: ${name} is declared twice, differently`);
}

/** Particles are copied when their cardinality is set, types are not. */
function identityOf(declaration: Type | ElementParticle): Type {
  return declaration.kind === 'element' ? declaration.type : declaration;
}
