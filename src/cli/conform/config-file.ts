import path from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { meant } from '../../config/unknown-settings.js';
import { httpUrl } from '../terminal/arguments.js';
import { couldNotRun } from '../terminal/command-error.js';
import { textOfFile } from '../terminal/text-of-file.js';

/** The address, for commands that have one, stands in the file as this. */
export const ADDRESS = 'url';
const MOST = 1024 * 1024;

/**
 * Fills in the flags that were not given from a JSON file, whose names are those of the flags without dashes. Each value goes through
 * the check of its flag, and names of files are relative to where the file is. Gives the address, when there is one in it. Throws `CommandError`: no file, no JSON, an unknown name, a wrong value.
 */
export async function applyConfigFile(command: Command, file: string): Promise<string | undefined> {
  const values = checked(file, parsed(file, await textOfFile(file, MOST)), command.options);
  for (const [name, value] of Object.entries(values)) {
    const option = command.options.find((one) => one.attributeName() === name && !one.negate);
    if (option === undefined || command.getOptionValueSource(name) === 'cli') continue;
    command.setOptionValueWithSource(name, withParser(file, name, parserOf(file, option), value), 'config');
  }
  return withParser(file, ADDRESS, httpUrl, values[ADDRESS]) as string | undefined;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw couldNotRun(`${file}: is not JSON`);
  }
}

type Values = Readonly<Record<string, unknown>>;

function checked(file: string, content: unknown, options: readonly Option[]): Values {
  const named = options.filter((option) => !NEVER.has(option.attributeName()));
  const properties = Object.fromEntries(named.map((option) => [option.attributeName(), shapeOf(option)]));
  const schema = { type: 'object', additionalProperties: false, properties: { [ADDRESS]: { type: 'string' }, ...properties } };
  const validate = new Ajv2020({ allowUnionTypes: true }).compile<Values>(schema);
  if (validate(content)) return content;
  throw couldNotRun(`${file}: ${complaint(validate.errors?.[0], Object.keys(schema.properties))}`);
}

/** They choose the file, or are asked of a single run. */
const NEVER: ReadonlySet<string> = new Set(['config', 'json']);

function shapeOf(option: Option): object {
  if (!option.required && !option.optional) return { type: 'boolean' };
  return { type: ['string', 'number', 'array'], items: { type: ['string', 'number'] } };
}

function complaint(error: ErrorObject | undefined, names: readonly string[]): string {
  const { keyword, instancePath = '', params = {} } = error ?? {};
  const name = instancePath.slice(1);
  if (keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty']);
    const guess = meant(unknown, names);
    return `has a name that this command does not know${/^[\w-]{1,40}$/.test(unknown) ? `, '${unknown}'` : ''}${guess === undefined ? '' : `; did you mean '${guess}'?`}`;
  }
  if (name === '') return 'must hold one JSON object';
  return `${name}: expected ${[params['type']].flat().join(' or ')}`;
}

/** Names of files and directories are relative to where the config file is. */
function parserOf(file: string, { flags, parseArg }: Option): unknown {
  if (!/<(?:file|dir)>/.test(flags)) return parseArg;
  return (name: string) => (name === '-' ? name : path.resolve(path.dirname(file), name));
}

/** What the flag would have made of it. */
function withParser(file: string, name: string, parser: unknown, value: unknown): unknown {
  if (value === undefined || typeof value === 'boolean' || parser === undefined) return value;
  const parse = parser as (text: string, before: unknown) => unknown;
  try {
    if (!Array.isArray(value)) return parse(String(value), undefined);
    return value.reduce<unknown>((before, one) => parse(String(one), before), undefined);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw couldNotRun(`${file}: ${name}: ${error.message}`);
    throw error;
  }
}
