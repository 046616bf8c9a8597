/** Tables of the directory, by the column with the id of what changed, and the kind that it is when that is not the table. */
const DIRECTORY = [
  ['schools', 'id'],
  ['parties', 'klantcode'],
  ['agreements', 'id'],
  ['credentials', 'id'],
  ['client_keys', 'id'],
  ['tokens', 'id'],
  ['targets', 'id'],
  ['credential_schools', 'credential', 'credentials'],
] as const;

/** Columns that hold what is sealed. */
const SEALED = [
  ['school_keys', 'wrapped'],
  ['parties', 'connection'],
  ['credentials', 'sealed'],
  ['targets', 'settings'],
  ['gateway_secret', 'fingerprint'],
] as const;

const DIRECTORY_TRIGGERS = `
CREATE FUNCTION count_directory_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE directory_version SET version = version + 1;
  RETURN NULL;
END $$;

-- Its arguments: kind, and column of the id.
CREATE FUNCTION note_directory_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids text[];
BEGIN
  IF TG_OP <> 'INSERT' THEN ids := ids || (to_jsonb(old) ->> TG_ARGV[1]); END IF;
  IF TG_OP <> 'DELETE' THEN ids := ids || (to_jsonb(new) ->> TG_ARGV[1]); END IF;
  UPDATE directory_version SET version = version + 1;
  INSERT INTO directory_changes (kind, id, version) SELECT DISTINCT TG_ARGV[0], changed.id, v.version FROM unnest(ids) AS changed (id), directory_version v
    ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version;
  RETURN NULL;
END $$;

CREATE TRIGGER gateway_secret_changed AFTER INSERT OR UPDATE OR DELETE ON gateway_secret
FOR EACH ROW EXECUTE FUNCTION count_directory_version();

${DIRECTORY.map(
  ([table, column, kind = table]) => `
CREATE TRIGGER directory_${table} AFTER INSERT OR UPDATE OR DELETE ON ${table}
FOR EACH ROW EXECUTE FUNCTION note_directory_change('${kind}', '${column}');`,
).join('\n')}
`;

const SEALED_TRIGGERS = `
-- Its argument: the sealed column.
CREATE FUNCTION count_sealed_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text;
  is_now text;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(old) ->> TG_ARGV[0]; END IF;
  IF TG_OP <> 'DELETE' THEN is_now := to_jsonb(new) ->> TG_ARGV[0]; END IF;
  IF was IS DISTINCT FROM is_now THEN UPDATE sealed_changes SET number = number + 1; END IF;
  RETURN NULL;
END $$;

${SEALED.map(
  ([table, column]) => `
CREATE TRIGGER sealed_${table} AFTER INSERT OR UPDATE OR DELETE ON ${table}
FOR EACH ROW EXECUTE FUNCTION count_sealed_change('${column}');`,
).join('\n')}
`;

const OUTBOX_TRIGGERS = `
CREATE FUNCTION count_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO delivery_counts (lane, state, rows) SELECT lane, state, count(*) FROM added GROUP BY lane, state ORDER BY lane, state
      ON CONFLICT (lane, state) DO UPDATE SET rows = delivery_counts.rows + excluded.rows;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE delivery_counts c SET rows = c.rows - r.rows
      FROM (SELECT lane, state, count(*) AS rows FROM removed GROUP BY lane, state) r WHERE c.lane = r.lane AND c.state = r.state;
  ELSE
    INSERT INTO delivery_counts (lane, state, rows)
      SELECT lane, state, sum(step) FROM (SELECT lane, state, 1 AS step FROM added UNION ALL SELECT lane, state, -1 FROM removed) moved
      GROUP BY lane, state HAVING sum(step) <> 0 ORDER BY lane, state
      ON CONFLICT (lane, state) DO UPDATE SET rows = delivery_counts.rows + excluded.rows;
  END IF;
  RETURN NULL;
END $$;

-- Once for all rows of a statement: a message has hundreds.
CREATE TRIGGER outbox_added AFTER INSERT ON outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER outbox_moved AFTER UPDATE ON outbox REFERENCING OLD TABLE AS removed NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();

CREATE FUNCTION forget_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  new.withdrawn := NULL;
  RETURN new;
END $$;

CREATE TRIGGER outbox_told BEFORE UPDATE OF state ON outbox FOR EACH ROW
WHEN (new.withdrawn IS NOT NULL AND new.state IN ('delivered', 'cancelled')) EXECUTE FUNCTION forget_withdrawn();
`;

