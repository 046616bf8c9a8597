/** What a client may do under such an agreement, in words: most read, a vendor without SOAP only delivers. */
export function doing(scopes: readonly string[] = []): string {
  const writes = scopes.filter((one) => one.endsWith(':write')).map((one) => one.slice(0, -':write'.length));
  const verbs = [
    ...(writes.length === 0 ? [] : [`deliver ${new Intl.ListFormat('en-GB').format(writes)}`]),
    ...(scopes.length > 0 && writes.length === scopes.length ? [] : ['read data']),
  ];
  return `${verbs.join(' and ')} of`;
}
