import { isIP } from 'node:net';
import { MOUNT } from '../../api/http/mount.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { lineOfFile } from '../terminal/text-of-file.js';
import { complaintAbout } from './complaint.js';
import type { RemoteOptions } from './remote-options.js';
import { remoteRequest } from './remote-request.js';

const TOKEN = /^[A-Za-z0-9._~+/-]{1,4096}=*$/;

export type RemoteQuery = Readonly<Record<string, string | number | undefined>>;

/** A gateway elsewhere, as far as a token opens it. Errors: `CommandError`. */
export interface RemoteGateway {
  /** `path` comes after `/api/v1`. */
  get<T>(path: string, query?: RemoteQuery): Promise<T>;
  /** `body`: what is to be done, where the path does not say all of it. */
  post<T>(path: string, body?: object): Promise<T>;
}

/** Undefined when the command is about the store here. */
export async function remoteGateway({ remote, tokenFile, insecure }: RemoteOptions): Promise<RemoteGateway | undefined> {
  if (remote === undefined) {
    if (tokenFile !== undefined || insecure !== undefined) throw wrongUsage('--token-file and --insecure go with --remote');
    return undefined;
  }
  const base = baseOf(remote, insecure === true);
  const authorization = `Bearer ${await readToken(tokenFile ?? process.env['UWLR_TOKEN_FILE'])}`;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const { ok, status, body } = await remoteRequest(`${base}${path}`, { ...init, headers: { authorization, ...init.headers } });
    if (!ok) throw complaintAbout(status, body);
    return body as T;
  };
  return {
    get: (path, query = {}) => ask(`${path}${textOf(query)}`, {}),
    post: (path, body = {}) => ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
}

/** What is wrong is said without the address, which may hold a password. */
function baseOf(remote: string, insecure: boolean): string {
  const url = URL.canParse(remote) ? new URL(remote) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw wrongUsage('--remote is a URL such as https://host');
  if (url.username !== '' || url.password !== '') throw wrongUsage('--remote holds a name or a password; use --token-file');
  if (url.search !== '' || url.hash !== '') throw wrongUsage('--remote is the address of the gateway, without ? or #');
  if (url.protocol !== 'https:' && !insecure && !isLoopback(url.hostname)) {
    throw wrongUsage('the token would cross the network unencrypted: use https, or allow it with --insecure');
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '').replace(new RegExp(`${MOUNT}$`), '')}${MOUNT}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}

async function readToken(file: string | undefined): Promise<string> {
  if (file === undefined || file === '') throw wrongUsage('--remote needs a token: --token-file or UWLR_TOKEN_FILE');
  const token = await lineOfFile(file);
  if (!TOKEN.test(token)) throw couldNotRun('the token file holds no token');
  return token;
}

function textOf(query: RemoteQuery): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
