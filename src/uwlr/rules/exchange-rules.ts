import { rulesOf } from './define.js';

const rule = rulesOf('exchange');

/** Authorisation, agreements and timing. Refusals tell no more than the caller may know. */
export const EXCHANGE_RULES = {
  'UWLR-EX-001': rule('The combination of klantcode and klantnaam is unknown', 'De combinatie van klantcode en klantnaam is niet bekend', {
    fault: 'Client.OngeldigeKlantIdentificatie',
  }),
  'UWLR-EX-002': rule(
    'The key does not give access to this exchange for this school',
    'De autorisatiesleutel geeft geen toegang tot deze uitwisseling voor deze school',
    {
      fault: 'Client.AutorisatieOngeldig',
    },
  ),
  'UWLR-EX-003': rule('The version in xsdversie is not supported', 'De versie in xsdversie wordt niet ondersteund', {
    fault: 'Client.XsdVersieOngeldig',
  }),
  'UWLR-EX-004': rule(
    'The creation time (aanmaakdatum) is not later than that of the last accepted message',
    'De aanmaakdatum is niet later dan die van het laatst verwerkte bericht',
  ),
  'UWLR-EX-005': rule(
    'The service is temporarily unavailable; try again later',
    'De dienst is tijdelijk niet beschikbaar; probeer het later opnieuw',
    {
      fault: 'Server.TijdelijkNietBeschikbaar',
    },
  ),
  'UWLR-EX-006': rule('An internal error occurred in the gateway', 'Er is een interne fout opgetreden', { fault: 'Server.InterneFout' }),
  'UWLR-EX-007': rule(
    'The requested data set is not the agreed one; the agreed data set is supplied',
    'Er is om een andere gegevensset gevraagd dan is afgesproken; de afgesproken set wordt geleverd',
    { severity: 'warning' },
  ),
  'UWLR-EX-008': rule(
    'The agreed profile requires a field that the school administration did not supply',
    'Het afgesproken profiel vraagt een gegeven dat niet door de leerlingadministratie is aangeleverd',
    { fault: 'Server.InterneFout' },
  ),
  'UWLR-EX-009': rule(
    'The pupil data cannot be expressed in the requested version',
    'De leerlinggegevens kunnen niet in de gevraagde versie worden uitgedrukt',
    { fault: 'Server.InterneFout' },
  ),
  'UWLR-EX-010': rule('A requested group is unknown', 'Een groep waarom is gevraagd is niet bekend', { severity: 'warning' }),
  'UWLR-EX-011': rule('The version in xsdversie was read as the agreed version', 'De xsdversie is gelezen als de afgesproken versie', {
    severity: 'warning',
  }),
  'UWLR-EX-012': rule(
    'The caller did not present a client certificate of this party; the sender gets the fault for a wrong key',
    'De afzender gebruikte geen clientcertificaat dat bij deze partij hoort',
    { severity: 'info', fault: 'Client.AutorisatieOngeldig', withheld: true },
  ),
  'UWLR-EX-013': rule(
    'The school has paused all exchanges; try again later',
    'De school heeft alle uitwisseling stilgelegd; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-014': rule(
    'Too many attempts with a wrong klantcode, klantnaam or key; try again later',
    'Er zijn te veel pogingen met een onjuiste klantcode, klantnaam of autorisatiesleutel; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-015': rule(
    'The maximum number of messages per minute was exceeded; try again later',
    'Er zijn meer berichten dan er per minuut zijn toegestaan; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-016': rule(
    'The idempotency key was already used for a different request',
    'De idempotency-sleutel is eerder voor een ander verzoek gebruikt',
  ),
  'UWLR-EX-017': rule(
    'The key of a result that is here came back with another pupil; the new result takes the place of the other',
    'De sleutel van een eerder resultaat is gebruikt voor een andere leerling; het nieuwe resultaat vervangt het eerdere',
    { severity: 'warning' },
  ),
  'UWLR-EX-018': rule(
    'The key of a result that is here came back with another test; the new result takes the place of the other',
    'De sleutel van een eerder resultaat is gebruikt voor een andere toets; het nieuwe resultaat vervangt het eerdere',
    { severity: 'warning' },
  ),
  'UWLR-EX-019': rule(
    'The message was made at the same moment as the last accepted one',
    'De aanmaakdatum is gelijk aan die van het laatst verwerkte bericht',
    { severity: 'warning' },
  ),
  'UWLR-EX-020': rule(
    'The gateway is under maintenance and restarts shortly; send again',
    'De dienst is in onderhoud en start zo opnieuw; stuur het bericht straks nog eens',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
} as const;
