import { readFile } from 'node:fs/promises';
import { NO_EXTENSIONS, readExtensions } from '../uwlr/extensions.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import { learnNamesOf } from '../uwlr/messages/catalogue.js';
import { plainText } from '../xml/plain-text.js';
import { ConfigError } from './config-error.js';
import { plainSetting } from './plain-setting.js';

/** The registered types of `anderresultaat` in a JSON file; none without a file. Throws `ConfigError`. */
export async function loadExtensions(file: string | undefined): Promise<Extensions> {
  if (file === undefined) return NO_EXTENSIONS;
  try {
    const extensions = readExtensions(JSON.parse(plainSetting('UWLR_EXTENSIONS', file, await readFile(file), plainText)));
    for (const type of extensions.values()) learnNamesOf(type);
    return extensions;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (error instanceof RangeError) throw new ConfigError('UWLR_EXTENSIONS', error.message);
    throw new ConfigError('UWLR_EXTENSIONS', error instanceof SyntaxError ? 'is not JSON' : 'cannot be read');
  }
}
