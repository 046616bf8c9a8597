import type { Root, Schema } from '../grammar/grammar.js';
import { autorisatie } from './autorisatie.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevensAntwoord,
  leerlinggegevensVerzoek,
  lg,
  structuurAntwoord,
  structuurVerzoek,
} from './leerlinggegevens.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from './leerresultaten.js';
import { lr } from './toets.js';

/** One thing that a service does: a request in the body, the authorisation in the header, an answer in the body. */
export interface Operation {
  readonly name: string;
  readonly soapAction: string;
  readonly header: Root;
  readonly request: Root;
  readonly answer: Root;
}

export interface Port {
  readonly name: string;
  readonly binding: string;
  readonly portType: string;
  readonly operations: readonly Operation[];
}

/** A web service of UWLR, under the names that its WSDL gives to things (spec, section b). */
export interface Service {
  /** Name of the files that describe it. */
  readonly id: string;
  readonly name: string;
  /** Its namespace is the target namespace of the WSDL. */
  readonly schema: Schema;
  readonly ports: readonly Port[];
}

/** Results, from a vendor to an administration. */
export const leerresultatenService: Service = {
  id: 'leerresultaten',
  name: 'LeerresultatenService',
  schema: lr.definition,
  ports: [
    {
      name: 'prtLeerresultatenService',
      binding: 'bndLeerresultaten',
      portType: 'prtLeerresultaten',
      operations: [
        {
          name: 'BrengLeerresultaten',
          soapAction: 'BrengLeerresultaten',
          header: autorisatie,
          request: leerresultatenVerzoek,
          answer: leerresultatenBevestiging,
        },
      ],
    },
  ],
};

const GETRAPT = `${lg.definition.namespace}/`;

/** Pupil data, from an administration to a vendor: all in one, or in steps. */
export const leerlinggegevensService: Service = {
  id: 'leerlinggegevens',
  name: 'LeerlinggegevensService',
  schema: lg.definition,
  ports: [
    {
      name: 'prtLeerlinggegevensService',
      binding: 'bndLeerlinggegevens',
      portType: 'prtLeerlinggegevens',
      operations: [
        {
          name: 'HaalLeerlinggegevens',
          soapAction: 'HaalLeerlinggegevens',
          header: autorisatie,
          request: leerlinggegevensVerzoek,
          answer: leerlinggegevensAntwoord,
        },
      ],
    },
    {
      name: 'prtLeerlinggegevensService-getrapt',
      binding: 'bndLeerlinggegevens-getrapt',
      portType: 'prtGetrapt',
      operations: [
        {
          name: 'HaalStructuur',
          soapAction: `${GETRAPT}structuur_verzoek`,
          header: autorisatie,
          request: structuurVerzoek,
          answer: structuurAntwoord,
        },
        {
          name: 'HaalLeerlingen',
          soapAction: `${GETRAPT}leerlingen_verzoek`,
          header: autorisatie,
          request: leerlingenVerzoek,
          answer: leerlingenAntwoord,
        },
        {
          name: 'HaalLeerkrachten',
          soapAction: `${GETRAPT}leerkrachten_verzoek`,
          header: autorisatie,
          request: leerkrachtenVerzoek,
          answer: leerkrachtenAntwoord,
        },
      ],
    },
  ],
};

export const SERVICES: readonly Service[] = [leerlinggegevensService, leerresultatenService];
