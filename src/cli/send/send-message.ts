import { supplied } from '../../core/supplied.js';
import { SoapClient } from '../../soap/client/client.js';
import { SoapClientError } from '../../soap/client/client-error.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import type { XmlHandler } from '../../xml/reader.js';
import { couldNotRun } from '../terminal/command-error.js';

/** What came back for a message. */
export interface SentAnswer {
  /** True: neither a fault nor an error. */
  readonly accepted: boolean;
  readonly status: number;
  /** Name of the root element of the answer. Absent: there was none, or it was a fault. */
  readonly answer?: string;
  readonly faultCode?: string;
  readonly faultText?: string;
  readonly retryAfter?: number;
  /** What a gateway like this one found; others put nothing there that we know. */
  readonly findings: readonly SentFinding[];
  readonly durationMs: number;
  readonly bytes: number;
}

export interface SentFinding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };
const FINDING = /<bevinding\s([^<>]{1,2000})>([^<]{0,2000})<\/bevinding>/g;

/** Sends one envelope, once. `keep` gets the bytes of the answer. Throws `CommandError` when no answer came, or none that is SOAP. */
export async function sendMessage(
  call: { readonly url: string; readonly soapAction: string; readonly body: string },
  options: SoapClientOptions,
  keep: (bytes: Uint8Array) => void,
): Promise<SentAnswer> {
  const began = performance.now();
  let name: string | undefined;
  const pieces: Uint8Array[] = [];
  const client = clientOf(options);
  try {
    const contents = {
      header: () => undefined,
      body: ({ local }: { readonly local: string }) => {
        name = local;
        return NOBODY;
      },
    };
    const onBytes = (bytes: Uint8Array) => {
      keep(bytes);
      pieces.push(bytes);
    };
    const { status, fault, retryAfter, decodedBytes } = await client.call(call, contents, { onBytes });
    return {
      accepted: fault === undefined && status >= 200 && status <= 299,
      status,
      ...(name === undefined || fault !== undefined ? {} : { answer: name }),
      ...(fault === undefined ? {} : { faultCode: fault.code, faultText: fault.text }),
      ...supplied({ retryAfter }),
      findings: fault === undefined ? [] : findingsIn(Buffer.concat(pieces).toString()),
      durationMs: Math.round(performance.now() - began),
      bytes: decodedBytes,
    };
  } catch (error) {
    if (error instanceof SoapClientError) throw couldNotRun(`${new URL(call.url).host}: ${error.message}`);
    throw error;
  } finally {
    await client.close();
  }
}

function clientOf(options: SoapClientOptions): SoapClient {
  try {
    return new SoapClient(options);
  } catch (error) {
    throw error instanceof SoapClientError ? couldNotRun(error.message) : error;
  }
}

function findingsIn(text: string): SentFinding[] {
  return [...text.matchAll(FINDING)].map(([, attributes = '', message = '']) => {
    const of = (...names: readonly string[]) => {
      const found = names.map((name) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]);
      return found.find((value) => value !== undefined) ?? '';
    };
    return {
      rule: of('rule', 'regel'),
      severity: of('severity', 'ernst'),
      path: of('path', 'pad'),
      line: Number(of('line', 'lijn', 'regelnummer')),
      message,
    };
  });
}
