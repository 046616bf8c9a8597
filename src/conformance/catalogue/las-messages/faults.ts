import { ADVISED, INFERRED, ofLas as one, SINCE_2, unknown } from '../las-requirement.js';

const V221 = 'e: V221 foutafhandeling';
const TP10 = 'e: V221 foutafhandeling, TP10';
const SCHEMA = 'c.1, e: X22, V221 foutafhandeling';
const SOAP = 'b: W22, SOAP 1.1';

/** Which fault goes with which defect of a question (spec e). */
export const LAS_FAULT_REQUIREMENTS = [
  one(
    'LAS-FAULT-01',
    TP10,
    'An unknown klantcode is refused with Client.OngeldigeKlantIdentificatie.',
    'Een onbekende klantcode wordt geweigerd met Client.OngeldigeKlantIdentificatie.',
  ),
  one(
    'LAS-FAULT-02',
    TP10,
    'An unknown klantnaam is refused with Client.OngeldigeKlantIdentificatie.',
    'Een onbekende klantnaam wordt geweigerd met Client.OngeldigeKlantIdentificatie.',
  ),
  one(
    'LAS-FAULT-03',
    V221,
    'A known klantcode with the klantnaam of another vendor is refused with Client.OngeldigeKlantIdentificatie.',
    'Een bekende klantcode met de klantnaam van een andere leverancier wordt geweigerd met Client.OngeldigeKlantIdentificatie.',
    { notTestable: 'it takes the credentials of a second vendor' },
  ),
  one(
    'LAS-FAULT-04',
    TP10,
    'A wrong autorisatiesleutel is refused with Client.AutorisatieOngeldig.',
    'Een onjuiste autorisatiesleutel wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-05',
    TP10,
    'A well-formed BRIN of a school that the key does not open is refused with Client.AutorisatieOngeldig.',
    'Een juist gevormde BRIN van een school waar de sleutel geen toegang toe geeft, wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-06',
    TP10,
    'A dependancecode that the school does not have is refused with Client.AutorisatieOngeldig.',
    'Een dependancecode die de school niet heeft, wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-07',
    TP10,
    'A schoolkey that the key does not open is refused with Client.AutorisatieOngeldig.',
    'Een schoolkey waar de sleutel geen toegang toe geeft, wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-08',
    'b, e: TP10, T22',
    'A message without the autorisatie header is refused with Client.AutorisatieOngeldig.',
    'Een bericht zonder de autorisatieheader wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-09',
    'b, e: X22, TP10, T22',
    'An autorisatie header that lacks one of its three fields is refused with Client.AutorisatieOngeldig.',
    'Een autorisatieheader waarin een van de drie velden ontbreekt, wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-10',
    'b, e: X22, T22',
    'An autorisatie header with an empty field is refused with Client.AutorisatieOngeldig.',
    'Een autorisatieheader met een leeg veld wordt geweigerd met Client.AutorisatieOngeldig.',
  ),
  one(
    'LAS-FAULT-11',
    TP10,
    'XML that is not well-formed is refused with Client.OngeldigBericht.',
    'XML die niet welgevormd is, wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-12',
    TP10,
    'A schooljaar with something behind it is refused with Client.OngeldigBericht.',
    'Een schooljaar met iets erachter wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-13',
    TP10,
    'A malformed brincode is refused with Client.OngeldigBericht.',
    'Een verkeerd gevormde brincode wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-14',
    TP10,
    'A malformed dependancecode is refused with Client.OngeldigBericht.',
    'Een verkeerd gevormde dependancecode wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-15',
    TP10,
    'A version in xsdversie that the LAS does not support is refused with Client.XsdVersieOngeldig.',
    'Een versie in xsdversie die het LAS niet ondersteunt, wordt geweigerd met Client.XsdVersieOngeldig.',
  ),
  one(
    'LAS-FAULT-16',
    TP10,
    'A date that is none, in laatstontvangengegevens, is refused with Client.OngeldigBericht.',
    'Een ongeldige datum in laatstontvangengegevens wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-17',
    SCHEMA,
    'A question that lacks an element that its schema demands is refused with Client.OngeldigBericht.',
    'Een vraag waarin een element ontbreekt dat het schema verplicht stelt, wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-18',
    SCHEMA,
    'A question that has an element twice is refused with Client.OngeldigBericht.',
    'Een vraag met een element dat tweemaal voorkomt, wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-19',
    SCHEMA,
    'A question with an element that its schema does not have is refused with Client.OngeldigBericht.',
    'Een vraag met een element dat niet in het schema staat, wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-20',
    SCHEMA,
    'A question with a value outside the pattern or the length of its type is refused with Client.OngeldigBericht.',
    'Een vraag met een waarde buiten het patroon of de lengte van haar type wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-21',
    'c.1, e: X22, EV',
    'A question with brincode and schoolkey together is refused with Client.OngeldigBericht.',
    'Een vraag met zowel brincode als schoolkey wordt geweigerd met Client.OngeldigBericht.',
    { versions: SINCE_2 },
  ),
  one(
    'LAS-FAULT-22',
    SCHEMA,
    'A question with its elements in another order than that of the schema is refused with Client.OngeldigBericht.',
    'Een vraag met de elementen in een andere volgorde dan die van het schema wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-23',
    SCHEMA,
    'A question with elements in no namespace is refused with Client.OngeldigBericht.',
    'Een vraag met elementen zonder namespace wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-24',
    'b, e: W22, V221 foutafhandeling',
    'A message that the service does not have is refused with Client.OngeldigBericht.',
    'Een bericht dat de dienst niet kent, wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-25',
    'b, e: W22, V221 foutafhandeling',
    'An envelope with an empty Body is refused with Client.OngeldigBericht.',
    'Een envelop met een lege Body wordt geweigerd met Client.OngeldigBericht.',
  ),
  one(
    'LAS-FAULT-26',
    `${SOAP} 4.4`,
    'An envelope in the namespace of another version of SOAP is refused with VersionMismatch.',
    'Een envelop in de namespace van een andere versie van SOAP wordt geweigerd met VersionMismatch.',
    ADVISED,
  ),
  one(
    'LAS-FAULT-27',
    `${SOAP} 4.2.3, 4.4`,
    'A header that the LAS does not know and that has mustUnderstand is refused with MustUnderstand.',
    'Een header die het LAS niet kent en die mustUnderstand heeft, wordt geweigerd met MustUnderstand.',
  ),
  one(
    'LAS-FAULT-28',
    `${SOAP} 3`,
    'A message with a document type declaration is refused.',
    'Een bericht met een documenttypedeclaratie wordt geweigerd.',
  ),
  one(
    'LAS-FAULT-29',
    'suggested checks 15',
    'Entities that a message declares are not expanded.',
    'Entiteiten die een bericht declareert, worden niet uitgewerkt.',
    INFERRED,
  ),
  one(
    'LAS-FAULT-30',
    'suggested checks 15',
    'A file that an entity of a message points to is not read.',
    'Een bestand waar een entiteit van een bericht naar verwijst, wordt niet gelezen.',
    INFERRED,
  ),
  one(
    'LAS-FAULT-31',
    V221,
    'A wrong klantcode, a wrong key, an invalid message and an unsupported version each get a fault code of their own.',
    'Een onjuiste klantcode, een onjuiste sleutel, een ongeldig bericht en een niet ondersteunde versie krijgen elk een eigen foutcode.',
  ),
  one(
    'LAS-FAULT-32',
    'a.5, e: V221 foutafhandeling',
    'A question in steps is refused with the same fault codes as one for everything.',
    'Een vraag in stappen wordt geweigerd met dezelfde foutcodes als een vraag om alles.',
    { versions: SINCE_2 },
  ),
  one(
    'LAS-FAULT-33',
    'e: V221 foutafhandeling',
    'After a refusal the next valid question is answered.',
    'Na een weigering wordt de volgende geldige vraag beantwoord.',
    INFERRED,
  ),
  one(
    'LAS-FAULT-34',
    'e: T22',
    'An unexpected error of the LAS is told with Server.InterneFout.',
    'Een onverwachte fout van het LAS wordt gemeld met Server.InterneFout.',
    { notTestable: 'nobody can cause an error of the LAS from outside' },
  ),
  one(
    'LAS-FAULT-35',
    'e: T22',
    'A LAS that is temporarily unavailable says so with Server.TijdelijkNietBeschikbaar.',
    'Een LAS dat tijdelijk niet beschikbaar is, meldt dat met Server.TijdelijkNietBeschikbaar.',
    { notTestable: 'nobody can make the LAS unavailable from outside' },
  ),
  one(
    'LAS-FAULT-36',
    V221,
    'Authentication and authorisation are checked first, then schema, xsdversie, aanmaakdatum and vocabulary.',
    'Authenticatie en autorisatie worden eerst gecontroleerd, daarna schema, xsdversie, aanmaakdatum en vocabulaire.',
    { notTestable: 'systems differ in the order, so each message of this suite has one defect' },
  ),
  one(
    'LAS-FAULT-37',
    'e',
    'A question for more than the agreed profile gets a fault.',
    'Een vraag om meer dan het afgesproken profiel krijgt een fout.',
    unknown('no fault is defined for a breach of the profile from LAS to EA'),
  ),
];

