import { readFile } from 'node:fs/promises';
import { ConfigError } from './config-error.js';
import { NO_EXTENSIONS, readExtensions } from './uwlr/extensions.js';
import type { Extensions } from './uwlr/grammar/decoder.js';
import { learnNamesOf } from './uwlr/messages/catalogue.js';

/** The registered types of `anderresultaat` in a JSON file; none without a file. Throws `ConfigError`. */
export async function loadExtensions(file: string | undefined): Promise<Extensions> {
  if (file === undefined) return NO_EXTENSIONS;
  try {
    const extensions = readExtensions(JSON.parse(await readFile(file, 'utf8')));
    for (const type of extensions.values()) learnNamesOf(type);
    return extensions;
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError('UWLR_EXTENSIONS', error.message);
    throw new ConfigError('UWLR_EXTENSIONS', error instanceof SyntaxError ? 'is not JSON' : 'cannot be read');
  }
}
