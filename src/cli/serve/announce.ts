import { print, printJson } from '../terminal/print.js';

export const PATHS = {
  soap: '/soap/leerresultaten',
  wsdl: '/soap/leerresultaten?wsdl',
  roster: '/soap/leerlinggegevens',
  rosterWsdl: '/soap/leerlinggegevens?wsdl',
  rest: '/api/v1',
  live: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

/** Prints where the gateway listens: one line. */
export function announce(
  { url, port }: { readonly url: string; readonly port: number },
  { data, workers }: { readonly data: string; readonly workers: number },
  json: boolean,
): void {
  if (json) printJson({ url, port, data, paths: PATHS, ...(workers === 1 ? {} : { workers }) });
  else
    print(
      `Listening on ${url}: SOAP ${PATHS.wsdl} and ${PATHS.rosterWsdl}, REST ${PATHS.rest}, ${PATHS.live}, ${PATHS.ready}, ${PATHS.metrics}; data in ${data}${workers === 1 ? '' : `; ${workers} workers`}`,
    );
}
