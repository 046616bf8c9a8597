import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the project. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
