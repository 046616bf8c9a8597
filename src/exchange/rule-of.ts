import type { EnvelopeFault } from '../soap/envelope.js';
import type { RuleId } from '../uwlr/rules.js';
import type { XmlErrorCode } from '../xml/xml-error.js';

/** The rule that text which cannot be read as XML breaks. */
export const XML_RULES: Readonly<Record<XmlErrorCode, RuleId>> = {
  'not-well-formed': 'UWLR-XML-001',
  doctype: 'UWLR-XML-002',
  limit: 'UWLR-XML-003',
  encoding: 'UWLR-XML-004',
  gzip: 'UWLR-XML-005',
};

/** The rule that an envelope with this problem breaks. */
export const ENVELOPE_RULES: Readonly<Record<EnvelopeFault, RuleId>> = {
  version: 'UWLR-SOAP-001',
  'must-understand': 'UWLR-SOAP-002',
  body: 'UWLR-SOAP-003',
  'unknown-message': 'UWLR-SOAP-004',
  structure: 'UWLR-SOAP-005',
};
