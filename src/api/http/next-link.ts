/** The `Link` header (RFC 8288) to the next page: the same request from the cursor on. */
export function nextLink(url: string, query: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  return `<${url}?${next}>; rel="next"`;
}
