import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything that a data directory holds but the secret, as text that can be searched. */
export async function contentsOf(data: string): Promise<string> {
  const files = await readdir(data);
  const texts = await Promise.all(files.filter((file) => file !== 'secret').map((file) => readFile(path.join(data, file), 'latin1')));
  return texts.join('\n');
}
