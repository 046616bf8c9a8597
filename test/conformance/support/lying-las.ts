import { once } from 'node:events';
import http, { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LasRun, runLas } from '../../../src/conformance/las/run-las.js';
import { startSimulatedLas } from '../../../src/simulator/las.js';
import { configOf } from './simulated-run.js';

export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What a liar makes of an answer. `first`: the first answer with pupil data. Undefined: it breaks the connection off. */
export type Lie = (answer: Told, question: IncomingMessage & { readonly text: string }, first: string) => Told | undefined;

/** Tests a sound administration of which somebody in between changes the answers. */
export async function runAgainstLiar(lie: Lie, ...only: readonly string[]): Promise<LasRun> {
  const las = await startSimulatedLas();
  let first = '';
  const server = createServer((question, response) => {
    const pieces: Buffer[] = [];
    question.on('data', (piece: Buffer) => pieces.push(piece));
    question.once('end', () => {
      const bytes = Buffer.concat(pieces);
      forward(las.endpoint, question, bytes).then(
        (answer) => {
          if (first === '' && answer.body.includes('leerlinggegevens_antwoord')) first = answer.body;
          const told = lie(answer, Object.assign(question, { text: bytes.toString('latin1') }), first);
          if (told === undefined) response.destroy();
          else response.writeHead(told.status, { 'content-type': told.headers['content-type'] ?? 'text/xml' }).end(told.body);
        },
        () => response.destroy(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/leerlinggegevens`;
  try {
    const { resultsUrl: _, ...config } = configOf(las);
    const asked = (ids: readonly string[]) => only.length === 0 || ids.some((id) => only.some((one) => id.startsWith(one)));
    return await runLas({ level: 'full', only: asked, config: { ...config, versions: ['2.2'], url, patienceMs: 2000 } });
  } finally {
    server.close();
    server.closeAllConnections();
    await Promise.all([once(server, 'close'), las.close()]);
  }
}

function forward(endpoint: string, { method, headers }: IncomingMessage, bytes: Buffer): Promise<Told> {
  const { host: _, connection: _c, expect: _e, 'transfer-encoding': _t, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const sending = http.request(endpoint, { method, headers: { ...kept, 'content-length': bytes.length }, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        body += piece;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sending.once('error', reject);
    sending.end(bytes);
  });
}
