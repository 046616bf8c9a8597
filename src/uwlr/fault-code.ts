/** The fault codes of UWLR (spec, section e), letter-exact: the local part of `faultcode`, in the envelope namespace. */
export const FAULT_CODES = [
  'Client.OngeldigBericht',
  'Client.OngeldigeKlantIdentificatie',
  'Client.AutorisatieOngeldig',
  'Client.VocabulaireTermOngeldig',
  'Client.XsdVersieOngeldig',
  'Client.LeerlingOngeldig',
  'Client.ToetsNormeringOngeldig',
  'Client.ScoreOngeldig',
  'Client.EldResultaatOngeldig',
  'Server.InterneFout',
  'Server.TijdelijkNietBeschikbaar',
] as const;

export type UwlrFaultCode = (typeof FAULT_CODES)[number];

/** UWLR's own codes, and the two that SOAP 1.1 itself prescribes. */
export type FaultCode = UwlrFaultCode | 'VersionMismatch' | 'MustUnderstand';
