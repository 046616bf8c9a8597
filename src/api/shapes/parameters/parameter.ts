import { isOneLine } from '../../../model/plain-name.js';

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A parameter: how its text is read, and what the OpenAPI document says of it. Both come from one description, so that
 * they cannot differ.
 */
export interface Parameter<T> {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
  /** Completes "must be ...". */
  readonly expected: string;
  /** Gives undefined when the text is not a value of this parameter. */
  read(text: string): T | undefined;
}

/** A parameter that has a value when it is not given. */
export interface PresetParameter<T> extends Parameter<T> {
  readonly preset: T;
}

/** A parameter that has to be given. */
export interface NeededParameter<T> extends Parameter<T> {
  readonly needed: true;
}

/** A code of up to `most` characters that stands for itself. */
export function code(description: string, example: string, most = 256): Parameter<string> {
  return {
    description,
    example,
    schema: { type: 'string', minLength: 1, maxLength: most },
    expected: `a text of 1 to ${most} characters`,
    read: (text) => (text.length >= 1 && [...text].length <= most && isOneLine(text) ? text : undefined),
  };
}

export function wholeNumber(description: string, least: number, most: number, preset: number): PresetParameter<number> {
  return {
    description,
    preset,
    schema: { type: 'integer', minimum: least, maximum: most, default: preset },
    expected: `a whole number from ${least} to ${most}`,
    read: (text) => {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

export function oneOf<T extends string>(description: string, values: readonly T[]): Parameter<T> {
  return {
    description,
    schema: { type: 'string', enum: values },
    expected: `one of ${values.join(', ')}`,
    read: (text) => values.find((value) => value === text),
  };
}

/** Off when it is not given. */
export function flag(description: string): PresetParameter<boolean> {
  return {
    description,
    preset: false,
    schema: { type: 'boolean', default: false },
    expected: 'true or false',
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  };
}

/** One or more words out of a list, with commas between them. */
export function someOf<T extends string>(description: string, values: readonly T[]): Parameter<readonly T[]> {
  return {
    description: `${description} Separate several with commas.`,
    example: values.slice(0, 2).join(','),
    schema: { type: 'string', pattern: `^(?:${values.join('|')})(?:,(?:${values.join('|')}))*$` },
    expected: `one or more of ${values.join(', ')}, with commas between them`,
    read: (text) => {
      const words = [...new Set(text.split(','))];
      const found = words.flatMap((word) => values.filter((value) => value === word));
      return found.length === words.length ? found : undefined;
    },
  };
}

/** Text of letters that URLs leave alone, made by the gateway itself. */
export function opaque(description: string): Parameter<string> {
  const pattern = '^[A-Za-z0-9_-]{1,200}$';
  return {
    description,
    schema: { type: 'string', pattern },
    expected: 'the `next` of an earlier page of this list',
    read: (text) => (new RegExp(pattern).test(text) ? text : undefined),
  };
}
