CREATE TABLE alert_events (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alerts(id),
    at TEXT NOT NULL,
    event TEXT NOT NULL CHECK (event = 'opened' OR event = 'updated' OR event = 'worsened' OR event = 'escalated' OR event = 'reopened' OR event = 'resolved' OR event = 'acknowledged' OR event = 'snoozed' OR event = 'dismissed'),
    severity TEXT,
    by TEXT,
    why TEXT,
    os_user TEXT,
    host TEXT
) STRICT;
CREATE INDEX alert_events_alert ON alert_events(alert_id);
CREATE INDEX alert_events_at ON alert_events(at);
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL CHECK (rule = 'report_missing' OR rule = 'report_late' OR rule = 'due_soon' OR rule = 'history_gap' OR rule = 'cannot_tell' OR rule = 'source_broken' OR rule = 'report_withdrawn' OR rule = 'report_unlisted' OR rule = 'report_moved' OR rule = 'report_revised' OR rule = 'report_unreadable' OR rule = 'report_backdated' OR rule = 'texts_differ' OR rule = 'document_unsure' OR rule = 'part_absent' OR rule = 'figures_disagree' OR rule = 'carry_over_disagrees' OR rule = 'rate_regression' OR rule = 'count_change' OR rule = 'metric_dropped' OR rule = 'base_changed' OR rule = 'below_norm' OR rule = 'recycled_text' OR rule = 'delivery_failed' OR rule = 'pass_missed'),
    severity TEXT NOT NULL CHECK (severity = 'info' OR severity = 'notice' OR severity = 'warning' OR severity = 'critical'),
    body_id TEXT REFERENCES bodies(id),
    kind TEXT,
    year INTEGER,
    metric TEXT,
    state TEXT NOT NULL CHECK (state = 'open' OR state = 'acknowledged' OR state = 'snoozed' OR state = 'resolved' OR state = 'dismissed'),
    title TEXT NOT NULL,
    explanation TEXT NOT NULL,
    evidence TEXT NOT NULL,
    digest TEXT NOT NULL,           -- of what a reader would see; a change of it is an update
    history INTEGER NOT NULL DEFAULT 0 CHECK (history IN (0, 1)),  -- about a year before the newest due one
    final INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1)),  -- a fact about a moment: never resolves by itself
    snoozed_until TEXT,
    opened_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX alerts_body ON alerts(body_id, year);
CREATE INDEX alerts_state ON alerts(state, severity, opened_at);
CREATE TABLE bodies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '[]',
    region TEXT,
    routing_region TEXT,
    class TEXT CHECK (class = 'province' OR class = 'prefecture_government' OR class = 'county_government' OR class = 'township_government' OR class = 'subdistrict_office' OR class = 'department' OR class = 'management_zone'),
    parent_id TEXT REFERENCES bodies(id) DEFERRABLE INITIALLY DEFERRED,
    since INTEGER,
    until INTEGER,
    successor_id TEXT,
    watched INTEGER NOT NULL DEFAULT 0 CHECK (watched IN (0, 1))
) STRICT;
CREATE INDEX bodies_region ON bodies(region);
CREATE TABLE body_names (           -- names and aliases of configured bodies, by which an issuer is found
    name TEXT NOT NULL,
    body_id TEXT NOT NULL REFERENCES bodies(id) ON DELETE CASCADE,
    PRIMARY KEY (name, body_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX body_names_body ON body_names(body_id);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    visit_id INTEGER REFERENCES visits(id),
    section_id TEXT REFERENCES sections(id),
    role TEXT NOT NULL CHECK (role = 'list' OR role = 'detail' OR role = 'attachment'),
    url TEXT NOT NULL,
    final_url TEXT,
    document_url TEXT,              -- the document that a detail or attachment belongs to
    label TEXT,                     -- an attachment's name as shown
    position INTEGER,               -- an attachment's place on its page
    fetched_at TEXT NOT NULL,
    http_status INTEGER,
    verdict TEXT NOT NULL CHECK (verdict = 'ok' OR verdict = 'not_modified' OR verdict = 'soft_404' OR verdict = 'gone' OR verdict = 'challenge' OR verdict = 'shell' OR verdict = 'redirect_stub' OR verdict = 'wrong_type' OR verdict = 'too_large' OR verdict = 'robots' OR verdict = 'forbidden_address' OR verdict = 'unreachable' OR verdict = 'error'),
    reason TEXT,
    media_type TEXT,
    sha256 TEXT,                    -- of the body after transfer and content decoding
    size INTEGER,
    rendered INTEGER NOT NULL DEFAULT 0 CHECK (rendered IN (0, 1)),
    archive_file TEXT,
    archive_offset INTEGER,
    archive_length INTEGER,
    record_sha256 TEXT,             -- of these bytes of the archive file, compressed as they are
    previous_hash TEXT NOT NULL,
    chain_hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX captures_document ON captures(document_url, id) WHERE document_url IS NOT NULL;
CREATE TRIGGER captures_stay BEFORE DELETE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture is never deleted'); END;
CREATE TRIGGER captures_stay_as_they_are BEFORE UPDATE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture is never changed'); END;
CREATE INDEX captures_url ON captures(url);
CREATE INDEX captures_visit ON captures(visit_id);
CREATE VIEW comparable_values AS 
        SELECT m.id AS value_id, r.id AS report_id, r.body_id, r.kind, r.year, m.metric, m.period, m.scope, m.value,
            m.unit, m.basis, m.numerator, m.denominator, m.base, m.includes_carried_in, m.low, m.high, m.figure_id,
            CASE WHEN m.unit = '%' THEN coalesce(m.base, 'report ' || r.id) ELSE coalesce(m.base, '-') END AS ground
        FROM metric_values m
        JOIN reports r ON r.current_version_id = m.version_id AND m.period = CAST(r.year AS TEXT)
        WHERE NOT EXISTS (SELECT 1 FROM metric_values o WHERE o.metric = m.metric AND o.period = m.period
            AND o.version_id = m.version_id AND o.scope = m.scope
            AND (o.basis < m.basis OR o.basis = m.basis AND o.id < m.id));
CREATE VIEW coverage AS 
        SELECT e.body_id, b.name AS body, b.region, b.class, e.kind, e.year, e.state, e.due_on, r.published_on,
            r.published_basis, r.first_seen_at,
            CASE WHEN e.state = 'late'
                THEN CAST(julianday(coalesce(r.published_on, r.signed_on)) - julianday(e.due_on) AS INTEGER)
            END AS days_late,
            e.reason, r.id AS report_id, r.url
        FROM expectations e JOIN bodies b ON b.id = e.body_id
        LEFT JOIN reports r ON r.body_id = e.body_id AND r.kind = e.kind AND r.year = e.year;
CREATE TABLE decisions (
    url TEXT PRIMARY KEY,
    decision TEXT NOT NULL CHECK (decision = 'report' OR decision = 'other_kind' OR decision = 'not_a_report' OR decision = 'unsure' OR decision = 'unread'),
    kind TEXT,
    year INTEGER,
    by TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE deliveries (
    alert_id INTEGER NOT NULL REFERENCES alerts(id),
    message_id INTEGER NOT NULL REFERENCES messages(id),
    event INTEGER NOT NULL REFERENCES alert_events(id),
    PRIMARY KEY (alert_id, message_id, event)
) STRICT;
CREATE INDEX deliveries_event ON deliveries(event);
CREATE INDEX deliveries_message ON deliveries(message_id);
CREATE TABLE dictionary (
    "table" TEXT NOT NULL,
    "column" TEXT NOT NULL,             -- '' = the table itself
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    PRIMARY KEY ("table", "column")
) STRICT, WITHOUT ROWID;
CREATE TABLE documents_seen (
    url TEXT NOT NULL,
    section_id TEXT NOT NULL REFERENCES sections(id),
    title TEXT NOT NULL,
    row_date TEXT,
    candidate INTEGER NOT NULL DEFAULT 0 CHECK (candidate IN (0, 1)),
    listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)),
    decision TEXT NOT NULL CHECK (decision = 'report' OR decision = 'other_kind' OR decision = 'not_a_report' OR decision = 'unsure' OR decision = 'unread'),
    kind TEXT CHECK (kind = 'fazhi_annual' OR kind = 'enforcement_stats' OR kind = 'disclosure_annual'),
    year INTEGER,
    reason TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    fetched_at TEXT,                -- last good fetch of its detail, real clock
    checked_at TEXT,                -- last re-check, as judging sees it
    fetched_through INTEGER,        -- newest capture of its last complete fetch (detail and attachments)
    bundle_sha256 TEXT,             -- digest of the originals of that fetch: differs from read_sha256 = to be read
    parser_version TEXT,            -- that read it last, or tried to; null = never read, or to be read again
    read_captures TEXT,             -- capture ids that this reading was given, comma separated
    read_sha256 TEXT,               -- digest of these originals
    PRIMARY KEY (url, section_id)
) STRICT;
CREATE INDEX documents_seen_decision ON documents_seen(section_id, decision);
CREATE INDEX documents_seen_fetched ON documents_seen(url) WHERE bundle_sha256 IS NOT NULL;
CREATE TABLE expectations (
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL CHECK (kind = 'fazhi_annual' OR kind = 'enforcement_stats' OR kind = 'disclosure_annual'),
    year INTEGER NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL CHECK (state = 'expected' OR state = 'due_soon' OR state = 'on_time' OR state = 'late' OR state = 'found_undated' OR state = 'missing' OR state = 'cannot_tell' OR state = 'exempt'),
    reason TEXT NOT NULL,
    visit_ids TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (body_id, kind, year)
) STRICT;
CREATE VIEW figure_fractions AS 
        SELECT f.id AS figure_id, coalesce((SELECT CASE WHEN m.denominator > 0 THEN coalesce(rtrim(rtrim(CAST(m.numerator AS TEXT), '0'), '.'), '?') || '/' || rtrim(rtrim(CAST(m.denominator AS TEXT), '0'), '.')
                WHEN m.unit = '%' THEN '分母未载明' END FROM metric_values m
                WHERE m.version_id = f.version_id AND m.metric = f.metric AND m.figure_id = f.id
                ORDER BY m.basis = 'computed', m.id LIMIT 1), CASE f.unit WHEN '%' THEN '分母未载明' END) AS fraction
        FROM figures f;
CREATE TABLE figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'count' OR kind = 'rate' OR kind = 'amount' OR kind = 'duration' OR kind = 'rank' OR kind = 'change'),
    qualifier TEXT NOT NULL CHECK (qualifier = 'eq' OR qualifier = 'gt' OR qualifier = 'ge' OR qualifier = 'lt' OR qualifier = 'le' OR qualifier = 'approx'),
    tense TEXT NOT NULL CHECK (tense = 'actual' OR tense = 'target' OR tense = 'prior' OR tense = 'cumulative' OR tense = 'other_level'),
    period TEXT,
    part TEXT,
    metric TEXT,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    at_start INTEGER NOT NULL,
    at_end INTEGER NOT NULL,
    page INTEGER,
    capture_id INTEGER REFERENCES captures(id),
    confidence REAL
) STRICT;
CREATE INDEX figures_version ON figures(version_id);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict = 'holds' OR verdict = 'truncation' OR verdict = 'disagrees' OR verdict = 'base_unclear' OR verdict = 'uncheckable'),
    severity TEXT NOT NULL CHECK (severity = 'info' OR severity = 'notice' OR severity = 'warning' OR severity = 'critical'),
    metric TEXT,
    numbers TEXT NOT NULL,
    expected TEXT NOT NULL,
    nearest TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX findings_verdict ON findings(verdict);
