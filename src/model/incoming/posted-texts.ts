import type { Findings } from '../../uwlr/findings.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { FACET_RULES } from '../../uwlr/grammar/decoder.js';
import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { StandardFields } from '../standard-fields.js';

/** The version whose types texts are held against: the one that asks for the least. */
const VERSION = '2.3';

interface FieldType {
  readonly type: SimpleType;
  readonly optional: boolean;
  readonly ownRules: Readonly<Partial<Record<keyof typeof FACET_RULES, RuleId>>>;
  /** The last text that was accepted: codes and days repeat. */
  last?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads texts of posted results as the fields of the standard that they stand for: lengths, ranges and forms are those of its types.
 * Adds a finding, at a JSON pointer, for every text that is none.
 */
export class PostedTexts {
  readonly #types = new Map<string, FieldType>();

  constructor(private readonly findings: Findings) {}

  /** `path`: of the field. The text as the type leaves it; undefined for an empty one that the policy of the party leaves out. */
  read(path: string, text: string, pointer: string): string | undefined {
    const field = this.#typeAt(path);
    if (field.last === text) return text;
    const checked = field.type.check(text);
    if (typeof checked === 'string') {
      field.last = checked;
      return checked;
    }
    const own = field.ownRules[checked.failure];
    const isLeftOut = own === undefined && field.optional && text.trim() === '' && this.findings.policy === 'tolerant';
    const rule = isLeftOut ? 'UWLR-SCH-014' : (own ?? FACET_RULES[checked.failure]);
    this.findings.add(rule, { path: pointer, line: 0, column: 0 }, `expected: ${field.type.describe}`);
    return isLeftOut ? undefined : text;
  }

  /** The same of a part of the model with all that stands in it. */
  readAll<T extends object>(part: T, fields: StandardFields, pointer: string): T {
    const read = Object.entries(part).map(([name, value]) => {
      const field = fields[name];
      return [name, field === undefined ? value : this.#readOne(value, field, `${pointer}/${name}`)] as const;
    });
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as T;
  }

  #readOne(value: unknown, { path, inner }: StandardFields[string], pointer: string): unknown {
    if (inner === undefined) return this.read(path, value as string, pointer);
    if (!Array.isArray(value)) return this.readAll(value as Fields, inner, pointer);
    return value.map((item: Fields, at) => this.readAll(item, inner, `${pointer}/${at}`));
  }

  #typeAt(path: string): FieldType {
    const known = this.#types.get(path);
    if (known !== undefined) return known;
    const found = typeAt(path);
    this.#types.set(path, found);
    return found;
  }
}

function typeAt(path: string): FieldType {
  const [element = '', attribute] = path.split('/@');
  const node = compile(leerresultatenVerzoek, VERSION).byPath.get(element);
  const type = attribute === undefined ? node?.text : node?.attributes.get(attribute)?.type;
  if (node === undefined || type === undefined) throw new RangeError('not the path of a text');
  if (attribute === undefined) return { type, optional: node.optional, ownRules: node.particle.failureRules };
  return { type, optional: !node.requiredAttributes.includes(attribute), ownRules: {} };
}
