import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

type Message = { readonly items: readonly Record<string, never>[] };
type Verified = (secret: string, headers: IncomingMessage['headers'], body: string) => Message | undefined;

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server on a free port that reads each request to its end, and then answers. `tls`: over https. */
export async function startServer(answer: Answer, tls?: Pick<ServerOptions, 'cert' | 'key'>): Promise<RunningServer> {
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => answer(request, response, Buffer.concat(pieces).toString('utf8')));
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http${tls === undefined ? '' : 's'}://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Code of `verified` in docs/delivery.md, as an integrator copies it. */
async function documented(): Promise<Verified> {
  const page = readFileSync(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');
  const code = page.split(/^```(?:js)?$/m).find((block) => block.includes('export function verified')) ?? '';
  return ((await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { readonly verified: Verified }).verified;
}

/** A receiver that shares nothing with ours: the signature as the documentation has it, and maps of what it holds. */
export async function startPlainReceiver(secret: string): Promise<RunningServer & { readonly ledgerUrl: string }> {
  const verified = await documented();
  const known = new Set<string>();
  const held = new Map<string, { id: string; revision: number; goals: string[] }>();
  const signals = new Map<string, { id: string; revision: number; status: string }>();
  const gone = new Map<string, number>();
  const goals = (links: readonly { readonly goal?: string }[]) => links.flatMap(({ goal }) => goal ?? []);

  // biome-ignore lint/suspicious/noExplicitAny: as somebody would write it who has only the documentation
  function work({ kind, result, withdrawn, tagged, signal }: any): void {
    if (kind === 'result' && result.revision > Math.max(held.get(result.id)?.revision ?? 0, gone.get(result.id) ?? 0))
      held.set(result.id, { id: result.id, revision: result.revision, goals: goals(result.goalLinks) });
    if (kind === 'withdrawal') {
      gone.set(withdrawn.result, withdrawn.revision);
      if ((held.get(withdrawn.result)?.revision ?? 0) <= withdrawn.revision) held.delete(withdrawn.result);
      if ((signals.get(withdrawn.result)?.revision ?? 0) <= withdrawn.revision) signals.delete(withdrawn.result);
    }
    const retagged = kind === 'result.tagged' ? held.get(tagged.result) : undefined;
    if (retagged !== undefined) retagged.goals = goals(tagged.goalLinks);
    if (/^signal\./.test(kind) && signal.revision > (signals.get(signal.id)?.revision ?? 0))
      signals.set(signal.id, { id: signal.id, revision: signal.revision, status: signal.status });
  }

  const server = await startServer((request, response, body) => {
    if (request.method === 'GET') return response.end(JSON.stringify({ results: [...held.values()], signals: [...signals.values()] }));
    let message: Message | undefined;
    try {
      message = verified(secret, request.headers, body);
    } catch {
      return response.writeHead(400).end();
    }
    if (message === undefined) return response.writeHead(401).end();
    const id = String(request.headers['webhook-id']);
    if (!known.has(id)) for (const item of message.items) work(item);
    known.add(id);
    return response.writeHead(202).end();
  });
  return { ...server, ledgerUrl: `${server.url}ledger` };
}