CREATE INDEX findings_version ON findings(version_id);
CREATE TABLE judged (body_id TEXT PRIMARY KEY REFERENCES bodies(id), stamp TEXT NOT NULL) STRICT;
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,         -- 1, 2, 3 … without a gap
    "table" TEXT NOT NULL,
    "key" TEXT NOT NULL,            -- of the row; of what was read for a version, the version's id
    before BLOB,                    -- the row's seal as it was met; null = not looked at
    seals BLOB NOT NULL,            -- eight bytes a row; empty = the row was removed
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_alert_events_changed AFTER UPDATE ON alert_events WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."alert_id" IS NOT NEW."alert_id" OR OLD."at" IS NOT NEW."at" OR OLD."event" IS NOT NEW."event" OR OLD."severity" IS NOT NEW."severity" OR OLD."by" IS NOT NEW."by" OR OLD."why" IS NOT NEW."why" OR OLD."os_user" IS NOT NEW."os_user" OR OLD."host" IS NOT NEW."host")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alert_events', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."alert_id", OLD."at", OLD."event", OLD."severity", OLD."by", OLD."why", OLD."os_user", OLD."host") ELSE x'' END, fazhi_seal(NEW."id", NEW."alert_id", NEW."at", NEW."event", NEW."severity", NEW."by", NEW."why", NEW."os_user", NEW."host"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alert_events', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."alert_id", OLD."at", OLD."event", OLD."severity", OLD."by", OLD."why", OLD."os_user", OLD."host") ELSE x'' END, fazhi_seal(NEW."id", NEW."alert_id", NEW."at", NEW."event", NEW."severity", NEW."by", NEW."why", NEW."os_user", NEW."host"))); END;
CREATE TRIGGER ledger_alert_events_gone AFTER DELETE ON alert_events WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alert_events', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."alert_id", OLD."at", OLD."event", OLD."severity", OLD."by", OLD."why", OLD."os_user", OLD."host"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alert_events', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."alert_id", OLD."at", OLD."event", OLD."severity", OLD."by", OLD."why", OLD."os_user", OLD."host"), x'')); END;
CREATE TRIGGER ledger_alert_events_new AFTER INSERT ON alert_events WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alert_events', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."alert_id", NEW."at", NEW."event", NEW."severity", NEW."by", NEW."why", NEW."os_user", NEW."host"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alert_events', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."alert_id", NEW."at", NEW."event", NEW."severity", NEW."by", NEW."why", NEW."os_user", NEW."host"))); END;
CREATE TRIGGER ledger_alerts_changed AFTER UPDATE ON alerts WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."fingerprint" IS NOT NEW."fingerprint" OR OLD."rule" IS NOT NEW."rule" OR OLD."severity" IS NOT NEW."severity" OR OLD."body_id" IS NOT NEW."body_id" OR OLD."kind" IS NOT NEW."kind" OR OLD."year" IS NOT NEW."year" OR OLD."metric" IS NOT NEW."metric" OR OLD."state" IS NOT NEW."state" OR OLD."title" IS NOT NEW."title" OR OLD."explanation" IS NOT NEW."explanation" OR OLD."evidence" IS NOT NEW."evidence" OR OLD."history" IS NOT NEW."history" OR OLD."final" IS NOT NEW."final" OR OLD."snoozed_until" IS NOT NEW."snoozed_until" OR OLD."opened_at" IS NOT NEW."opened_at" OR OLD."closed_at" IS NOT NEW."closed_at")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alerts', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."fingerprint", OLD."rule", OLD."severity", OLD."body_id", OLD."kind", OLD."year", OLD."metric", OLD."state", OLD."title", OLD."explanation", OLD."evidence", OLD."history", OLD."final", OLD."snoozed_until", OLD."opened_at", OLD."closed_at") ELSE x'' END, fazhi_seal(NEW."id", NEW."fingerprint", NEW."rule", NEW."severity", NEW."body_id", NEW."kind", NEW."year", NEW."metric", NEW."state", NEW."title", NEW."explanation", NEW."evidence", NEW."history", NEW."final", NEW."snoozed_until", NEW."opened_at", NEW."closed_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alerts', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."fingerprint", OLD."rule", OLD."severity", OLD."body_id", OLD."kind", OLD."year", OLD."metric", OLD."state", OLD."title", OLD."explanation", OLD."evidence", OLD."history", OLD."final", OLD."snoozed_until", OLD."opened_at", OLD."closed_at") ELSE x'' END, fazhi_seal(NEW."id", NEW."fingerprint", NEW."rule", NEW."severity", NEW."body_id", NEW."kind", NEW."year", NEW."metric", NEW."state", NEW."title", NEW."explanation", NEW."evidence", NEW."history", NEW."final", NEW."snoozed_until", NEW."opened_at", NEW."closed_at"))); END;
CREATE TRIGGER ledger_alerts_gone AFTER DELETE ON alerts WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alerts', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."fingerprint", OLD."rule", OLD."severity", OLD."body_id", OLD."kind", OLD."year", OLD."metric", OLD."state", OLD."title", OLD."explanation", OLD."evidence", OLD."history", OLD."final", OLD."snoozed_until", OLD."opened_at", OLD."closed_at"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alerts', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."fingerprint", OLD."rule", OLD."severity", OLD."body_id", OLD."kind", OLD."year", OLD."metric", OLD."state", OLD."title", OLD."explanation", OLD."evidence", OLD."history", OLD."final", OLD."snoozed_until", OLD."opened_at", OLD."closed_at"), x'')); END;
CREATE TRIGGER ledger_alerts_new AFTER INSERT ON alerts WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('alerts', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."fingerprint", NEW."rule", NEW."severity", NEW."body_id", NEW."kind", NEW."year", NEW."metric", NEW."state", NEW."title", NEW."explanation", NEW."evidence", NEW."history", NEW."final", NEW."snoozed_until", NEW."opened_at", NEW."closed_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'alerts', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."fingerprint", NEW."rule", NEW."severity", NEW."body_id", NEW."kind", NEW."year", NEW."metric", NEW."state", NEW."title", NEW."explanation", NEW."evidence", NEW."history", NEW."final", NEW."snoozed_until", NEW."opened_at", NEW."closed_at"))); END;
CREATE TRIGGER ledger_bodies_changed AFTER UPDATE ON bodies WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."name" IS NOT NEW."name" OR OLD."aliases" IS NOT NEW."aliases" OR OLD."region" IS NOT NEW."region" OR OLD."routing_region" IS NOT NEW."routing_region" OR OLD."class" IS NOT NEW."class" OR OLD."parent_id" IS NOT NEW."parent_id" OR OLD."since" IS NOT NEW."since" OR OLD."until" IS NOT NEW."until" OR OLD."successor_id" IS NOT NEW."successor_id" OR OLD."watched" IS NOT NEW."watched")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('bodies', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."name", OLD."aliases", OLD."region", OLD."routing_region", OLD."class", OLD."parent_id", OLD."since", OLD."until", OLD."successor_id", OLD."watched") ELSE x'' END, fazhi_seal(NEW."id", NEW."name", NEW."aliases", NEW."region", NEW."routing_region", NEW."class", NEW."parent_id", NEW."since", NEW."until", NEW."successor_id", NEW."watched"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'bodies', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."name", OLD."aliases", OLD."region", OLD."routing_region", OLD."class", OLD."parent_id", OLD."since", OLD."until", OLD."successor_id", OLD."watched") ELSE x'' END, fazhi_seal(NEW."id", NEW."name", NEW."aliases", NEW."region", NEW."routing_region", NEW."class", NEW."parent_id", NEW."since", NEW."until", NEW."successor_id", NEW."watched"))); END;
CREATE TRIGGER ledger_bodies_gone AFTER DELETE ON bodies WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('bodies', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."name", OLD."aliases", OLD."region", OLD."routing_region", OLD."class", OLD."parent_id", OLD."since", OLD."until", OLD."successor_id", OLD."watched"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'bodies', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."name", OLD."aliases", OLD."region", OLD."routing_region", OLD."class", OLD."parent_id", OLD."since", OLD."until", OLD."successor_id", OLD."watched"), x'')); END;
CREATE TRIGGER ledger_bodies_new AFTER INSERT ON bodies WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('bodies', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."name", NEW."aliases", NEW."region", NEW."routing_region", NEW."class", NEW."parent_id", NEW."since", NEW."until", NEW."successor_id", NEW."watched"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'bodies', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."name", NEW."aliases", NEW."region", NEW."routing_region", NEW."class", NEW."parent_id", NEW."since", NEW."until", NEW."successor_id", NEW."watched"))); END;
CREATE TRIGGER ledger_decisions_changed AFTER UPDATE ON decisions WHEN 1 AND (OLD."url" IS NOT NEW."url" OR OLD."decision" IS NOT NEW."decision" OR OLD."kind" IS NOT NEW."kind" OR OLD."year" IS NOT NEW."year" OR OLD."by" IS NOT NEW."by" OR OLD."why" IS NOT NEW."why" OR OLD."at" IS NOT NEW."at")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('decisions', CAST(NEW.url AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."url", OLD."decision", OLD."kind", OLD."year", OLD."by", OLD."why", OLD."at") ELSE x'' END, fazhi_seal(NEW."url", NEW."decision", NEW."kind", NEW."year", NEW."by", NEW."why", NEW."at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'decisions', CAST(NEW.url AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."url", OLD."decision", OLD."kind", OLD."year", OLD."by", OLD."why", OLD."at") ELSE x'' END, fazhi_seal(NEW."url", NEW."decision", NEW."kind", NEW."year", NEW."by", NEW."why", NEW."at"))); END;
CREATE TRIGGER ledger_decisions_gone AFTER DELETE ON decisions WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('decisions', CAST(OLD.url AS TEXT), fazhi_seal(OLD."url", OLD."decision", OLD."kind", OLD."year", OLD."by", OLD."why", OLD."at"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'decisions', CAST(OLD.url AS TEXT), fazhi_seal(OLD."url", OLD."decision", OLD."kind", OLD."year", OLD."by", OLD."why", OLD."at"), x'')); END;
CREATE TRIGGER ledger_decisions_new AFTER INSERT ON decisions WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('decisions', CAST(NEW.url AS TEXT), x'', fazhi_seal(NEW."url", NEW."decision", NEW."kind", NEW."year", NEW."by", NEW."why", NEW."at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'decisions', CAST(NEW.url AS TEXT), x'', fazhi_seal(NEW."url", NEW."decision", NEW."kind", NEW."year", NEW."by", NEW."why", NEW."at"))); END;
CREATE TRIGGER ledger_deliveries_changed AFTER UPDATE ON deliveries WHEN 1 AND (OLD."alert_id" IS NOT NEW."alert_id" OR OLD."message_id" IS NOT NEW."message_id" OR OLD."event" IS NOT NEW."event")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('deliveries', CAST(NEW.alert_id || ' ' || NEW.message_id || ' ' || NEW.event AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."alert_id", OLD."message_id", OLD."event") ELSE x'' END, fazhi_seal(NEW."alert_id", NEW."message_id", NEW."event"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'deliveries', CAST(NEW.alert_id || ' ' || NEW.message_id || ' ' || NEW.event AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."alert_id", OLD."message_id", OLD."event") ELSE x'' END, fazhi_seal(NEW."alert_id", NEW."message_id", NEW."event"))); END;
CREATE TRIGGER ledger_deliveries_gone AFTER DELETE ON deliveries WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('deliveries', CAST(OLD.alert_id || ' ' || OLD.message_id || ' ' || OLD.event AS TEXT), fazhi_seal(OLD."alert_id", OLD."message_id", OLD."event"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'deliveries', CAST(OLD.alert_id || ' ' || OLD.message_id || ' ' || OLD.event AS TEXT), fazhi_seal(OLD."alert_id", OLD."message_id", OLD."event"), x'')); END;
CREATE TRIGGER ledger_deliveries_new AFTER INSERT ON deliveries WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('deliveries', CAST(NEW.alert_id || ' ' || NEW.message_id || ' ' || NEW.event AS TEXT), x'', fazhi_seal(NEW."alert_id", NEW."message_id", NEW."event"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'deliveries', CAST(NEW.alert_id || ' ' || NEW.message_id || ' ' || NEW.event AS TEXT), x'', fazhi_seal(NEW."alert_id", NEW."message_id", NEW."event"))); END;
CREATE TRIGGER ledger_documents_seen_changed AFTER UPDATE ON documents_seen WHEN 1 AND (OLD."url" IS NOT NEW."url" OR OLD."section_id" IS NOT NEW."section_id" OR OLD."title" IS NOT NEW."title" OR OLD."row_date" IS NOT NEW."row_date" OR OLD."candidate" IS NOT NEW."candidate" OR OLD."listed" IS NOT NEW."listed" OR OLD."decision" IS NOT NEW."decision" OR OLD."kind" IS NOT NEW."kind" OR OLD."year" IS NOT NEW."year" OR OLD."reason" IS NOT NEW."reason" OR OLD."first_seen_at" IS NOT NEW."first_seen_at")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('documents_seen', CAST(NEW.section_id || ' ' || NEW.url AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."url", OLD."section_id", OLD."title", OLD."row_date", OLD."candidate", OLD."listed", OLD."decision", OLD."kind", OLD."year", OLD."reason", OLD."first_seen_at") ELSE x'' END, fazhi_seal(NEW."url", NEW."section_id", NEW."title", NEW."row_date", NEW."candidate", NEW."listed", NEW."decision", NEW."kind", NEW."year", NEW."reason", NEW."first_seen_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'documents_seen', CAST(NEW.section_id || ' ' || NEW.url AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."url", OLD."section_id", OLD."title", OLD."row_date", OLD."candidate", OLD."listed", OLD."decision", OLD."kind", OLD."year", OLD."reason", OLD."first_seen_at") ELSE x'' END, fazhi_seal(NEW."url", NEW."section_id", NEW."title", NEW."row_date", NEW."candidate", NEW."listed", NEW."decision", NEW."kind", NEW."year", NEW."reason", NEW."first_seen_at"))); END;
CREATE TRIGGER ledger_documents_seen_gone AFTER DELETE ON documents_seen WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('documents_seen', CAST(OLD.section_id || ' ' || OLD.url AS TEXT), fazhi_seal(OLD."url", OLD."section_id", OLD."title", OLD."row_date", OLD."candidate", OLD."listed", OLD."decision", OLD."kind", OLD."year", OLD."reason", OLD."first_seen_at"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'documents_seen', CAST(OLD.section_id || ' ' || OLD.url AS TEXT), fazhi_seal(OLD."url", OLD."section_id", OLD."title", OLD."row_date", OLD."candidate", OLD."listed", OLD."decision", OLD."kind", OLD."year", OLD."reason", OLD."first_seen_at"), x'')); END;
CREATE TRIGGER ledger_documents_seen_new AFTER INSERT ON documents_seen WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('documents_seen', CAST(NEW.section_id || ' ' || NEW.url AS TEXT), x'', fazhi_seal(NEW."url", NEW."section_id", NEW."title", NEW."row_date", NEW."candidate", NEW."listed", NEW."decision", NEW."kind", NEW."year", NEW."reason", NEW."first_seen_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'documents_seen', CAST(NEW.section_id || ' ' || NEW.url AS TEXT), x'', fazhi_seal(NEW."url", NEW."section_id", NEW."title", NEW."row_date", NEW."candidate", NEW."listed", NEW."decision", NEW."kind", NEW."year", NEW."reason", NEW."first_seen_at"))); END;
CREATE TRIGGER ledger_expectations_changed AFTER UPDATE ON expectations WHEN 1 AND (OLD."body_id" IS NOT NEW."body_id" OR OLD."kind" IS NOT NEW."kind" OR OLD."year" IS NOT NEW."year" OR OLD."due_on" IS NOT NEW."due_on" OR OLD."state" IS NOT NEW."state" OR OLD."reason" IS NOT NEW."reason" OR OLD."visit_ids" IS NOT NEW."visit_ids")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('expectations', CAST(NEW.body_id || ' ' || NEW.kind || ' ' || NEW.year AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."body_id", OLD."kind", OLD."year", OLD."due_on", OLD."state", OLD."reason", OLD."visit_ids") ELSE x'' END, fazhi_seal(NEW."body_id", NEW."kind", NEW."year", NEW."due_on", NEW."state", NEW."reason", NEW."visit_ids"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'expectations', CAST(NEW.body_id || ' ' || NEW.kind || ' ' || NEW.year AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."body_id", OLD."kind", OLD."year", OLD."due_on", OLD."state", OLD."reason", OLD."visit_ids") ELSE x'' END, fazhi_seal(NEW."body_id", NEW."kind", NEW."year", NEW."due_on", NEW."state", NEW."reason", NEW."visit_ids"))); END;
CREATE TRIGGER ledger_expectations_gone AFTER DELETE ON expectations WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('expectations', CAST(OLD.body_id || ' ' || OLD.kind || ' ' || OLD.year AS TEXT), fazhi_seal(OLD."body_id", OLD."kind", OLD."year", OLD."due_on", OLD."state", OLD."reason", OLD."visit_ids"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'expectations', CAST(OLD.body_id || ' ' || OLD.kind || ' ' || OLD.year AS TEXT), fazhi_seal(OLD."body_id", OLD."kind", OLD."year", OLD."due_on", OLD."state", OLD."reason", OLD."visit_ids"), x'')); END;
CREATE TRIGGER ledger_expectations_new AFTER INSERT ON expectations WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('expectations', CAST(NEW.body_id || ' ' || NEW.kind || ' ' || NEW.year AS TEXT), x'', fazhi_seal(NEW."body_id", NEW."kind", NEW."year", NEW."due_on", NEW."state", NEW."reason", NEW."visit_ids"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'expectations', CAST(NEW.body_id || ' ' || NEW.kind || ' ' || NEW.year AS TEXT), x'', fazhi_seal(NEW."body_id", NEW."kind", NEW."year", NEW."due_on", NEW."state", NEW."reason", NEW."visit_ids"))); END;
CREATE TRIGGER ledger_messages_changed AFTER UPDATE ON messages WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."supervisor" IS NOT NEW."supervisor" OR OLD."channel" IS NOT NEW."channel" OR OLD."recipient" IS NOT NEW."recipient" OR OLD."message_id" IS NOT NEW."message_id" OR OLD."subject" IS NOT NEW."subject" OR OLD."content" IS NOT NEW."content" OR OLD."state" IS NOT NEW."state" OR OLD."uncertain" IS NOT NEW."uncertain" OR OLD."created_at" IS NOT NEW."created_at" OR OLD."sent_at" IS NOT NEW."sent_at")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('messages', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."supervisor", OLD."channel", OLD."recipient", OLD."message_id", OLD."subject", OLD."content", OLD."state", OLD."uncertain", OLD."created_at", OLD."sent_at") ELSE x'' END, fazhi_seal(NEW."id", NEW."supervisor", NEW."channel", NEW."recipient", NEW."message_id", NEW."subject", NEW."content", NEW."state", NEW."uncertain", NEW."created_at", NEW."sent_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'messages', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."supervisor", OLD."channel", OLD."recipient", OLD."message_id", OLD."subject", OLD."content", OLD."state", OLD."uncertain", OLD."created_at", OLD."sent_at") ELSE x'' END, fazhi_seal(NEW."id", NEW."supervisor", NEW."channel", NEW."recipient", NEW."message_id", NEW."subject", NEW."content", NEW."state", NEW."uncertain", NEW."created_at", NEW."sent_at"))); END;
CREATE TRIGGER ledger_messages_gone AFTER DELETE ON messages WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('messages', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."supervisor", OLD."channel", OLD."recipient", OLD."message_id", OLD."subject", OLD."content", OLD."state", OLD."uncertain", OLD."created_at", OLD."sent_at"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'messages', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."supervisor", OLD."channel", OLD."recipient", OLD."message_id", OLD."subject", OLD."content", OLD."state", OLD."uncertain", OLD."created_at", OLD."sent_at"), x'')); END;
CREATE TRIGGER ledger_messages_new AFTER INSERT ON messages WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('messages', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."supervisor", NEW."channel", NEW."recipient", NEW."message_id", NEW."subject", NEW."content", NEW."state", NEW."uncertain", NEW."created_at", NEW."sent_at"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'messages', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."supervisor", NEW."channel", NEW."recipient", NEW."message_id", NEW."subject", NEW."content", NEW."state", NEW."uncertain", NEW."created_at", NEW."sent_at"))); END;
CREATE TRIGGER ledger_meta_changed AFTER UPDATE ON meta WHEN NEW.key <> 'chain_head' AND (OLD."key" IS NOT NEW."key" OR OLD."value" IS NOT NEW."value")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('meta', CAST(NEW.key AS TEXT), CASE WHEN OLD.key <> 'chain_head' THEN fazhi_seal(OLD."key", OLD."value") ELSE x'' END, fazhi_seal(NEW."key", NEW."value"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'meta', CAST(NEW.key AS TEXT), CASE WHEN OLD.key <> 'chain_head' THEN fazhi_seal(OLD."key", OLD."value") ELSE x'' END, fazhi_seal(NEW."key", NEW."value"))); END;
CREATE TRIGGER ledger_meta_gone AFTER DELETE ON meta WHEN OLD.key <> 'chain_head'
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('meta', CAST(OLD.key AS TEXT), fazhi_seal(OLD."key", OLD."value"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'meta', CAST(OLD.key AS TEXT), fazhi_seal(OLD."key", OLD."value"), x'')); END;
CREATE TRIGGER ledger_meta_new AFTER INSERT ON meta WHEN NEW.key <> 'chain_head'
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('meta', CAST(NEW.key AS TEXT), x'', fazhi_seal(NEW."key", NEW."value"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'meta', CAST(NEW.key AS TEXT), x'', fazhi_seal(NEW."key", NEW."value"))); END;
CREATE TRIGGER ledger_metrics_changed AFTER UPDATE ON metrics WHEN 1 AND (OLD."key" IS NOT NEW."key" OR OLD."zh" IS NOT NEW."zh" OR OLD."en" IS NOT NEW."en" OR OLD."topic" IS NOT NEW."topic" OR OLD."kind" IS NOT NEW."kind" OR OLD."unit" IS NOT NEW."unit" OR OLD."direction" IS NOT NEW."direction" OR OLD."regression" IS NOT NEW."regression" OR OLD."numerator" IS NOT NEW."numerator" OR OLD."denominator" IS NOT NEW."denominator" OR OLD."tier" IS NOT NEW."tier" OR OLD."definition" IS NOT NEW."definition")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('metrics', CAST(NEW.key AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."key", OLD."zh", OLD."en", OLD."topic", OLD."kind", OLD."unit", OLD."direction", OLD."regression", OLD."numerator", OLD."denominator", OLD."tier", OLD."definition") ELSE x'' END, fazhi_seal(NEW."key", NEW."zh", NEW."en", NEW."topic", NEW."kind", NEW."unit", NEW."direction", NEW."regression", NEW."numerator", NEW."denominator", NEW."tier", NEW."definition"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'metrics', CAST(NEW.key AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."key", OLD."zh", OLD."en", OLD."topic", OLD."kind", OLD."unit", OLD."direction", OLD."regression", OLD."numerator", OLD."denominator", OLD."tier", OLD."definition") ELSE x'' END, fazhi_seal(NEW."key", NEW."zh", NEW."en", NEW."topic", NEW."kind", NEW."unit", NEW."direction", NEW."regression", NEW."numerator", NEW."denominator", NEW."tier", NEW."definition"))); END;
CREATE TRIGGER ledger_metrics_gone AFTER DELETE ON metrics WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('metrics', CAST(OLD.key AS TEXT), fazhi_seal(OLD."key", OLD."zh", OLD."en", OLD."topic", OLD."kind", OLD."unit", OLD."direction", OLD."regression", OLD."numerator", OLD."denominator", OLD."tier", OLD."definition"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'metrics', CAST(OLD.key AS TEXT), fazhi_seal(OLD."key", OLD."zh", OLD."en", OLD."topic", OLD."kind", OLD."unit", OLD."direction", OLD."regression", OLD."numerator", OLD."denominator", OLD."tier", OLD."definition"), x'')); END;
CREATE TRIGGER ledger_metrics_new AFTER INSERT ON metrics WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('metrics', CAST(NEW.key AS TEXT), x'', fazhi_seal(NEW."key", NEW."zh", NEW."en", NEW."topic", NEW."kind", NEW."unit", NEW."direction", NEW."regression", NEW."numerator", NEW."denominator", NEW."tier", NEW."definition"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'metrics', CAST(NEW.key AS TEXT), x'', fazhi_seal(NEW."key", NEW."zh", NEW."en", NEW."topic", NEW."kind", NEW."unit", NEW."direction", NEW."regression", NEW."numerator", NEW."denominator", NEW."tier", NEW."definition"))); END;
CREATE INDEX ledger_readings ON ledger("table", "key") WHERE before IS NULL;
CREATE TRIGGER ledger_report_places_changed AFTER UPDATE ON report_places WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."report_id" IS NOT NEW."report_id" OR OLD."section_id" IS NOT NEW."section_id" OR OLD."url" IS NOT NEW."url" OR OLD."title" IS NOT NEW."title" OR OLD."issuers" IS NOT NEW."issuers" OR OLD."doc_number" IS NOT NEW."doc_number" OR OLD."published_on" IS NOT NEW."published_on" OR OLD."published_basis" IS NOT NEW."published_basis" OR OLD."signed_on" IS NOT NEW."signed_on" OR OLD."notes" IS NOT NEW."notes" OR OLD."first_seen_at" IS NOT NEW."first_seen_at" OR OLD."baseline" IS NOT NEW."baseline" OR OLD."state" IS NOT NEW."state" OR OLD."state_since" IS NOT NEW."state_since")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_places', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."report_id", OLD."section_id", OLD."url", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."notes", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."state_since") ELSE x'' END, fazhi_seal(NEW."id", NEW."report_id", NEW."section_id", NEW."url", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."notes", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."state_since"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_places', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."report_id", OLD."section_id", OLD."url", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."notes", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."state_since") ELSE x'' END, fazhi_seal(NEW."id", NEW."report_id", NEW."section_id", NEW."url", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."notes", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."state_since"))); END;
CREATE TRIGGER ledger_report_places_gone AFTER DELETE ON report_places WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_places', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."report_id", OLD."section_id", OLD."url", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."notes", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."state_since"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_places', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."report_id", OLD."section_id", OLD."url", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."notes", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."state_since"), x'')); END;
CREATE TRIGGER ledger_report_places_new AFTER INSERT ON report_places WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_places', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."report_id", NEW."section_id", NEW."url", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."notes", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."state_since"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_places', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."report_id", NEW."section_id", NEW."url", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."notes", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."state_since"))); END;
CREATE TRIGGER ledger_report_versions_changed AFTER UPDATE ON report_versions WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."report_id" IS NOT NEW."report_id" OR OLD."place_id" IS NOT NEW."place_id" OR OLD."number" IS NOT NEW."number" OR OLD."observed_at" IS NOT NEW."observed_at" OR OLD."title" IS NOT NEW."title" OR OLD."text_sha256" IS NOT NEW."text_sha256" OR OLD."method" IS NOT NEW."method" OR OLD."quality" IS NOT NEW."quality" OR OLD."change" IS NOT NEW."change" OR OLD."parser_version" IS NOT NEW."parser_version" OR OLD."bundle_sha256" IS NOT NEW."bundle_sha256" OR OLD."read_captures" IS NOT NEW."read_captures")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_versions', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."report_id", OLD."place_id", OLD."number", OLD."observed_at", OLD."title", OLD."text_sha256", OLD."method", OLD."quality", OLD."change", OLD."parser_version", OLD."bundle_sha256", OLD."read_captures") ELSE x'' END, fazhi_seal(NEW."id", NEW."report_id", NEW."place_id", NEW."number", NEW."observed_at", NEW."title", NEW."text_sha256", NEW."method", NEW."quality", NEW."change", NEW."parser_version", NEW."bundle_sha256", NEW."read_captures"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_versions', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."report_id", OLD."place_id", OLD."number", OLD."observed_at", OLD."title", OLD."text_sha256", OLD."method", OLD."quality", OLD."change", OLD."parser_version", OLD."bundle_sha256", OLD."read_captures") ELSE x'' END, fazhi_seal(NEW."id", NEW."report_id", NEW."place_id", NEW."number", NEW."observed_at", NEW."title", NEW."text_sha256", NEW."method", NEW."quality", NEW."change", NEW."parser_version", NEW."bundle_sha256", NEW."read_captures"))); END;
CREATE TRIGGER ledger_report_versions_gone AFTER DELETE ON report_versions WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_versions', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."report_id", OLD."place_id", OLD."number", OLD."observed_at", OLD."title", OLD."text_sha256", OLD."method", OLD."quality", OLD."change", OLD."parser_version", OLD."bundle_sha256", OLD."read_captures"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_versions', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."report_id", OLD."place_id", OLD."number", OLD."observed_at", OLD."title", OLD."text_sha256", OLD."method", OLD."quality", OLD."change", OLD."parser_version", OLD."bundle_sha256", OLD."read_captures"), x'')); END;
CREATE TRIGGER ledger_report_versions_new AFTER INSERT ON report_versions WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('report_versions', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."report_id", NEW."place_id", NEW."number", NEW."observed_at", NEW."title", NEW."text_sha256", NEW."method", NEW."quality", NEW."change", NEW."parser_version", NEW."bundle_sha256", NEW."read_captures"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'report_versions', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."report_id", NEW."place_id", NEW."number", NEW."observed_at", NEW."title", NEW."text_sha256", NEW."method", NEW."quality", NEW."change", NEW."parser_version", NEW."bundle_sha256", NEW."read_captures"))); END;
CREATE TRIGGER ledger_reports_changed AFTER UPDATE ON reports WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."body_id" IS NOT NEW."body_id" OR OLD."kind" IS NOT NEW."kind" OR OLD."year" IS NOT NEW."year" OR OLD."title" IS NOT NEW."title" OR OLD."issuers" IS NOT NEW."issuers" OR OLD."doc_number" IS NOT NEW."doc_number" OR OLD."published_on" IS NOT NEW."published_on" OR OLD."published_basis" IS NOT NEW."published_basis" OR OLD."signed_on" IS NOT NEW."signed_on" OR OLD."first_seen_at" IS NOT NEW."first_seen_at" OR OLD."baseline" IS NOT NEW."baseline" OR OLD."state" IS NOT NEW."state" OR OLD."url" IS NOT NEW."url" OR OLD."current_version_id" IS NOT NEW."current_version_id" OR OLD."notes" IS NOT NEW."notes")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('reports', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."body_id", OLD."kind", OLD."year", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."url", OLD."current_version_id", OLD."notes") ELSE x'' END, fazhi_seal(NEW."id", NEW."body_id", NEW."kind", NEW."year", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."url", NEW."current_version_id", NEW."notes"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'reports', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."body_id", OLD."kind", OLD."year", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."url", OLD."current_version_id", OLD."notes") ELSE x'' END, fazhi_seal(NEW."id", NEW."body_id", NEW."kind", NEW."year", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."url", NEW."current_version_id", NEW."notes"))); END;
CREATE TRIGGER ledger_reports_gone AFTER DELETE ON reports WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('reports', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."body_id", OLD."kind", OLD."year", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."url", OLD."current_version_id", OLD."notes"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'reports', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."body_id", OLD."kind", OLD."year", OLD."title", OLD."issuers", OLD."doc_number", OLD."published_on", OLD."published_basis", OLD."signed_on", OLD."first_seen_at", OLD."baseline", OLD."state", OLD."url", OLD."current_version_id", OLD."notes"), x'')); END;
CREATE TRIGGER ledger_reports_new AFTER INSERT ON reports WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('reports', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."body_id", NEW."kind", NEW."year", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."url", NEW."current_version_id", NEW."notes"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'reports', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."body_id", NEW."kind", NEW."year", NEW."title", NEW."issuers", NEW."doc_number", NEW."published_on", NEW."published_basis", NEW."signed_on", NEW."first_seen_at", NEW."baseline", NEW."state", NEW."url", NEW."current_version_id", NEW."notes"))); END;
CREATE TRIGGER ledger_rules_changed AFTER UPDATE ON rules WHEN 1 AND (OLD."rule" IS NOT NEW."rule" OR OLD."zh" IS NOT NEW."zh" OR OLD."en" IS NOT NEW."en" OR OLD."basis_zh" IS NOT NEW."basis_zh" OR OLD."basis_en" IS NOT NEW."basis_en")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('rules', CAST(NEW.rule AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."rule", OLD."zh", OLD."en", OLD."basis_zh", OLD."basis_en") ELSE x'' END, fazhi_seal(NEW."rule", NEW."zh", NEW."en", NEW."basis_zh", NEW."basis_en"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'rules', CAST(NEW.rule AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."rule", OLD."zh", OLD."en", OLD."basis_zh", OLD."basis_en") ELSE x'' END, fazhi_seal(NEW."rule", NEW."zh", NEW."en", NEW."basis_zh", NEW."basis_en"))); END;
CREATE TRIGGER ledger_rules_gone AFTER DELETE ON rules WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('rules', CAST(OLD.rule AS TEXT), fazhi_seal(OLD."rule", OLD."zh", OLD."en", OLD."basis_zh", OLD."basis_en"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'rules', CAST(OLD.rule AS TEXT), fazhi_seal(OLD."rule", OLD."zh", OLD."en", OLD."basis_zh", OLD."basis_en"), x'')); END;
CREATE TRIGGER ledger_rules_new AFTER INSERT ON rules WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('rules', CAST(NEW.rule AS TEXT), x'', fazhi_seal(NEW."rule", NEW."zh", NEW."en", NEW."basis_zh", NEW."basis_en"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'rules', CAST(NEW.rule AS TEXT), x'', fazhi_seal(NEW."rule", NEW."zh", NEW."en", NEW."basis_zh", NEW."basis_en"))); END;
CREATE TRIGGER ledger_runs_changed AFTER UPDATE ON runs WHEN NEW.ended_at IS NOT NULL AND (OLD."id" IS NOT NEW."id" OR OLD."command" IS NOT NEW."command" OR OLD."today" IS NOT NEW."today" OR OLD."started_at" IS NOT NEW."started_at" OR OLD."ended_at" IS NOT NEW."ended_at" OR OLD."outcome" IS NOT NEW."outcome" OR OLD."summary" IS NOT NEW."summary")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('runs', CAST(NEW.id AS TEXT), CASE WHEN OLD.ended_at IS NOT NULL THEN fazhi_seal(OLD."id", OLD."command", OLD."today", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."summary") ELSE x'' END, fazhi_seal(NEW."id", NEW."command", NEW."today", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."summary"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'runs', CAST(NEW.id AS TEXT), CASE WHEN OLD.ended_at IS NOT NULL THEN fazhi_seal(OLD."id", OLD."command", OLD."today", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."summary") ELSE x'' END, fazhi_seal(NEW."id", NEW."command", NEW."today", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."summary"))); END;
CREATE TRIGGER ledger_runs_gone AFTER DELETE ON runs WHEN OLD.ended_at IS NOT NULL
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('runs', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."command", OLD."today", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."summary"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'runs', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."command", OLD."today", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."summary"), x'')); END;
CREATE TRIGGER ledger_runs_new AFTER INSERT ON runs WHEN NEW.ended_at IS NOT NULL
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('runs', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."command", NEW."today", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."summary"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'runs', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."command", NEW."today", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."summary"))); END;
CREATE TRIGGER ledger_sections_changed AFTER UPDATE ON sections WHEN 1 AND (OLD."id" IS NOT NEW."id" OR OLD."body_id" IS NOT NEW."body_id" OR OLD."url" IS NOT NEW."url" OR OLD."kinds" IS NOT NEW."kinds" OR OLD."family" IS NOT NEW."family" OR OLD."state" IS NOT NEW."state" OR OLD."state_reason" IS NOT NEW."state_reason" OR OLD."last_good_at" IS NOT NEW."last_good_at" OR OLD."configured" IS NOT NEW."configured")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('sections', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."body_id", OLD."url", OLD."kinds", OLD."family", OLD."state", OLD."state_reason", OLD."last_good_at", OLD."configured") ELSE x'' END, fazhi_seal(NEW."id", NEW."body_id", NEW."url", NEW."kinds", NEW."family", NEW."state", NEW."state_reason", NEW."last_good_at", NEW."configured"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'sections', CAST(NEW.id AS TEXT), CASE WHEN 1 THEN fazhi_seal(OLD."id", OLD."body_id", OLD."url", OLD."kinds", OLD."family", OLD."state", OLD."state_reason", OLD."last_good_at", OLD."configured") ELSE x'' END, fazhi_seal(NEW."id", NEW."body_id", NEW."url", NEW."kinds", NEW."family", NEW."state", NEW."state_reason", NEW."last_good_at", NEW."configured"))); END;
CREATE TRIGGER ledger_sections_gone AFTER DELETE ON sections WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('sections', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."body_id", OLD."url", OLD."kinds", OLD."family", OLD."state", OLD."state_reason", OLD."last_good_at", OLD."configured"), x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'sections', CAST(OLD.id AS TEXT), fazhi_seal(OLD."id", OLD."body_id", OLD."url", OLD."kinds", OLD."family", OLD."state", OLD."state_reason", OLD."last_good_at", OLD."configured"), x'')); END;
CREATE TRIGGER ledger_sections_new AFTER INSERT ON sections WHEN 1
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('sections', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."body_id", NEW."url", NEW."kinds", NEW."family", NEW."state", NEW."state_reason", NEW."last_good_at", NEW."configured"),
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'sections', CAST(NEW.id AS TEXT), x'', fazhi_seal(NEW."id", NEW."body_id", NEW."url", NEW."kinds", NEW."family", NEW."state", NEW."state_reason", NEW."last_good_at", NEW."configured"))); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_stays_as_it_is BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_visits_changed AFTER UPDATE ON visits WHEN NEW.ended_at IS NOT NULL AND (OLD."id" IS NOT NEW."id" OR OLD."run_id" IS NOT NEW."run_id" OR OLD."section_id" IS NOT NEW."section_id" OR OLD."seen_at" IS NOT NEW."seen_at" OR OLD."started_at" IS NOT NEW."started_at" OR OLD."ended_at" IS NOT NEW."ended_at" OR OLD."outcome" IS NOT NEW."outcome" OR OLD."whole" IS NOT NEW."whole" OR OLD."unchanged" IS NOT NEW."unchanged" OR OLD."pages" IS NOT NEW."pages" OR OLD."rows_seen" IS NOT NEW."rows_seen" OR OLD."declared_total" IS NOT NEW."declared_total" OR OLD."newest_row_on" IS NOT NEW."newest_row_on" OR OLD."family" IS NOT NEW."family" OR OLD."reason" IS NOT NEW."reason" OR OLD."shown_at" IS NOT NEW."shown_at" OR OLD."reach" IS NOT NEW."reach")
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('visits', CAST(NEW.id AS TEXT), CASE WHEN OLD.ended_at IS NOT NULL THEN CASE WHEN OLD."reach" IS NULL THEN fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at") ELSE fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at", OLD."reach") END ELSE x'' END, CASE WHEN NEW."reach" IS NULL THEN fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at") ELSE fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at", NEW."reach") END,
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'visits', CAST(NEW.id AS TEXT), CASE WHEN OLD.ended_at IS NOT NULL THEN CASE WHEN OLD."reach" IS NULL THEN fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at") ELSE fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at", OLD."reach") END ELSE x'' END, CASE WHEN NEW."reach" IS NULL THEN fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at") ELSE fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at", NEW."reach") END)); END;
CREATE TRIGGER ledger_visits_gone AFTER DELETE ON visits WHEN OLD.ended_at IS NOT NULL
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('visits', CAST(OLD.id AS TEXT), CASE WHEN OLD."reach" IS NULL THEN fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at") ELSE fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at", OLD."reach") END, x'',
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'visits', CAST(OLD.id AS TEXT), CASE WHEN OLD."reach" IS NULL THEN fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at") ELSE fazhi_seal(OLD."id", OLD."run_id", OLD."section_id", OLD."seen_at", OLD."started_at", OLD."ended_at", OLD."outcome", OLD."whole", OLD."unchanged", OLD."pages", OLD."rows_seen", OLD."declared_total", OLD."newest_row_on", OLD."family", OLD."reason", OLD."shown_at", OLD."reach") END, x'')); END;
CREATE TRIGGER ledger_visits_new AFTER INSERT ON visits WHEN NEW.ended_at IS NOT NULL
BEGIN 
    INSERT INTO ledger ("table", "key", before, seals, hash) VALUES ('visits', CAST(NEW.id AS TEXT), x'', CASE WHEN NEW."reach" IS NULL THEN fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at") ELSE fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at", NEW."reach") END,
        fazhi_link((SELECT hash FROM ledger ORDER BY id DESC LIMIT 1), 'visits', CAST(NEW.id AS TEXT), x'', CASE WHEN NEW."reach" IS NULL THEN fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at") ELSE fazhi_seal(NEW."id", NEW."run_id", NEW."section_id", NEW."seen_at", NEW."started_at", NEW."ended_at", NEW."outcome", NEW."whole", NEW."unchanged", NEW."pages", NEW."rows_seen", NEW."declared_total", NEW."newest_row_on", NEW."family", NEW."reason", NEW."shown_at", NEW."reach") END)); END;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    supervisor TEXT NOT NULL,
    channel TEXT NOT NULL,          -- "mail" or the name of the environment variable that holds an Apprise URL
    recipient TEXT,                 -- of mail: the address that it was written to
    message_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    content BLOB NOT NULL,          -- the whole message, so that each attempt sends the same bytes
    state TEXT NOT NULL CHECK (state = 'pending' OR state = 'sending' OR state = 'sent' OR state = 'failed'),
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1)),
    created_at TEXT NOT NULL,
    next_attempt_at TEXT,
    sent_at TEXT,
    error TEXT
) STRICT;
CREATE INDEX messages_state ON messages(state);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE metric_values (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope = 'body' OR scope = 'area' OR scope = 'departments' OR scope = 'head'),
    period TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis = 'stated' OR basis = 'computed'),
    numerator REAL,
    denominator REAL,
    base TEXT,
    includes_carried_in INTEGER CHECK (includes_carried_in IN (0, 1)),
    low REAL,
    high REAL,
    figure_id INTEGER REFERENCES figures(id) ON DELETE CASCADE,
    figure_ids TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX metric_values_metric ON metric_values(metric, period, version_id, scope, basis, unit, value, base);
