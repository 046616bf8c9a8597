import { USER_AGENT } from '../../soap/user-agent.js';
import { type CommandError, couldNotRun } from '../terminal/command-error.js';

/** For the whole of an answer. */
const PATIENCE_MS = 60_000;
const JSON_TYPE = /^application\/(?:[a-z.+-]+\+)?json\s*(?:;|$)/i;
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

export interface RemoteAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** Undefined when the body of an error is no JSON. */
  readonly body: unknown;
}

/**
 * One request to a gateway elsewhere. Errors: `CommandError`, whose text says how it failed and quotes nothing that came over
 * the network. A redirect is refused: it would carry the token to another place than was given.
 */
export async function remoteRequest(url: string, init: RequestInit, patienceMs = PATIENCE_MS): Promise<RemoteAnswer> {
  const seconds = Math.ceil(patienceMs / 1000);
  const late = couldNotRun(`the gateway at --remote gave no complete answer within ${seconds} s`);
  const signal = AbortSignal.timeout(patienceMs);
  const headers = { 'user-agent': USER_AGENT, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(url, { ...init, headers, redirect: 'manual', signal }).catch((error: unknown) => {
    throw signal.aborted ? late : couldNotRun(`the gateway at --remote cannot be reached${reasonOf(error)}`);
  });
  const { ok, status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    throw couldNotRun(`the gateway at --remote redirects (status ${status}): give the address that it redirects to`);
  }
  const text = await response.text().catch(() => {
    throw signal.aborted ? late : brokenOff();
  });
  const isJson = JSON_TYPE.test(response.headers.get('content-type') ?? '');
  if (!ok) return { ok, status, body: isJson ? (parsed(text) ?? undefined) : undefined };
  if (!isJson) throw couldNotRun('the server at --remote does not answer like a gateway: its answer is not JSON');
  const body = parsed(text);
  if (body === undefined) throw brokenOff();
  if (typeof body !== 'object' || body === null) throw couldNotRun('the server at --remote does not answer like a gateway');
  return { ok, status, body };
}

function brokenOff(): CommandError {
  return couldNotRun('the answer of the gateway at --remote broke off: try again');
}

/** Undefined for a text that is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of the operating system or of TLS, between brackets. Texts of errors may quote the address. */
function reasonOf(error: unknown): string {
  const { cause, code } = error as { readonly cause?: { readonly code?: unknown }; readonly code?: unknown };
  const found = String(cause?.code ?? code);
  return SYSTEM_CODE.test(found) ? ` (${found})` : '';
}
