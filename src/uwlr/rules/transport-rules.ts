import { rulesOf } from './define.js';

const rule = rulesOf('transport');

/** Bytes, XML, SOAP envelope and the authorisation header. */
export const TRANSPORT_RULES = {
  'UWLR-XML-001': rule('The XML is not well-formed', 'De XML is niet welgevormd'),
  'UWLR-XML-002': rule('A document type declaration is not allowed', 'Een documenttypedeclaratie (DOCTYPE) is niet toegestaan'),
  'UWLR-XML-003': rule(
    'The message exceeds a limit of this gateway, such as its size, its depth or the length of a text',
    'Het bericht gaat over een grens, bijvoorbeeld voor de omvang, de diepte of de lengte van een tekst',
  ),
  'UWLR-XML-004': rule(
    'The character encoding is not supported, or the bytes do not match it',
    'De tekencodering wordt niet ondersteund of klopt niet',
  ),
  'UWLR-XML-005': rule('The compressed body cannot be read', 'De gecomprimeerde inhoud kan niet worden gelezen'),
  'UWLR-XML-006': rule(
    'The message is in parts that cannot be read: the root part of multipart/related has to be the whole message, as XML',
    'Het bericht bestaat uit delen die niet kunnen worden gelezen: het hoofddeel van multipart/related moet het hele bericht zijn, in XML',
  ),
  'UWLR-SOAP-001': rule('The envelope is not a SOAP 1.1 envelope', 'De envelop is geen SOAP 1.1-envelop', { fault: 'VersionMismatch' }),
  'UWLR-SOAP-002': rule('A header with mustUnderstand is not supported', 'Een verplichte header wordt niet ondersteund', {
    fault: 'MustUnderstand',
  }),
  'UWLR-SOAP-003': rule('The envelope does not have a body with exactly one message', 'De envelop bevat niet precies één bericht'),
  'UWLR-SOAP-004': rule('This service does not know the message in the body', 'Het bericht in de body is hier niet bekend'),
  'UWLR-SOAP-005': rule('The envelope does not have the structure of SOAP 1.1', 'De envelop is niet opgebouwd volgens SOAP 1.1'),
  'UWLR-SOAP-006': rule('The Content-Type is not text/xml', 'Het Content-Type is niet text/xml', { severity: 'warning' }),
  'UWLR-SOAP-007': rule(
    'The connection closed before the message was complete',
    'De verbinding is verbroken voordat het bericht compleet was',
  ),
  'UWLR-AUT-001': rule('The autorisatie header is missing', 'De autorisatieheader ontbreekt', { fault: 'Client.AutorisatieOngeldig' }),
  'UWLR-AUT-002': rule('The autorisatie header is incomplete or malformed', 'De autorisatieheader is onvolledig of onjuist opgebouwd', {
    fault: 'Client.AutorisatieOngeldig',
  }),
  'UWLR-AUT-003': rule(
    'The children of the autorisatie header have no namespace',
    'De velden van de autorisatieheader hebben geen namespace',
    {
      fault: 'Client.AutorisatieOngeldig',
      tolerable: true,
    },
  ),
  'UWLR-AUT-004': rule(
    'The autorisatie header is not within the first 64 KiB of the message',
    'De autorisatieheader staat niet in de eerste 64 KiB van het bericht',
    { fault: 'Client.AutorisatieOngeldig' },
  ),
} as const;