CREATE INDEX metric_values_report ON metric_values(report_id);
CREATE INDEX metric_values_version ON metric_values(version_id, metric);
CREATE TABLE metrics (
    key TEXT PRIMARY KEY,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'count' OR kind = 'rate' OR kind = 'amount' OR kind = 'duration' OR kind = 'rank' OR kind = 'change'),
    unit TEXT NOT NULL,
    direction TEXT NOT NULL,
    regression TEXT NOT NULL,
    numerator TEXT,
    denominator TEXT,
    tier INTEGER NOT NULL,
    definition TEXT
) STRICT;
CREATE VIEW open_cases AS 
        SELECT a.id AS alert_id, a.severity, a.state, a.body_id, b.name AS body, a.kind, a.year, a.rule,
            u.zh AS rule_name, a.metric, a.title, a.explanation, a.opened_at, a.last_seen_at, a.snoozed_until
        FROM alerts a LEFT JOIN bodies b ON b.id = a.body_id LEFT JOIN rules u ON u.rule = a.rule
        WHERE a.state IN ('open', 'acknowledged', 'snoozed');
CREATE TABLE parts (
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role = 'results' OR role = 'shortcomings' OR role = 'causes' OR role = 'leadership' OR role = 'plan' OR role = 'other'),
    heading TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form = 'present' OR form = 'embedded' OR form = 'absent'),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX parts_version ON parts(version_id);
