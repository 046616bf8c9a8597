import { codeOf } from '../soap/endpoint/body.js';
import type { EnvelopeFault } from '../soap/envelope/envelope.js';
import { isPassing, StoreError } from '../store/store-error.js';
import type { RuleId } from '../uwlr/rules.js';
import type { XmlErrorCode } from '../xml/xml-error.js';

/** The rule that text which cannot be read as XML breaks. */
export const XML_RULES: Readonly<Record<XmlErrorCode, RuleId>> = {
  'not-well-formed': 'UWLR-XML-001',
  doctype: 'UWLR-XML-002',
  limit: 'UWLR-XML-003',
  encoding: 'UWLR-XML-004',
  gzip: 'UWLR-XML-005',
  multipart: 'UWLR-XML-006',
};

/** The rule that an envelope with this problem breaks. */
export const ENVELOPE_RULES: Readonly<Record<EnvelopeFault, RuleId>> = {
  version: 'UWLR-SOAP-001',
  'must-understand': 'UWLR-SOAP-002',
  body: 'UWLR-SOAP-003',
  'unknown-message': 'UWLR-SOAP-004',
  structure: 'UWLR-SOAP-005',
};

/** What a message is told that something went wrong with here. */
export function ruleFor(error: unknown): RuleId {
  // Whoever destroys a key pauses its school for good: a message that was in work meanwhile gets what the next one gets.
  if (error instanceof StoreError && error.code === 'destroyed') return 'UWLR-EX-013';
  // The secret was replaced: what there was is whole, and counts again once the gateway is started with the new one.
  if (error instanceof StoreError && error.code === 'secret') return 'UWLR-EX-020';
  return isPassing(error) ? 'UWLR-EX-005' : 'UWLR-EX-006';
}

/** The sender closed the connection, or was cut off because it took too long. */
export function isGone(error: unknown): boolean {
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ETIMEDOUT'].includes(codeOf(error));
}