const ROSTER_TRIGGERS = `
CREATE FUNCTION forget_roster_packs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM roster_packs WHERE school = old.school AND school_year = old.school_year;
  RETURN NULL;
END $$;

CREATE TRIGGER roster_packs_outdated AFTER UPDATE OF revision ON rosters FOR EACH ROW
WHEN (new.revision <> old.revision) EXECUTE FUNCTION forget_roster_packs();

CREATE TRIGGER roster_packs_gone AFTER DELETE ON rosters FOR EACH ROW EXECUTE FUNCTION forget_roster_packs();
`;

/**
 * What the audit refuses: see migrations 5 and 15 of SQLite. Its rows are of many chains at once here, so each goes after the start. A cut
 * removes many at once, so these are looked at together.
 */
const AUDIT_TRIGGERS = `
CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses('an entry is never changed');
CREATE TRIGGER audit_seals_insert BEFORE INSERT ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuses('seals are linked');
CREATE TRIGGER audit_seals_update BEFORE UPDATE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuses('a seal is never changed');
CREATE TRIGGER audit_start_delete BEFORE DELETE ON audit_start FOR EACH ROW EXECUTE FUNCTION audit_refuses('the start stays');
CREATE TRIGGER audit_heads_delete BEFORE DELETE ON audit_heads FOR EACH ROW EXECUTE FUNCTION audit_refuses('a chain stays');
CREATE TRIGGER audit_anchors_delete BEFORE DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION audit_refuses('the start of a chain stays');
CREATE TRIGGER audit_anchors_update BEFORE UPDATE ON audit_anchors FOR EACH ROW
WHEN (new.chain <> old.chain OR new.seq < old.seq) EXECUTE FUNCTION audit_refuses('the start of a chain only goes forward');
CREATE TRIGGER audit_seal_chain_update BEFORE UPDATE ON audit_seal_chain FOR EACH ROW EXECUTE FUNCTION audit_refuses('a seal is never changed');
CREATE TRIGGER audit_seal_start_update BEFORE UPDATE ON audit_seal_start FOR EACH ROW
WHEN (new.number < old.number) EXECUTE FUNCTION audit_refuses('the start only goes forward');
CREATE TRIGGER audit_seal_start_delete BEFORE DELETE ON audit_seal_start FOR EACH ROW EXECUTE FUNCTION audit_refuses('the start stays');

${['audit', 'audit_fields', 'audit_start', 'audit_heads', 'audit_anchors', 'audit_seals', 'audit_seal_chain', 'audit_seal_start']
  .map((table) => `CREATE TRIGGER ${table}_truncate BEFORE TRUNCATE ON ${table} EXECUTE FUNCTION audit_refuses('it is never emptied');`)
  .join('\n')}

CREATE FUNCTION audit_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'audit' THEN
    IF new.seq <= (SELECT seq FROM audit_start) THEN
      RAISE EXCEPTION 'audit: an entry goes after the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF TG_TABLE_NAME = 'audit_start' THEN
    IF new.seq < old.seq OR new.seq > coalesce((SELECT max(seq) FROM audit), 0) THEN
      RAISE EXCEPTION 'audit: the start only goes forward' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF TG_TABLE_NAME = 'audit_seals' THEN
    IF old.seq > (SELECT seq FROM audit_start) THEN
      RAISE EXCEPTION 'audit: a seal is never removed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF TG_OP = 'INSERT' THEN
    IF new.number <> coalesce((SELECT max(number) FROM audit_seal_chain), (SELECT number FROM audit_seal_start)) + 1 THEN
      RAISE EXCEPTION 'audit: a seal goes after the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF old.number > (SELECT number FROM audit_seal_start) THEN
    RAISE EXCEPTION 'audit: a seal is never removed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN old; END IF;
  RETURN new;
END $$;

CREATE FUNCTION audit_looks_at_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM removed WHERE seq > (SELECT seq FROM audit_start)) THEN
    RAISE EXCEPTION 'audit: an entry is never removed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_insert BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_looks();
CREATE TRIGGER audit_delete AFTER DELETE ON audit REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION audit_looks_at_removed();
CREATE TRIGGER audit_start_update BEFORE UPDATE ON audit_start FOR EACH ROW EXECUTE FUNCTION audit_looks();
CREATE TRIGGER audit_seals_delete BEFORE DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_looks();
CREATE TRIGGER audit_seal_chain_ends BEFORE INSERT OR DELETE ON audit_seal_chain FOR EACH ROW EXECUTE FUNCTION audit_looks();
`;

export const TRIGGERS = [DIRECTORY_TRIGGERS, SEALED_TRIGGERS, OUTBOX_TRIGGERS, ROSTER_TRIGGERS, AUDIT_TRIGGERS].join('\n');