CREATE VIEW peers AS 
        WITH classed AS (  -- one partition a level: so SQLite hands a WHERE on metric and period down to the table
            SELECT m.*, b.name AS body, b.class, substr(b.region, 1, 4) AS parent_region,
                percent_rank() OVER of_class AS in_class,
                count(*) OVER (PARTITION BY kind, period, metric, scope, unit, ground, class) AS class_n
            FROM comparable_values m JOIN bodies b ON b.id = m.body_id
            WINDOW of_class AS (PARTITION BY kind, period, metric, scope, unit, ground, class ORDER BY value)
        ), placed AS (
            SELECT *, percent_rank() OVER of_region AS in_region,
                count(*) OVER (PARTITION BY kind, period, metric, scope, unit, ground, class, parent_region) AS region_n
            FROM classed
            WINDOW of_region AS (
                PARTITION BY kind, period, metric, scope, unit, ground, class, parent_region ORDER BY value)
        )
        SELECT body_id, body, class, parent_region, kind, year, period, metric, scope, value, unit, basis, numerator,
            denominator, base, CASE WHEN class_n > 1 THEN round(100 * in_class, 1) END AS class_percentile, class_n,
            CASE WHEN region_n > 1 THEN round(100 * in_region, 1) END AS region_percentile, region_n
        FROM placed;
