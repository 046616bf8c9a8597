import { SOAP_11 } from '../../reader/soap-answer.js';
import { escaped } from '../../reader/write-node.js';
import { readXml, type XmlNode } from '../../reader/xml-node.js';
import { data } from './replies.js';
import type { Reply, StepContext } from './step.js';

/** The same data under other prefixes, as some administrations write them. */
export function otherPrefixes(context: StepContext): Reply {
  const reply = data(context);
  const [payload] = readXml(reply.body).children.flatMap(({ children }) => children);
  if (payload === undefined) return reply;
  const body = `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP_11}" xmlns:le="${payload.namespace}"><SOAP-ENV:Header/><SOAP-ENV:Body>${prefixed(payload)}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
  return { ...reply, body: `<?xml version="1.0" encoding="utf-8"?>${body}` };
}

function prefixed({ local, attributes, content }: XmlNode): string {
  const written = attributes.map((one) => ` ${one.local}="${escaped(one.value)}"`).join('');
  return `<le:${local}${written}>${content.map((item) => (typeof item === 'string' ? escaped(item) : prefixed(item))).join('')}</le:${local}>`;
}

/** The same data with what known administrations do beside the schema: an empty voorvoegsel, and an element that the standard does not have. */
export function astray(context: StepContext): Reply {
  const reply = data(context);
  const body = reply.body
    .replace(/<\/achternaam>(?!<voorvoegsel>)/g, '</achternaam><voorvoegsel></voorvoegsel>')
    .replaceAll('</leerling>', '<zorgniveau>verzonnen</zorgniveau></leerling>');
  return { ...reply, body };
}
