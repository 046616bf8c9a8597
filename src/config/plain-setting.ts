import { UnfitText } from '../xml/plain-text.js';
import { ConfigError } from './config-error.js';

/** What `read` makes of the bytes of a file that a setting names. Throws `ConfigError` with the file and the reason when they are no plain text. */
export function plainSetting<T>(setting: string, file: string, bytes: Buffer, read: (bytes: Buffer) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    throw error instanceof UnfitText ? new ConfigError(setting, `names ${file}, which ${error.reason}`) : error;
  }
}