CREATE TABLE rate_changes (
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL,
    base TEXT,
    includes_carried_in INTEGER,
    old_year INTEGER NOT NULL,
    old_value REAL NOT NULL,
    old_numerator REAL,
    old_denominator REAL NOT NULL,
    value REAL NOT NULL,
    numerator REAL,
    denominator REAL NOT NULL,
    change REAL NOT NULL GENERATED ALWAYS AS (value - old_value),
    low REAL,
    high REAL
) STRICT;
CREATE INDEX rate_changes_body ON rate_changes(body_id, kind);
CREATE TRIGGER rate_changes_follow AFTER UPDATE OF body_id, current_version_id ON reports
BEGIN DELETE FROM rate_changes WHERE body_id IN (OLD.body_id, NEW.body_id) AND kind = OLD.kind;
    INSERT INTO rate_changes (body_id, kind, year, metric, scope, base, includes_carried_in, old_year, old_value, old_numerator, old_denominator, value, numerator, denominator, low, high)
    SELECT body_id, kind, year, metric, scope, base, includes_carried_in, old_year, old_value, old_numerator, old_denominator, value, numerator, denominator, low, high FROM (
        SELECT r.body_id, r.kind, r.year, m.metric, m.scope, m.base, m.includes_carried_in, m.value, m.numerator,
            m.denominator, m.low, m.high, lag(r.year) OVER earlier AS old_year, lag(m.value) OVER earlier AS old_value,
            lag(m.numerator) OVER earlier AS old_numerator, lag(m.denominator) OVER earlier AS old_denominator
        FROM reports r JOIN metric_values m ON m.version_id = r.current_version_id
        WHERE r.body_id IN (OLD.body_id, NEW.body_id) AND r.kind = OLD.kind AND m.basis = 'computed' AND m.denominator > 0 AND m.period = CAST(r.year AS TEXT)
        WINDOW earlier AS (
            PARTITION BY r.body_id, r.kind, m.metric, m.scope, m.base, m.includes_carried_in ORDER BY r.year, m.id)
    ) WHERE old_year BETWEEN year - 3 AND year - 1; END;