/** What a fault looks like, whatever it is about (spec e, b). */
export const LAS_FAULT_FORM_REQUIREMENTS = [
  one(
    'LAS-FAULT-51',
    `e, b: V221 foutafhandeling, SOAP 1.1 4.4`,
    'A refusal is a Fault of SOAP 1.1, as the only element of the Body.',
    'Een weigering is een Fault van SOAP 1.1, als enige element van de Body.',
  ),
  one('LAS-FAULT-52', V221, 'The faultcode is in the namespace of the envelope.', 'De faultcode staat in de namespace van de envelop.'),
  one(
    'LAS-FAULT-53',
    V221,
    'The faultcode is one of the codes of the standard, letter for letter.',
    'De faultcode is een van de codes van de standaard, letter voor letter.',
  ),
  one('LAS-FAULT-54', V221, 'The fault has a faultstring with a text.', 'De fout heeft een faultstring met een tekst.'),
  one(
    'LAS-FAULT-55',
    'e: SOAP 1.1 4.4',
    'The parts of the fault are in no namespace: faultcode, faultstring, faultactor, detail.',
    'De onderdelen van de fout hebben geen namespace: faultcode, faultstring, faultactor, detail.',
  ),
  one(
    'LAS-FAULT-56',
    'e, i',
    'A fault does not repeat the autorisatiesleutel that was sent.',
    'Een fout herhaalt de verstuurde autorisatiesleutel niet.',
    INFERRED,
  ),
  one('LAS-FAULT-57', 'b: SOAP 1.1 6.2', 'A fault comes under HTTP 500.', 'Een fout komt onder HTTP 500.', INFERRED),
  one('LAS-FAULT-58', 'b: W22, SOAP 1.1 6', 'A fault has the Content-Type text/xml.', 'Een fout heeft het Content-Type text/xml.'),
];
