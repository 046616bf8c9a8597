/**
 * `leerresultaten_verzoek` -> `ctpLeerresultatenVerzoek`: what our WSDL calls the type of a global element, which has no name in the
 * standard. Clients made from it may write that name into `xsi:type`.
 */
export function wsdlTypeName(element: string): string {
  return `ctp${camelCase(element)}`;
}

export function camelCase(name: string): string {
  return name
    .split(/[_-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
