import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { plainText, UnfitText } from '../xml/plain-text.js';
import { ConfigError } from './config-error.js';
import { Secret } from './secret.js';
import { type Parse, text, Unfit } from './setting.js';
import { refuseUnknownNames } from './unknown-settings.js';

export type Values = Readonly<Record<string, unknown>>;
export type Source = 'flag' | 'environment' | 'file';

/** What a settings file holds. Paths in it are relative to the directory that it is in. */
export interface SettingsFile {
  readonly name: string;
  readonly values: Values;
  readonly directory: string;
}

export const NO_FILE: SettingsFile = { name: '', values: {}, directory: '.' };
const CLOSEST_FIRST: readonly Source[] = ['flag', 'environment', 'file'];

export function isCloser(one: Source | undefined, other: Source | undefined): boolean {
  return one !== undefined && (other === undefined || CLOSEST_FIRST.indexOf(one) < CLOSEST_FIRST.indexOf(other));
}

/** `maxMessageBytes` as a flag. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Reads one JSON object. Throws `ConfigError` when it cannot, or when it has a name that is not among `names`. */
export function readSettingsFile(file: string, names: readonly string[]): SettingsFile {
  const setting = `the settings file ${path.basename(file)}`;
  let content: unknown;
  try {
    content = JSON.parse(plainText(readFileSync(file)));
  } catch (error) {
    if (error instanceof UnfitText) throw new ConfigError(setting, `${error.reason} (${path.resolve(file)})`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw new ConfigError(setting, `is not JSON (${path.resolve(file)})`);
    throw new ConfigError(setting, `cannot be read (${path.resolve(file)}: ${code})`, true);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new ConfigError(setting, 'must hold one JSON object');
  refuseUnknownNames(Object.keys(content), names, `in ${setting}`);
  return { name: path.basename(file), values: content as Values, directory: path.dirname(path.resolve(file)) };
}

/** Settings from flags, environment and file, in that order. `names` maps each to its name in the environment. */
export class Settings<Name extends string> {
  constructor(
    private readonly names: Readonly<Record<Name, string>>,
    private readonly flags: Values,
    private readonly env: Values,
    private readonly file: SettingsFile,
  ) {}

  get<T>(name: Name, parse: Parse<T>): T | undefined {
    const value = this.#raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw new ConfigError(this.given(name), 'must be a text or a number');
    try {
      return parse(value);
    } catch (error) {
      if (error instanceof Unfit) throw new ConfigError(this.given(name), error.message);
      throw error;
    }
  }

  secret(name: Name, parse: Parse<string>): Secret | undefined {
    const value = this.get(name, parse);
    return value === undefined ? undefined : new Secret(value);
  }

  /** An absolute path. */
  path(name: Name, mustExist = false): string | undefined {
    const value = this.get(name, text);
    if (value === undefined) return undefined;
    const full = path.resolve(this.source(name) === 'file' ? this.file.directory : '.', value);
    if (mustExist && !existsSync(full)) throw new ConfigError(this.given(name), 'names a file that is not there', true);
    return full;
  }

  /** A setting as whoever gave it wrote it: `--port`, `UWLR_PORT`, or `port in uwlr.json`; as in the environment when nobody did. */
  given(name: Name): string {
    const source = this.source(name);
    if (source === 'flag') return flagOf(name);
    return source === 'file' ? `${name} in ${this.file.name}` : this.names[name];
  }

  /** Where a setting comes from; undefined when it is not given. */
  source(name: Name): Source | undefined {
    return CLOSEST_FIRST.find((source) => {
      const value = this.#from(source, name);
      return value !== undefined && value !== '';
    });
  }

  #raw(name: Name): unknown {
    const source = this.source(name);
    return source === undefined ? undefined : this.#from(source, name);
  }

  #from(source: Source, name: Name): unknown {
    if (source === 'flag') return this.flags[name];
    return source === 'environment' ? this.env[this.names[name]] : this.file.values[name];
  }
}
