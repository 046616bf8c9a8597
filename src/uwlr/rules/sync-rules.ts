import { rulesOf } from './define.js';

const rule = rulesOf('exchange', 'Server.InterneFout');
const warning = { severity: 'warning' } as const;

/** Asking an administration for pupil data: each way in which that ends otherwise than with pupils. Nothing is changed then. */
export const SYNC_RULES = {
  'UWLR-SY-001': rule('The school administration cannot be reached', 'Het leerlingadministratiesysteem is niet bereikbaar'),
  'UWLR-SY-002': rule('The TLS connection cannot be established', 'De TLS-verbinding kan niet worden gemaakt'),
  'UWLR-SY-003': rule('The school administration did not answer in time', 'Het antwoord kwam niet op tijd'),
  'UWLR-SY-004': rule('The answer is larger than this gateway accepts', 'Het antwoord is groter dan is toegestaan'),
  'UWLR-SY-005': rule('The answer is not a SOAP message', 'Het antwoord is geen SOAP-bericht'),
  'UWLR-SY-006': rule('The answer is empty', 'Het antwoord is leeg'),
  'UWLR-SY-007': rule('The school administration answered with an HTTP error', 'Het antwoord is een HTTP-foutmelding'),
  'UWLR-SY-008': rule('The answer is incomplete or not well-formed', 'Het antwoord is afgebroken of niet welgevormd'),
  'UWLR-SY-009': rule(
    'The school administration answered with a redirect, which is not followed',
    'Er werd doorverwezen; dat wordt niet gevolgd',
  ),
  'UWLR-SY-010': rule('The connection to the school administration is configured incorrectly', 'De verbinding is niet goed ingesteld'),
  'UWLR-SY-011': rule('The school administration answered with a SOAP fault', 'Het leerlingadministratiesysteem gaf een foutmelding'),
  'UWLR-SY-012': rule('The answer does not match the request', 'Het antwoord past niet bij de vraag'),
  'UWLR-SY-013': rule('The answer is about another school', 'Het antwoord gaat over een andere school'),
  'UWLR-SY-014': rule('The answer is about another school year', 'Het antwoord gaat over een ander schooljaar'),
  'UWLR-SY-015': rule(
    'The answer reports no changes, although the request did not ask for changes only',
    'Er zijn geen wijzigingen gemeld, maar daar is niet om gevraagd',
  ),
  'UWLR-SY-016': rule(
    'The answer is in a different version from the requested one',
    'Het antwoord volgt een andere versie dan is gevraagd',
    warning,
  ),
  'UWLR-SY-017': rule('Fields that were not agreed were left out', 'Velden die niet zijn afgesproken zijn weggelaten', warning),
  'UWLR-SY-018': rule(
    'More pupils would be removed than is allowed without confirmation',
    'Er zouden meer leerlingen verdwijnen dan zonder bevestiging is toegestaan',
  ),
  'UWLR-SY-019': rule('Another sync has changed the roster in the meantime', 'Een andere synchronisatie was eerder klaar'),
  'UWLR-SY-024': rule('The data are older than the stored data', 'De gegevens zijn ouder dan de gegevens die er al zijn'),
  'UWLR-SY-020': rule('No agreement covers this exchange', 'Er is geen overeenkomst voor deze uitwisseling'),
  'UWLR-SY-023': rule(
    'The school administration is not at a public address, and the address is not on the list of allowed addresses',
    'Het adres is niet openbaar en staat niet op de lijst van toegestane adressen',
  ),
  'UWLR-SY-022': rule('Dry run: nothing was changed', 'Er is niets gewijzigd: het was een proef', { severity: 'info' }),
  'UWLR-SY-021': rule('The school administration has no data for this school year', 'Er zijn geen gegevens voor dit schooljaar', warning),
} as const;
