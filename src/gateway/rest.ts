import type { RequestHandler } from 'express';
import { caseApi } from '../api/case/case-api.js';
import { CASE_MOUNT, MOUNT, TOKEN_PATH } from '../api/http/mount.js';
import { type RestOptions, restApi } from '../api/http/rest-api.js';
import { tokenEndpoint } from '../api/oauth/token-endpoint.js';

/** What answers over REST, by the path where it is mounted. */
export type RestHandlers = Readonly<Record<typeof TOKEN_PATH | typeof MOUNT | typeof CASE_MOUNT, RequestHandler>>;

export function restHandlers(options: RestOptions): RestHandlers {
  return { [TOKEN_PATH]: tokenEndpoint(options), [MOUNT]: restApi(options), [CASE_MOUNT]: caseApi(options) };
}
