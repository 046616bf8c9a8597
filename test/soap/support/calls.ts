import { SoapClient } from '../../../src/soap/client/client.js';
import type { CallHooks, SoapReply } from '../../../src/soap/client/client-answer.js';
import { SoapClientError } from '../../../src/soap/client/client-error.js';
import type { SoapClientOptions } from '../../../src/soap/client/client-options.js';
import type { EnvelopeContents } from '../../../src/soap/envelope/envelope-reader.js';
import type { XmlHandler } from '../../../src/xml/reader.js';
import { inEnvelope } from '../../support/misbehaving-las.js';

/** Servers of tests are on this machine. */
export const HERE = ['localhost', '127.0.0.0/8', '::1'];
export const REQUEST = inEnvelope('<vraag xmlns="urn:verzonnen"/>');

/** Takes any message: keeps the names of its elements, up to a hundred, and its text. */
export class Listener implements EnvelopeContents, XmlHandler {
  readonly names: string[] = [];
  heard = '';
  readonly header = () => undefined;
  readonly body = () => this;

  open(name: { readonly local: string }): void {
    if (this.names.length < 100) this.names.push(name.local);
  }

  text(text: string): void {
    if (this.heard.length < 1000) this.heard += text;
  }

  close(): void {}
}

export interface CallOptions extends SoapClientOptions {
  readonly hooks?: CallHooks;
  readonly listener?: EnvelopeContents;
  readonly soapAction?: string;
  readonly callHeaders?: Readonly<Record<string, string>>;
}

/** One call with a client of its own. */
export async function callOnce(url: string, options: CallOptions = {}): Promise<SoapReply> {
  const { hooks = {}, listener = new Listener(), soapAction = 'HaalIets', callHeaders, ...clientOptions } = options;
  const client = new SoapClient({ allowTargets: HERE, ...clientOptions });
  try {
    return await client.call({ url, soapAction, body: REQUEST, headers: callHeaders }, listener, hooks);
  } finally {
    await client.close();
  }
}

/** The error that a call ends with. Throws when it does not. */
export async function failure(url: string, options: CallOptions = {}): Promise<SoapClientError> {
  try {
    await callOnce(url, options);
  } catch (error) {
    if (error instanceof SoapClientError) return error;
    throw error;
  }
  throw new Error('the call was answered');
}
