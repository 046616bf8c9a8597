import { wrongUsage } from '../../terminal/command-error.js';
import { lineOfFile } from '../../terminal/text-of-file.js';

/** As Standard Webhooks writes a secret: base64 of 24 to 64 bytes. */
const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** The secret in a file, `-` for standard input; undefined without one. Throws `CommandError`, which says nothing of it. */
export async function givenSecret(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const secret = await lineOfFile(file);
  const bytes = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64').length;
  if (bytes < LEAST_BYTES || bytes > MOST_BYTES)
    throw wrongUsage(`--webhook-secret-file: expected whsec_ and ${LEAST_BYTES} to ${MOST_BYTES} bytes in base64`);
  return secret;
}
