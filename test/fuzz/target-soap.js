import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { FAULT_CODES } from '../../dist/uwlr/fault-code.js';
import {
  leerkrachtenVerzoek,
  leerlingenVerzoek,
  leerlinggegevensVerzoek,
  structuurVerzoek,
} from '../../dist/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../dist/uwlr/messages/leerresultaten.js';
import { leerlinggegevensVerzoek1 } from '../../dist/uwlr/messages/v1/leerlinggegevens.js';
import { leerresultatenVerzoek1 } from '../../dist/uwlr/messages/v1/leerresultaten.js';
import { XmlReader } from '../../dist/xml/reader.js';
import { documents, TOKENS } from './documents.js';
import { runningGateway, SCHOOL, SENDER } from './running-gateway.js';

const CODES = new Set([...FAULT_CODES, 'VersionMismatch', 'MustUnderstand']);
/** What is our own fault, or only passes when one waits: no input may cause either. */
const NEVER = new Set(['Server.InterneFout', 'Server.TijdelijkNietBeschikbaar']);
const REQUESTS = [
  leerresultatenVerzoek,
  leerlinggegevensVerzoek,
  structuurVerzoek,
  leerlingenVerzoek,
  leerkrachtenVerzoek,
  leerresultatenVerzoek1,
  leerlinggegevensVerzoek1,
];
const ENCODINGS = ['utf-8', 'utf-8', 'utf-8', 'UTF-16', 'iso-8859-1', 'utf-7', 'x'];

/** Envelopes over HTTP, to both services of a whole gateway: each gets an answer or one of the standard's faults, in XML. */
export async function soapTarget(seed) {
  const { gateway, errors, stop } = await runningGateway(['results:read']);
  return {
    name: 'soap',
    seeds: documents(seed, REQUESTS).map(enveloped),
    tokens: [...TOKENS, SENDER.klantcode, SENDER.autorisatiesleutel, `<brincode>${SCHOOL}</brincode>`],
    stop,
    async run(bytes, variant) {
      const service = variant & 1 ? 'leerresultaten' : 'leerlinggegevens';
      const zipped = (variant >> 1) % 8 === 0;
      const charset = ENCODINGS[(variant >> 4) % ENCODINGS.length];
      const response = await fetch(`${gateway.url}/soap/${service}`, {
        method: 'POST',
        headers: { 'Content-Type': `text/xml; charset=${charset}`, ...(zipped ? { 'Content-Encoding': 'gzip' } : {}) },
        body: zipped ? gzipSync(bytes) : bytes,
      });
      const text = await response.text();
      const code = /<faultcode>[^:<]*:?([^<]*)<\/faultcode>/.exec(text)?.[1];
      assert.equal(response.status, code === undefined ? 200 : 500);
      assert(code === undefined || (CODES.has(code) && !NEVER.has(code)), `fault ${code}`);
      readThrough(text);
      assert.deepEqual(errors(), [], 'nothing unexpected in the log');
    },
  };
}

/** In an envelope of a vendor that is let in; the school that the message names is ours half of the time. */
function enveloped(document, at) {
  const text = document.toString().replace(/^<\?xml.*?\?>/, '');
  const base = `http://www.edustandaard.nl/leerresultaten/${/leerresultaten\/1\//.test(text) ? 1 : 2}/autorisatie`;
  const { klantcode, klantnaam, autorisatiesleutel } = SENDER;
  const header = `<autorisatie xmlns="${base}"><autorisatiesleutel>${autorisatiesleutel}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
  const ours =
    at % 2 === 0 ? text.replace(/(<(?:\w+:)?brincode>)[^<]*/, `$1${SCHOOL}`).replace(/<(?:\w+:)?dependancecode>.*?<\/[^>]*>/, '') : text;
  return Buffer.from(
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>${header}</e:Header><e:Body>${ours}</e:Body></e:Envelope>`,
  );
}

/** Throws unless it is well-formed XML with namespaces. */
function readThrough(text) {
  const reader = new XmlReader({ open() {}, text() {}, close() {} });
  reader.write(text);
  reader.end();
}
