/** What a token may read. Each path of the REST side asks for one of these. */
export const SCOPES = ['results:read', 'assessments:read', 'exchanges:read'] as const;
export type Scope = (typeof SCOPES)[number];
