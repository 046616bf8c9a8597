/** Where things are, as seen by whoever reads a WSDL or an XSD. */
export interface Locations {
  /** Of the service. */
  readonly location?: string | undefined;
  /** Of the XSD with this file name. */
  readonly schemaLocation?: ((file: string) => string) | undefined;
}

/** A generated file with its locations put in. Files are made once, and served under whatever name a caller knows us by. */
export function located(text: string, { location, schemaLocation }: Locations): string {
  let result = text;
  if (location !== undefined)
    result = result.replace(/(<soap:address location=)"[^"]*"/g, (_, before: string) => before + quoted(location));
  if (schemaLocation !== undefined) {
    result = result.replace(/( schemaLocation=)"([^"]*)"/g, (_, before: string, file: string) => before + quoted(schemaLocation(file)));
  }
  return result;
}

function quoted(value: string): string {
  return `"${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`;
}