CREATE TRIGGER rate_changes_lose AFTER DELETE ON reports BEGIN DELETE FROM rate_changes WHERE body_id IN (OLD.body_id) AND kind = OLD.kind;
    INSERT INTO rate_changes (body_id, kind, year, metric, scope, base, includes_carried_in, old_year, old_value, old_numerator, old_denominator, value, numerator, denominator, low, high)
    SELECT body_id, kind, year, metric, scope, base, includes_carried_in, old_year, old_value, old_numerator, old_denominator, value, numerator, denominator, low, high FROM (
        SELECT r.body_id, r.kind, r.year, m.metric, m.scope, m.base, m.includes_carried_in, m.value, m.numerator,
            m.denominator, m.low, m.high, lag(r.year) OVER earlier AS old_year, lag(m.value) OVER earlier AS old_value,
            lag(m.numerator) OVER earlier AS old_numerator, lag(m.denominator) OVER earlier AS old_denominator
        FROM reports r JOIN metric_values m ON m.version_id = r.current_version_id
        WHERE r.body_id IN (OLD.body_id) AND r.kind = OLD.kind AND m.basis = 'computed' AND m.denominator > 0 AND m.period = CAST(r.year AS TEXT)
        WINDOW earlier AS (
            PARTITION BY r.body_id, r.kind, m.metric, m.scope, m.base, m.includes_carried_in ORDER BY r.year, m.id)
    ) WHERE old_year BETWEEN year - 3 AND year - 1; END;
