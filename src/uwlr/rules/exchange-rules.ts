import { rulesOf } from './define.js';

const rule = rulesOf('exchange');

/** Who, when, and by what right. Refusals say no more than the caller may know. */
export const EXCHANGE_RULES = {
  'UWLR-EX-001': rule(
    'klantcode and klantnaam are not those of a known supplier',
    'De combinatie van klantcode en klantnaam is niet bekend',
    {
      fault: 'Client.OngeldigeKlantIdentificatie',
    },
  ),
  'UWLR-EX-002': rule(
    'The key gives no access to this exchange for this school',
    'De autorisatiesleutel geeft geen toegang tot deze uitwisseling voor deze school',
    {
      fault: 'Client.AutorisatieOngeldig',
    },
  ),
  'UWLR-EX-003': rule('The version in xsdversie is not supported', 'De versie in xsdversie wordt niet ondersteund', {
    fault: 'Client.XsdVersieOngeldig',
  }),
  'UWLR-EX-004': rule(
    'The message was not made later than the last accepted one',
    'De aanmaakdatum is niet later dan die van het laatst verwerkte bericht',
  ),
  'UWLR-EX-005': rule(
    'The gateway cannot take the message now; send it again later',
    'De dienst is tijdelijk niet beschikbaar; probeer het later opnieuw',
    {
      fault: 'Server.TijdelijkNietBeschikbaar',
    },
  ),
  'UWLR-EX-006': rule('Something went wrong in the gateway', 'Er is een interne fout opgetreden', { fault: 'Server.InterneFout' }),
  'UWLR-EX-007': rule(
    'The data set that is asked for is not the agreed one; the agreed one is given',
    'Er is om een andere gegevensset gevraagd dan is afgesproken; de afgesproken set wordt geleverd',
    { severity: 'warning' },
  ),
  'UWLR-EX-008': rule(
    'The agreed profile demands a field that the administration did not supply',
    'Het afgesproken profiel vraagt een gegeven dat niet door de leerlingadministratie is aangeleverd',
    { fault: 'Server.InterneFout' },
  ),
  'UWLR-EX-009': rule(
    'The pupil data cannot be said in the version that was asked for',
    'De leerlinggegevens kunnen niet in de gevraagde versie worden uitgedrukt',
    { fault: 'Server.InterneFout' },
  ),
  'UWLR-EX-010': rule('A group that is asked for is not known', 'Een groep waarom is gevraagd is niet bekend', { severity: 'warning' }),
  'UWLR-EX-011': rule('The version in xsdversie was taken for the agreed one', 'De xsdversie is gelezen als de afgesproken versie', {
    severity: 'warning',
  }),
  'UWLR-EX-012': rule(
    'The caller came without a client certificate that belongs to this party; the sender is told what goes with a wrong key',
    'De afzender gebruikte geen clientcertificaat dat bij deze partij hoort',
    { severity: 'info', fault: 'Client.AutorisatieOngeldig', withheld: true },
  ),
  'UWLR-EX-013': rule(
    'The school has paused all exchange; send again later',
    'De school heeft alle uitwisseling stilgelegd; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-014': rule(
    'Too many attempts that failed on klantcode, klantnaam or key; nothing is looked at for a while',
    'Er zijn te veel pogingen met een onjuiste klantcode, klantnaam of autorisatiesleutel; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-015': rule(
    'More messages than are allowed in a minute; send again later',
    'Er zijn meer berichten dan er per minuut zijn toegestaan; probeer het later opnieuw',
    { fault: 'Server.TijdelijkNietBeschikbaar' },
  ),
  'UWLR-EX-016': rule(
    'The idempotency key was used for another request before',
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
