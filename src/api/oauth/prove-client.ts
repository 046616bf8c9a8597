import { inForce } from '../../directory/authorise.js';
import type { ClientKey, Directory } from '../../directory/directory.js';
import { type Keyring, sameText } from '../../privacy/keys/keyring.js';
import { type AssertionPlace, keyOfAssertion } from './client-assertion.js';
import { invalidClient, OAuthError } from './oauth-error.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const BASIC = /^Basic +([A-Za-z0-9+/]+=*)$/i;

interface Shown {
  readonly client: string;
  readonly secret: string;
}

/**
 * The key that a client proves itself with, in one of three ways (RFC 6749, 2.3.1; RFC 7523, 2.2): client_secret_basic,
 * client_secret_post, private_key_jwt. Throws `invalid_request` for two ways at once, `invalid_client` when it proves nothing.
 */
export async function proveClient(
  authorization: string | undefined,
  form: ReadonlyMap<string, string>,
  keyring: Keyring,
  place: AssertionPlace,
): Promise<ClientKey> {
  const assertion = form.get('client_assertion');
  const ways = [authorization, form.get('client_secret'), assertion].filter((way) => way !== undefined);
  if (ways.length > 1) throw new OAuthError('invalid_request');
  const key =
    assertion === undefined
      ? keyOfSecret(shownSecret(authorization, form), keyring, place.directory, place.now.toISOString())
      : await keyOfSigned(assertion, form, place);
  const named = form.get('client_id');
  if (key === undefined || (named !== undefined && named !== key.party)) throw invalidClient();
  return key;
}

function keyOfSigned(assertion: string, form: ReadonlyMap<string, string>, place: AssertionPlace): Promise<ClientKey | undefined> {
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) throw new OAuthError('invalid_request');
  return keyOfAssertion(assertion, place);
}

function keyOfSecret(shown: Shown | undefined, keyring: Keyring, { clientKeys }: Directory, at: string): ClientKey | undefined {
  if (shown === undefined) return undefined;
  const hash = keyring.hashClientSecret(shown.secret);
  let found: ClientKey | undefined;
  // Every secret of the client is compared, so that the time taken says nothing about which one came near.
  for (const key of clientKeys.by('party', shown.client)) {
    const same = sameText(key.value, hash);
    if (same && key.kind === 'secret' && inForce(key, at)) found = key;
  }
  return found;
}

function shownSecret(authorization: string | undefined, form: ReadonlyMap<string, string>): Shown | undefined {
  if (authorization === undefined) {
    const [client, secret] = [form.get('client_id'), form.get('client_secret')];
    return client === undefined || secret === undefined ? undefined : { client, secret };
  }
  const encoded = BASIC.exec(authorization.trim())?.[1];
  const [client, ...secret] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':');
  return client === undefined || secret.length === 0 ? undefined : { client: decoded(client), secret: decoded(secret.join(':')) };
}

/** RFC 6749 has name and secret encoded as in a form, before they are put into Basic. What is no such encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
