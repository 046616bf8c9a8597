import type { SoapFault } from '../soap/envelope/fault.js';
import type { FaultCode } from '../uwlr/fault-code.js';
import type { Finding } from '../uwlr/finding.js';
import { ruleOf } from '../uwlr/rules.js';
import { dutchHint } from './dutch-hint.js';

/** How many findings go into a fault. The exchange record holds more. */
const SHOWN = 25;

/**
 * Which fault a message with these findings gets. The order of checks is that of the standard (spec, section e): envelope,
 * header, supplier, version, schema, key and school, order of messages, vocabulary, the rest.
 */
const PRECEDENCE: readonly ((finding: Finding) => boolean)[] = [
  ({ rule }) => rule.startsWith('UWLR-SOAP-') || rule.startsWith('UWLR-XML-'),
  ({ rule, path }) => rule.startsWith('UWLR-AUT-') || (path.startsWith('/autorisatie') && ruleOf(rule).level === 'schema'),
  ({ rule }) => rule === 'UWLR-EX-001',
  ({ rule }) => rule === 'UWLR-EX-003',
  ({ rule }) => ruleOf(rule).level === 'schema',
  ({ rule }) => rule === 'UWLR-EX-002',
  ({ rule }) => rule === 'UWLR-EX-004' || rule === 'UWLR-LR-020',
  ({ rule }) => ruleOf(rule).fault === 'Client.VocabulaireTermOngeldig',
  () => true,
];

/** The error that decides the fault; undefined when there is none. */
export function decisive(findings: readonly Finding[]): Finding | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  for (const isFirst of PRECEDENCE) {
    const found = errors.find(isFirst);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The fault code that goes with a finding. Whatever is wrong in the header is a matter of authorisation. */
export function faultCodeOf({ rule, path }: Finding): FaultCode {
  return path.startsWith('/autorisatie') && ruleOf(rule).level !== 'exchange' ? 'Client.AutorisatieOngeldig' : ruleOf(rule).fault;
}

/** The fault for a refused message: a clear Dutch sentence, and the findings with rule, path and line. */
export function faultFor(first: Finding, findings: readonly Finding[], count: number, exchange: string): SoapFault {
  const told = findings.filter(({ rule }) => !ruleOf(rule).withheld);
  const others = count - (findings.length - told.length) - 1;
  const where = [
    ...(first.path === '' ? [] : [first.path]),
    ...(first.line > 0 ? [`regel ${first.line}, kolom ${first.column}`] : []),
  ].join(', ');
  // Many stacks show nothing but this text: what cannot be read at all has no path to look it up by.
  const why = first.rule.startsWith('UWLR-XML-') && first.hint !== undefined ? dutchHint(first.hint) : '';
  const said = [why, where].filter((part) => part !== '').join('; ');
  const place = said === '' ? '' : ` (${said})`;
  const more = others > 0 ? ` Er ${others === 1 ? 'is nog 1 bevinding' : `zijn nog ${others} bevindingen`}.` : '';
  const text = `${ruleOf(first.rule).nl}${place}.${more} Uitwisseling ${exchange}.`;
  const items = [first, ...told.filter((finding) => finding !== first)].slice(0, SHOWN).map(inDutch);
  return { code: faultCodeOf(first), text, exchange, items };
}

/** As callers read it. Records, commands and REST are in English. */
function inDutch({ rule, hint, ...finding }: Finding): Finding {
  return { ...finding, rule, message: ruleOf(rule).nl, ...(hint === undefined ? {} : { hint: dutchHint(hint) }) };
}
