import { optional, schema } from './grammar/combinators.js';
import { date, dateTime } from './grammar/dates.js';
import type { Extensions } from './grammar/decoder.js';
import type { ComplexType, ElementParticle, PrivacyClass } from './grammar/grammar.js';
import { decimal, integer, nonNegativeInteger } from './grammar/numbers.js';
import type { SimpleType } from './grammar/simple-type.js';
import { string } from './grammar/strings.js';

/** A type of `anderresultaat` that two parties agreed on, as an operator registers it. */
export interface ExtensionDefinition {
  readonly namespace: string;
  /** Local name that messages give in `xsi:type`. */
  readonly type: string;
  readonly elements: readonly ExtensionElement[];
}

export interface ExtensionElement {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly optional?: boolean;
  /** Class of personal data; `C` (a result) unless it says otherwise. `F`, free text, is not kept. */
  readonly privacy?: PrivacyClass;
}

const TYPES = {
  string: string(undefined, 1, 256),
  integer,
  nonNegativeInteger: nonNegativeInteger(),
  decimal: decimal(),
  date,
  dateTime,
} as const satisfies Record<string, SimpleType>;

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const CLASSES: readonly string[] = ['N', 'I', 'P', 'D', 'S', 'C', 'F'];

export const NO_EXTENSIONS: Extensions = new Map();

/**
 * The registered types as the decoder takes them. `definitions` is parsed JSON: a list of `ExtensionDefinition`.
 * Throws `RangeError` that says which part is wrong.
 */
export function readExtensions(definitions: unknown): Extensions {
  if (!Array.isArray(definitions)) throw new RangeError('extensions: expected a list');
  return new Map(definitions.map((definition: unknown, at) => read(definition, `extensions[${at}]`)));
}

function read(definition: unknown, where: string): [string, ComplexType] {
  const { namespace, type, elements } = record(definition, where);
  if (typeof namespace !== 'string' || namespace === '') throw new RangeError(`${where}.namespace: expected a URI`);
  if (typeof type !== 'string' || !NAME.test(type)) throw new RangeError(`${where}.type: expected an XML name`);
  if (!Array.isArray(elements)) throw new RangeError(`${where}.elements: expected a list`);
  const own = schema({ id: type, namespace, prefix: 'ext', title: type });
  const particles = elements.map((element: unknown, at) => readElement(own, element, `${where}.elements[${at}]`));
  return [`{${namespace}}${type}`, own.complex(type, { kind: 'sequence', min: 1, particles })];
}

function readElement(own: ReturnType<typeof schema>, element: unknown, where: string): ElementParticle {
  const { name, type, optional: mayMiss, privacy = 'C' } = record(element, where);
  // `type` is where a decoded value keeps which extension it is.
  if (name === 'type') throw new RangeError(`${where}.name: type is taken`);
  // Decoded values are objects: this one name would not become a field of theirs.
  if (name === '__proto__') throw new RangeError(`${where}.name: __proto__ cannot be a name`);
  if (typeof name !== 'string' || !NAME.test(name)) throw new RangeError(`${where}.name: expected an XML name`);
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type))
    throw new RangeError(`${where}.type: expected one of ${Object.keys(TYPES).join(', ')}`);
  if (typeof privacy !== 'string' || !CLASSES.includes(privacy))
    throw new RangeError(`${where}.privacy: expected one of ${CLASSES.join(', ')}`);
  const made = own.element(name, TYPES[type as keyof typeof TYPES], 'Field of a registered result type', {
    privacy: privacy as PrivacyClass,
  });
  return mayMiss === true ? optional(made) : made;
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError(`${where}: expected an object`);
  return value as Record<string, unknown>;
}