CREATE INDEX rate_changes_year ON rate_changes(year);
CREATE TABLE report_places (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    section_id TEXT REFERENCES sections(id),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    issuers TEXT NOT NULL DEFAULT '[]',
    doc_number TEXT,
    published_on TEXT,
    published_basis TEXT NOT NULL CHECK (published_basis = 'meta' OR published_basis = 'label' OR published_basis = 'updated_label' OR published_basis = 'url' OR published_basis = 'list_row' OR published_basis = 'none'),
    signed_on TEXT,
    notes TEXT NOT NULL DEFAULT '[]',
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    baseline INTEGER NOT NULL DEFAULT 0 CHECK (baseline IN (0, 1)),
    state TEXT NOT NULL CHECK (state = 'listed' OR state = 'unlisted' OR state = 'gone'),
    state_since TEXT NOT NULL,
    UNIQUE (report_id, url)
) STRICT;
CREATE INDEX report_places_url ON report_places(url);
CREATE VIRTUAL TABLE report_search USING fts5(title, text, content='');
CREATE TRIGGER report_search_changed AFTER UPDATE OF title, text, report_id ON report_versions
WHEN OLD.title <> NEW.title OR OLD.text <> NEW.text OR OLD.report_id <> NEW.report_id BEGIN 
    INSERT INTO report_search (report_search, rowid, title, text)
    VALUES ('delete', (SELECT year FROM reports WHERE id = OLD.report_id) * 1000000000 + OLD.id, fazhi_words(OLD.title), fazhi_words(OLD.text)); 
    INSERT INTO report_search (rowid, title, text)
    VALUES ((SELECT year FROM reports WHERE id = NEW.report_id) * 1000000000 + NEW.id, fazhi_words(NEW.title), fazhi_words(NEW.text)); END;
CREATE TABLE 'report_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'report_search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'report_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TRIGGER report_search_gone AFTER DELETE ON report_versions BEGIN 
    INSERT INTO report_search (report_search, rowid, title, text)
    VALUES ('delete', (SELECT year FROM reports WHERE id = OLD.report_id) * 1000000000 + OLD.id, fazhi_words(OLD.title), fazhi_words(OLD.text)); END;
CREATE TABLE 'report_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TRIGGER report_search_new AFTER INSERT ON report_versions BEGIN 
    INSERT INTO report_search (rowid, title, text)
    VALUES ((SELECT year FROM reports WHERE id = NEW.report_id) * 1000000000 + NEW.id, fazhi_words(NEW.title), fazhi_words(NEW.text)); END;
