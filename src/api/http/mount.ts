/** Where the REST side lives. A fixed name: clients have it written down. */
export const MOUNT = '/api/v1';

/** Where clients get their access tokens. A fixed name too. */
export const TOKEN_PATH = '/oauth2/token';

/** Where consumers of CASE look. A fixed name of the standard. */
export const CASE_MOUNT = '/ims/case/v1p1';

/** Where clients find it: a URL when it is known how the gateway is reached, else a path on the host that they used. */
export function apiBase(publicUrl: string | undefined): string {
  return `${publicUrl ?? ''}${MOUNT}`;
}
