/** The rows that a new store has. */
export const ROWS = `
INSERT INTO directory_version ("only", version) VALUES (1, 2);
INSERT INTO sealed_changes ("only", number) VALUES (1, 0);
INSERT INTO goal_versions (kind, version) VALUES ('sets', 1), ('profiles', 1), ('mappings', 1);
INSERT INTO result_numbers (last) VALUES (0);
INSERT INTO audit_start ("only", seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
INSERT INTO audit_heads (chain, seq, hash) VALUES ('', 0, decode(repeat('00', 32), 'hex'));
INSERT INTO audit_anchors (chain, seq, hash) VALUES ('', 0, decode(repeat('00', 32), 'hex'));
INSERT INTO audit_seal_start ("only", number, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
`;
