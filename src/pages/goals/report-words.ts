import type { LegalStatus, PublicationStatus } from '../../goals/goal-set.js';
import type { OriginType } from '../../model/result.js';

export const NOT_DECLARED = 'niet opgegeven';

/** What no form of the report shows. */
export const NOT_SHOWN: readonly string[] = [
  'Dit overzicht laat niet zien hoe goed een leerling een leerdoel kent.',
  'Een resultaat kan over een deel van een doel gaan, en ook over andere doelen.',
  'Cijfers van verschillende leermiddelen betekenen iets anders en zijn niet met elkaar te vergelijken.',
  'Wat niet is ontvangen, staat er niet in: dat zegt niets over de leerling.',
];

export const ORIGIN_WORDS: Readonly<Record<OriginType, string>> = {
  exercise: 'oefening',
  entryTest: 'instaptoets',
  methodTest: 'methodetoets',
  lvsTest: 'toets van een leerlingvolgsysteem',
  other: 'ander werk',
  unknown: NOT_DECLARED,
};

export const STATUS_WORDS: Readonly<Record<PublicationStatus, string>> = {
  concept: 'concept',
  definitiefConcept: 'definitief concept',
  definitief: 'definitief',
  unknown: 'onbekend',
};

export const LEGAL_WORDS: Readonly<Record<LegalStatus, string>> = {
  law: 'vastgesteld in de wet',
  published: 'gepubliceerd, zonder wettelijke status',
  supplier: 'van een leverancier',
  school: 'van de school',
};
