import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { type SoapService, soapMessages } from './endpoint.js';
import { wantsNothing } from './entity-tag.js';
import { type Located, LocatedDocument, SOMEWHERE } from './located-document.js';
import { sendBytes } from './send-bytes.js';

/**
 * SOAP 1.1 over HTTP (section 6) for one service: POST takes messages whatever their SOAPAction, GET `?wsdl` (or `?singleWsdl`), `?wsdl=exact`
 * and `?xsd=NAME` give the files.
 */
export function soapEndpoint(service: SoapService, publicUrl: string | undefined): Router {
  const router = express.Router();
  router.post('/', soapMessages(service));
  router.get('/', files(service, publicUrl));
  router.all('/', (_request, response) => {
    response.status(405).set('Allow', 'GET, POST').type('text/plain').send('Only GET ?wsdl and POST are answered here.\n');
  });
  return router;
}

function files(service: SoapService, publicUrl: string | undefined): RequestHandler {
  const documents = new Documents(service);
  return async (request, response) => {
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    const keys = new Map([...query].map(([key, value]) => [key.toLowerCase(), value]));
    const location = `${publicUrl ?? originOf(request)}${request.baseUrl}`;
    const xsd = keys.get('xsd');
    // `singleWsdl` is what .NET asks for when it wants one file.
    const wsdl = keys.get('wsdl') ?? keys.get('singlewsdl');
    if (xsd !== undefined) sendFile(request, response, (await documents.schemaFile(xsd))?.at(location));
    else if (wsdl !== undefined)
      sendFile(request, response, (await documents.wsdl(wsdl.toLowerCase() === 'exact' ? 'exact' : 'inline')).at(location));
    else response.status(404).type('text/plain').send('A SOAP endpoint: GET ?wsdl for its description, POST a message.\n');
  };
}

/** The descriptions of a service, each made when it is first asked for. Names that no file has leave nothing. */
class Documents {
  readonly #made = new Map<string, Promise<LocatedDocument>>();

  constructor(private readonly service: SoapService) {}

  wsdl(kind: 'inline' | 'exact'): Promise<LocatedDocument> {
    return this.#made.get(kind) ?? this.#keep(kind, Promise.resolve(this.service.wsdl(kind, SOMEWHERE)));
  }

  async schemaFile(name: string): Promise<LocatedDocument | undefined> {
    const known = this.#made.get(`xsd ${name}`);
    if (known !== undefined) return known;
    const text = await this.service.schemaFile(name, SOMEWHERE);
    return text === undefined ? undefined : this.#keep(`xsd ${name}`, Promise.resolve(text));
  }

  async #keep(key: string, text: Promise<string>): Promise<LocatedDocument> {
    const made = text.then((written) => new LocatedDocument(written));
    this.#made.set(key, made);
    // The next who asks tries again.
    made.catch(() => this.#made.delete(key));
    return made;
  }
}

function sendFile(request: Request, response: Response, file: Located | undefined): void {
  if (file === undefined) {
    response.status(404).type('text/plain').send('No such file.\n');
    return;
  }
  response.setHeader('ETag', file.etag);
  // It may be kept, and is to be asked for again with the ETag.
  response.setHeader('Cache-Control', 'no-cache');
  if (wantsNothing(request, file.etag)) {
    response.status(304).end();
    return;
  }
  response.status(200).setHeader('Content-Type', 'text/xml; charset=utf-8');
  sendBytes(response, ...file.pieces);
}

/** Where the caller reached us. A Host header that is no host name is not repeated. */
function originOf(request: Request): string {
  const host = request.headers.host ?? '';
  const { localAddress = 'localhost', localPort = 80 } = request.socket;
  const usable = /^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/.test(host);
  return `${request.protocol}://${usable ? host : `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`}`;
}
