import { SOAP_11 } from '../reader/soap-answer.js';
import { attributeOf, child, childrenOf, type XmlNode } from '../reader/xml-node.js';
import { type CheckedRules, Checks } from './checks.js';
import type { FileMessage } from './read-message.js';

const PARTS = ['Header', 'Body'];

/** The envelope of a message: SOAP 1.1, sections 4.1 to 4.3, with one message in its Body. Of a bare message that is one of the standard nothing is looked at. */
export function checkEnvelope({ envelope, kind, header, message: bare }: FileMessage): CheckedRules {
  if (envelope === undefined) {
    const checks = new Checks(bare);
    if (kind === 'unknown' && bare !== undefined) checks.hold('UWLR-SOAP-004', false, bare);
    return checks.rules;
  }
  const checks = new Checks(envelope);
  if (!checks.hold('UWLR-SOAP-001', envelope.namespace === SOAP_11, envelope)) return checks.rules;
  const body = child(envelope, 'Body');
  checks.hold('UWLR-SOAP-003', body?.children.length === 1, body ?? envelope);
  checks.hold('UWLR-SOAP-005', isInOrder(envelope), envelope);
  const [message] = body?.children ?? [];
  if (message !== undefined) checks.hold('UWLR-SOAP-004', kind !== 'unknown', message);
  const blocks = child(envelope, 'Header')?.children ?? [];
  for (const block of blocks) checks.hold('UWLR-SOAP-002', block.local === 'autorisatie' || !isDemanded(block), block);
  if (kind === 'question' || kind === 'results') checkAutorisatie(envelope, header, checks);
  return checks.rules;
}

/** Header, if there is one, then Body; others may follow in namespaces of their own. No text between. */
function isInOrder(envelope: XmlNode): boolean {
  const names = envelope.children.map(({ local, namespace }) => (namespace === SOAP_11 ? local : namespace === '' ? '' : '*'));
  const start = names[0] === 'Header' ? PARTS : ['Body'];
  const rest = names.slice(start.length);
  return start.every((name, at) => names[at] === name) && rest.every((name) => name === '*') && hasNoText(envelope);
}

function hasNoText(envelope: XmlNode): boolean {
  return [envelope, ...childrenOf(envelope, 'Header'), ...childrenOf(envelope, 'Body')].every(({ text }) => text.trim() === '');
}

/** Whoever reads it has to understand it, and no other receiver was meant. */
function isDemanded(block: XmlNode): boolean {
  return attributeOf(block, 'mustUnderstand')?.trim() === '1' && attributeOf(block, 'actor') === undefined;
}

/** Whoever asks or delivers says who that is. */
function checkAutorisatie(envelope: XmlNode, header: XmlNode | undefined, checks: Checks): void {
  const holder = child(envelope, 'Header');
  if (!checks.hold('UWLR-AUT-001', header !== undefined, holder ?? envelope) || header === undefined) return;
  checks.hold('UWLR-AUT-002', childrenOf(holder, 'autorisatie').length === 1, header);
  checks.hold('UWLR-AUT-003', header.namespace !== '' && header.children.every(({ namespace }) => namespace !== ''), header);
}