CREATE TABLE report_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    place_id INTEGER NOT NULL REFERENCES report_places(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,        -- 1, 2, … at one place
    observed_at TEXT NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    blocks TEXT NOT NULL DEFAULT '[]',
    clauses BLOB,
    method TEXT NOT NULL CHECK (method = 'html' OR method = 'pdf_text' OR method = 'pdf_ocr' OR method = 'image_ocr' OR method = 'docx' OR method = 'doc' OR method = 'wps' OR method = 'ofd' OR method = 'xlsx' OR method = 'xls' OR method = 'plain' OR method = 'none'),
    quality REAL NOT NULL,
    change TEXT NOT NULL CHECK (change = 'first' OR change = 'figures' OR change = 'text' OR change = 'cosmetic'),
    parser_version TEXT NOT NULL,
    bundle_sha256 TEXT,             -- digest of the originals that it was read from last
    read_captures TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',    -- their capture ids, comma separated, in the order of the bundle
    UNIQUE (place_id, number)
) STRICT;
CREATE TRIGGER report_versions_gone BEFORE DELETE ON reports
BEGIN DELETE FROM report_versions WHERE report_id = OLD.id; END;
CREATE INDEX report_versions_report ON report_versions(report_id);
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL CHECK (kind = 'fazhi_annual' OR kind = 'enforcement_stats' OR kind = 'disclosure_annual'),
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    issuers TEXT NOT NULL,
    doc_number TEXT,
    published_on TEXT,
    published_basis TEXT NOT NULL CHECK (published_basis = 'meta' OR published_basis = 'label' OR published_basis = 'updated_label' OR published_basis = 'url' OR published_basis = 'list_row' OR published_basis = 'none'),
    signed_on TEXT,
    first_seen_at TEXT NOT NULL,
    baseline INTEGER NOT NULL DEFAULT 0 CHECK (baseline IN (0, 1)),  -- found by a section's first whole visit
    state TEXT NOT NULL CHECK (state = 'listed' OR state = 'unlisted' OR state = 'withdrawn' OR state = 'unreadable'),
    url TEXT NOT NULL,
    current_version_id INTEGER,
    notes TEXT NOT NULL DEFAULT '[]',
    UNIQUE (body_id, kind, year)
) STRICT;
CREATE INDEX reports_current ON reports(current_version_id, year, kind);
CREATE INDEX reports_seen ON reports(first_seen_at);
CREATE TABLE rules (
    rule TEXT PRIMARY KEY CHECK (rule = 'report_missing' OR rule = 'report_late' OR rule = 'due_soon' OR rule = 'history_gap' OR rule = 'cannot_tell' OR rule = 'source_broken' OR rule = 'report_withdrawn' OR rule = 'report_unlisted' OR rule = 'report_moved' OR rule = 'report_revised' OR rule = 'report_unreadable' OR rule = 'report_backdated' OR rule = 'texts_differ' OR rule = 'document_unsure' OR rule = 'part_absent' OR rule = 'figures_disagree' OR rule = 'carry_over_disagrees' OR rule = 'rate_regression' OR rule = 'count_change' OR rule = 'metric_dropped' OR rule = 'base_changed' OR rule = 'below_norm' OR rule = 'recycled_text' OR rule = 'delivery_failed' OR rule = 'pass_missed'),
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    basis_zh TEXT,
    basis_en TEXT
) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    today TEXT,                     -- the day it judged by
    process TEXT,                   -- who runs it: host, boot, process number and start
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT CHECK (outcome = 'ok' OR outcome = 'partial' OR outcome = 'failed'),
    summary TEXT
) STRICT;
CREATE TABLE sections (
    id TEXT PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES bodies(id),
    url TEXT NOT NULL,
    kinds TEXT NOT NULL DEFAULT '["fazhi_annual"]',
    family TEXT,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state = 'new' OR state = 'ok' OR state = 'blind'),
    state_reason TEXT,
    last_good_at TEXT,
    configured INTEGER NOT NULL DEFAULT 1 CHECK (configured IN (0, 1))
) STRICT;
CREATE INDEX sections_body ON sections(body_id);
CREATE VIEW sentences AS 
        SELECT f.id AS figure_id, r.body_id, b.name AS body, r.kind, r.year, f.label, f.qualifier, f.value, f.unit,
            f.kind AS figure_kind, f.tense, f.period, f.part, f.metric, k.zh AS metric_name, f.quote, f.start, f."end",
            f.page, f.confidence, r.url, c.id AS capture_id, c.url AS original, c.fetched_at, c.sha256, c.archive_file,
            c.archive_offset,
            (SELECT x.fraction FROM figure_fractions x WHERE x.figure_id = f.id) AS fraction
        FROM figures f
        JOIN reports r ON r.current_version_id = f.version_id
        JOIN bodies b ON b.id = r.body_id
        LEFT JOIN metrics k ON k.key = f.metric
        LEFT JOIN captures c ON c.id = f.capture_id;
CREATE VIEW silent_edits AS 
        SELECT r.body_id, b.name AS body, r.kind, r.year, p.url, v.number, v.change, w.observed_at AS previous_at,
            v.observed_at, w.id AS previous_version_id, v.id AS version_id, r.id AS report_id
        FROM report_versions v
        JOIN report_versions w ON w.place_id = v.place_id AND w.number = v.number - 1
        JOIN report_places p ON p.id = v.place_id
        JOIN reports r ON r.id = v.report_id
        JOIN bodies b ON b.id = r.body_id;
CREATE TRIGGER simulation_is_not_replaced BEFORE INSERT ON meta
WHEN NEW.key = 'simulation' AND NEW.value <> '1'
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
CREATE TRIGGER simulation_stays BEFORE DELETE ON meta WHEN OLD.key = 'simulation'
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
CREATE TRIGGER simulation_stays_as_it_is BEFORE UPDATE ON meta
WHEN 'simulation' IN (OLD.key, NEW.key) AND (NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value)
BEGIN SELECT RAISE(ABORT, 'a simulation is one for ever'); END;
CREATE VIEW source_health AS 
        SELECT s.id AS section_id, s.body_id, b.name AS body, s.url, s.family, s.state, s.state_reason, s.last_good_at,
            (SELECT v.seen_at FROM visits v WHERE v.section_id = s.id AND v.whole = 1 ORDER BY v.id DESC LIMIT 1)
                AS last_whole_at,
            (SELECT v.rows_seen FROM visits v WHERE v.section_id = s.id AND v.whole = 1 ORDER BY v.id DESC LIMIT 1)
                AS rows_seen,
            (SELECT count(*) FROM documents_seen d WHERE d.section_id = s.id AND d.decision = 'report') AS reports,
            (SELECT count(*) FROM documents_seen d WHERE d.section_id = s.id AND d.candidate = 1
                AND d.decision IN ('unsure', 'unread')) AS waiting,
            (SELECT v.family FROM visits v WHERE v.section_id = s.id AND v.whole = 1 AND v.family <> s.family
                ORDER BY v.id DESC LIMIT 1) AS family_before,
            (SELECT min(w.seen_at) FROM visits w WHERE w.section_id = s.id AND w.whole = 1 AND w.family = s.family
                AND w.id > (SELECT max(v.id) FROM visits v
                    WHERE v.section_id = s.id AND v.whole = 1 AND v.family <> s.family)) AS family_since,
            (SELECT min(w.seen_at) FROM visits w WHERE w.section_id = s.id AND w.whole = 1
                AND w.id > (SELECT max(v.id) FROM visits v
                    WHERE v.section_id = s.id AND v.newest_row_on IS NOT NULL)) AS undated_since
        FROM sections s JOIN bodies b ON b.id = s.body_id
        WHERE s.configured = 1;
CREATE VIEW trends AS 
        SELECT r.body_id, b.name AS body, r.kind, m.metric, k.zh AS metric_name, m.scope, r.year, m.period, m.basis,
            m.value, m.unit, m.numerator, m.denominator, m.base, m.includes_carried_in, m.low, m.high, f.quote, r.url,
            r.id AS report_id, CASE WHEN m.denominator > 0 THEN coalesce(rtrim(rtrim(CAST(m.numerator AS TEXT), '0'), '.'), '?') || '/' || rtrim(rtrim(CAST(m.denominator AS TEXT), '0'), '.')
                WHEN m.unit = '%' THEN '分母未载明' END AS fraction
        FROM metric_values m
        JOIN reports r ON r.current_version_id = m.version_id
        JOIN bodies b ON b.id = r.body_id
        LEFT JOIN metrics k ON k.key = m.metric
        LEFT JOIN figures f ON f.id = m.figure_id;
CREATE TABLE validators (
    section_id TEXT NOT NULL REFERENCES sections(id),
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    sha256 TEXT,
    capture_id INTEGER REFERENCES captures(id),
    PRIMARY KEY (section_id, url)
) STRICT;
CREATE TABLE version_captures (
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures(id),
    role TEXT NOT NULL CHECK (role = 'list' OR role = 'detail' OR role = 'attachment'),
    PRIMARY KEY (version_id, capture_id)
) STRICT;
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    section_id TEXT NOT NULL REFERENCES sections(id),
    seen_at TEXT NOT NULL,          -- the time judging goes by: started_at, or the simulated day
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT CHECK (outcome = 'ok' OR outcome = 'partial' OR outcome = 'blind'),
    whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged IN (0, 1)),
    pages INTEGER NOT NULL DEFAULT 0,
    rows_seen INTEGER NOT NULL DEFAULT 0,
    declared_total INTEGER,
    newest_row_on TEXT,
    family TEXT,
    reason TEXT
, shown_at TEXT, reach TEXT) STRICT;
CREATE INDEX visits_section ON visits(section_id, seen_at);
CREATE INDEX visits_whole ON visits(section_id, id) WHERE whole = 1;
