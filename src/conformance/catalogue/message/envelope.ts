import type { Requirement } from '../../requirement.js';
import { ofRule } from './of-rule.js';

/** XML, envelope and header (spec b and e). */
export const ENVELOPE_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-XML-001',
    ['e: V221, TP10', 'confirmed'],
    'A message is well-formed XML with namespaces.',
    'Een bericht is welgevormde XML met namespaces.',
  ),
  ofRule(
    'UWLR-XML-002',
    ['b: SOAP 1.1 section 3', 'confirmed'],
    'A message has no document type declaration.',
    'Een bericht heeft geen documenttypedeclaratie.',
  ),
  ofRule(
    'UWLR-XML-003',
    ['suggested checks 15', 'inferred'],
    'A message stays within what a careful receiver reads in size and depth.',
    'Een bericht blijft binnen de omvang en diepte die een voorzichtige ontvanger leest.',
    { notTestable: 'each receiver has limits of its own, and the standard sets none' },
  ),
  ofRule(
    'UWLR-XML-004',
    ['b: XML 1.0 section 4.3.3', 'confirmed'],
    'The bytes of a message are in the encoding that it declares.',
    'De bytes van een bericht staan in de codering die het opgeeft.',
  ),
  ofRule(
    'UWLR-XML-005',
    ['b: prose on compression', 'inferred'],
    'A compressed body can be unpacked.',
    'Een gecomprimeerde inhoud kan worden uitgepakt.',
    { notTestable: 'compression belongs to the HTTP request, and a file shows none' },
  ),
  ofRule(
    'UWLR-XML-006',
    ['b: SOAP with Attachments', 'inferred'],
    'A message in parts has all of the message in its root part.',
    'Een bericht in delen heeft het hele bericht in het hoofddeel.',
    { notTestable: 'the parts belong to the HTTP request, and a file shows none' },
  ),
  ofRule(
    'UWLR-SOAP-001',
    ['b: W22, SOAP 1.1 section 4', 'confirmed'],
    'The envelope is one of SOAP 1.1.',
    'De envelop is een envelop van SOAP 1.1.',
  ),
  ofRule(
    'UWLR-SOAP-002',
    ['b: X22, SOAP 1.1 section 4.2.3', 'confirmed'],
    'No header other than autorisatie demands to be understood.',
    'Alleen de autorisatieheader mag met mustUnderstand zijn gemarkeerd.',
  ),
  ofRule('UWLR-SOAP-003', ['b: W22', 'confirmed'], 'The Body holds exactly one message.', 'De Body bevat precies één bericht.'),
  ofRule(
    'UWLR-SOAP-004',
    ['b: W22', 'confirmed'],
    'The message, in the Body or bare, is one of the standard, by name and namespace.',
    'Het bericht, in de Body of los, is naar naam en namespace een bericht van de standaard.',
  ),
  ofRule(
    'UWLR-SOAP-005',
    ['b: SOAP 1.1 section 4', 'confirmed'],
    'The envelope holds a Header, if any, and then a Body, without text between.',
    'De envelop bevat eerst de Header, als die er is, en dan de Body, zonder tekst ertussen.',
  ),
  ofRule(
    'UWLR-SOAP-006',
    ['b: W22', 'confirmed'],
    'A message is sent with Content-Type text/xml.',
    'Een bericht wordt verstuurd met Content-Type text/xml.',
    { notTestable: 'a file has no Content-Type; conform las and conform ea see it' },
  ),
  ofRule(
    'UWLR-SOAP-007',
    ['b', 'inferred'],
    'A message arrives whole before the connection ends.',
    'Een bericht is compleet voordat de verbinding eindigt.',
    { notTestable: 'a file has no connection' },
  ),
  ofRule(
    'UWLR-AUT-001',
    ['b, e: X22, TP10', 'confirmed'],
    'A request has the header autorisatie.',
    'Een verzoek heeft de header autorisatie.',
  ),
  ofRule(
    'UWLR-AUT-002',
    ['b: X22, V221', 'confirmed'],
    'The autorisatie header occurs once, with autorisatiesleutel, klantcode and klantnaam filled, in this order.',
    'De autorisatieheader komt één keer voor, met autorisatiesleutel, klantcode en klantnaam, gevuld en in deze volgorde.',
  ),
  ofRule(
    'UWLR-AUT-003',
    ['b: X22', 'confirmed'],
    'The fields of the autorisatie header are in its namespace.',
    'De velden van de autorisatieheader staan in de namespace ervan.',
  ),
  ofRule(
    'UWLR-AUT-004',
    ['b', 'inferred'],
    'The autorisatie header comes early in the message.',
    'De autorisatieheader staat vooraan in het bericht.',
    { notTestable: 'how much a receiver reads before it wants the header is its own choice' },
  ),
];
