-- The schema of the first files that a whole pass (crawl, read, check) wrote, as it was then. Never to be changed.
CREATE TABLE alert_events (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alerts(id),
    at TEXT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('opened', 'updated', 'worsened', 'escalated', 'reopened', 'resolved', 'acknowledged', 'snoozed', 'dismissed')),
    severity TEXT,
    by TEXT,
    why TEXT,
    os_user TEXT,
    host TEXT
) STRICT;
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL CHECK (rule IN ('report_missing', 'report_late', 'due_soon', 'history_gap', 'cannot_tell', 'source_broken', 'report_withdrawn', 'report_unlisted', 'report_moved', 'report_revised', 'report_unreadable', 'report_backdated', 'texts_differ', 'document_unsure', 'part_absent', 'figures_disagree', 'carry_over_disagrees', 'rate_regression', 'count_change', 'metric_dropped', 'base_changed', 'below_norm', 'recycled_text', 'delivery_failed', 'pass_missed')),
    severity TEXT NOT NULL CHECK (severity IN ('info', 'notice', 'warning', 'critical')),
    body_id TEXT REFERENCES bodies(id),
    kind TEXT,
    year INTEGER,
    metric TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved', 'dismissed')),
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
CREATE TABLE bodies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '[]',
    region TEXT,
    routing_region TEXT,
    class TEXT CHECK (class IN ('province', 'prefecture_government', 'county_government', 'township_government', 'subdistrict_office', 'department', 'management_zone')),
    parent_id TEXT REFERENCES bodies(id) DEFERRABLE INITIALLY DEFERRED,
    since INTEGER,
    until INTEGER,
    successor_id TEXT,
    watched INTEGER NOT NULL DEFAULT 0 CHECK (watched IN (0, 1))
) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    visit_id INTEGER REFERENCES visits(id),
    section_id TEXT REFERENCES sections(id),
    role TEXT NOT NULL CHECK (role IN ('list', 'detail', 'attachment')),
    url TEXT NOT NULL,
    final_url TEXT,
    document_url TEXT,              -- the document that a detail or attachment belongs to
    label TEXT,                     -- an attachment's name as shown
    position INTEGER,               -- an attachment's place on its page
    fetched_at TEXT NOT NULL,
    http_status INTEGER,
    verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'not_modified', 'soft_404', 'gone', 'challenge', 'shell', 'redirect_stub', 'wrong_type', 'too_large', 'robots', 'forbidden_address', 'unreachable', 'error')),
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
CREATE TABLE decisions (
    url TEXT PRIMARY KEY,
    decision TEXT NOT NULL CHECK (decision IN ('report', 'other_kind', 'not_a_report', 'unsure', 'unread')),
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
CREATE TABLE documents_seen (
    url TEXT NOT NULL,
    section_id TEXT NOT NULL REFERENCES sections(id),
    title TEXT NOT NULL,
    row_date TEXT,
    candidate INTEGER NOT NULL DEFAULT 0 CHECK (candidate IN (0, 1)),
    listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)),
    decision TEXT NOT NULL CHECK (decision IN ('report', 'other_kind', 'not_a_report', 'unsure', 'unread')),
    kind TEXT CHECK (kind IN ('fazhi_annual', 'enforcement_stats', 'disclosure_annual')),
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
CREATE TABLE expectations (
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL CHECK (kind IN ('fazhi_annual', 'enforcement_stats', 'disclosure_annual')),
    year INTEGER NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('expected', 'due_soon', 'on_time', 'late', 'found_undated', 'missing', 'cannot_tell', 'exempt')),
    reason TEXT NOT NULL,
    visit_ids TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (body_id, kind, year)
) STRICT;
CREATE TABLE figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count', 'rate', 'amount', 'duration', 'rank', 'change')),
    qualifier TEXT NOT NULL CHECK (qualifier IN ('eq', 'gt', 'ge', 'lt', 'le', 'approx')),
    tense TEXT NOT NULL CHECK (tense IN ('actual', 'target', 'prior', 'cumulative', 'other_level')),
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
CREATE TABLE findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('holds', 'truncation', 'disagrees', 'base_unclear', 'uncheckable')),
    severity TEXT NOT NULL CHECK (severity IN ('info', 'notice', 'warning', 'critical')),
    metric TEXT,
    numbers TEXT NOT NULL,
    expected TEXT NOT NULL,
    nearest TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    supervisor TEXT NOT NULL,
    channel TEXT NOT NULL,          -- "mail" or the name of the environment variable that holds an Apprise URL
    recipient TEXT,                 -- of mail: the address that it was written to
    message_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    content BLOB NOT NULL,          -- the whole message, so that each attempt sends the same bytes
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1)),
    created_at TEXT NOT NULL,
    next_attempt_at TEXT,
    sent_at TEXT,
    error TEXT
) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE metric_values (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('body', 'area', 'departments', 'head')),
    period TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('stated', 'computed')),
    numerator REAL,
    denominator REAL,
    base TEXT,
    includes_carried_in INTEGER CHECK (includes_carried_in IN (0, 1)),
    low REAL,
    high REAL,
    figure_id INTEGER REFERENCES figures(id) ON DELETE CASCADE,
    figure_ids TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE metrics (
    key TEXT PRIMARY KEY,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count', 'rate', 'amount', 'duration', 'rank', 'change')),
    unit TEXT NOT NULL,
    direction TEXT NOT NULL,
    regression TEXT NOT NULL,
    numerator TEXT,
    denominator TEXT,
    tier INTEGER NOT NULL,
    definition TEXT
) STRICT;
CREATE TABLE parts (
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('results', 'shortcomings', 'causes', 'leadership', 'plan', 'other')),
    heading TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('present', 'embedded', 'absent')),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE TABLE report_places (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    section_id TEXT REFERENCES sections(id),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    issuers TEXT NOT NULL DEFAULT '[]',
    doc_number TEXT,
    published_on TEXT,
    published_basis TEXT NOT NULL CHECK (published_basis IN ('meta', 'label', 'updated_label', 'url', 'list_row', 'none')),
    signed_on TEXT,
    notes TEXT NOT NULL DEFAULT '[]',
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    baseline INTEGER NOT NULL DEFAULT 0 CHECK (baseline IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('listed', 'unlisted', 'gone')),
    state_since TEXT NOT NULL,
    UNIQUE (report_id, url)
) STRICT;
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
    method TEXT NOT NULL CHECK (method IN ('html', 'pdf_text', 'pdf_ocr', 'image_ocr', 'docx', 'doc', 'wps', 'ofd', 'xlsx', 'plain', 'none')),
    quality REAL NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('first', 'figures', 'text', 'cosmetic')),
    parser_version TEXT NOT NULL,
    bundle_sha256 TEXT,             -- digest of the originals that it was read from last
    read_captures TEXT NOT NULL,    -- their capture ids, comma separated, in the order of the bundle
    UNIQUE (place_id, number)
) STRICT;
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL CHECK (kind IN ('fazhi_annual', 'enforcement_stats', 'disclosure_annual')),
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    issuers TEXT NOT NULL,
    doc_number TEXT,
    published_on TEXT,
    published_basis TEXT NOT NULL CHECK (published_basis IN ('meta', 'label', 'updated_label', 'url', 'list_row', 'none')),
    signed_on TEXT,
    first_seen_at TEXT NOT NULL,
    baseline INTEGER NOT NULL DEFAULT 0 CHECK (baseline IN (0, 1)),  -- found by a section's first whole visit
    state TEXT NOT NULL CHECK (state IN ('listed', 'unlisted', 'withdrawn', 'unreadable')),
    url TEXT NOT NULL,
    current_version_id INTEGER,
    notes TEXT NOT NULL DEFAULT '[]',
    UNIQUE (body_id, kind, year)
) STRICT;
CREATE TABLE rules (
    rule TEXT PRIMARY KEY CHECK (rule IN ('report_missing', 'report_late', 'due_soon', 'history_gap', 'cannot_tell', 'source_broken', 'report_withdrawn', 'report_unlisted', 'report_moved', 'report_revised', 'report_unreadable', 'report_backdated', 'texts_differ', 'document_unsure', 'part_absent', 'figures_disagree', 'carry_over_disagrees', 'rate_regression', 'count_change', 'metric_dropped', 'base_changed', 'below_norm', 'recycled_text', 'delivery_failed', 'pass_missed')),
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
    outcome TEXT CHECK (outcome IN ('ok', 'partial', 'failed')),
    summary TEXT
) STRICT;
CREATE TABLE sections (
    id TEXT PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES bodies(id),
    url TEXT NOT NULL,
    kinds TEXT NOT NULL DEFAULT '["fazhi_annual"]',
    family TEXT,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'ok', 'blind')),
    state_reason TEXT,
    last_good_at TEXT,
    configured INTEGER NOT NULL DEFAULT 1 CHECK (configured IN (0, 1))
) STRICT;
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
    role TEXT NOT NULL CHECK (role IN ('list', 'detail', 'attachment')),
    PRIMARY KEY (version_id, capture_id)
) STRICT;
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    section_id TEXT NOT NULL REFERENCES sections(id),
    seen_at TEXT NOT NULL,          -- the time judging goes by: started_at, or the simulated day
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'partial', 'blind')),
    whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged IN (0, 1)),
    pages INTEGER NOT NULL DEFAULT 0,
    rows_seen INTEGER NOT NULL DEFAULT 0,
    declared_total INTEGER,
    newest_row_on TEXT,
    family TEXT,
    reason TEXT
) STRICT;
CREATE INDEX alert_events_alert ON alert_events(alert_id);
CREATE INDEX alerts_body ON alerts(body_id, year);
CREATE INDEX alerts_state ON alerts(state);
CREATE INDEX captures_document ON captures(document_url, id) WHERE document_url IS NOT NULL;
CREATE INDEX captures_visit ON captures(visit_id);
CREATE INDEX deliveries_event ON deliveries(event);
CREATE INDEX deliveries_message ON deliveries(message_id);
CREATE INDEX documents_seen_decision ON documents_seen(section_id, decision);
CREATE INDEX documents_seen_fetched ON documents_seen(url) WHERE bundle_sha256 IS NOT NULL;
CREATE INDEX figures_version ON figures(version_id);
CREATE INDEX findings_version ON findings(version_id);
CREATE INDEX messages_state ON messages(state);
CREATE INDEX metric_values_metric ON metric_values(metric, report_id);
CREATE INDEX metric_values_report ON metric_values(report_id);
CREATE INDEX metric_values_version ON metric_values(version_id);
CREATE INDEX parts_version ON parts(version_id);
CREATE INDEX report_places_url ON report_places(url);
CREATE INDEX report_versions_report ON report_versions(report_id);
CREATE INDEX visits_section ON visits(section_id, seen_at);
CREATE INDEX visits_whole ON visits(section_id, id) WHERE whole = 1;
CREATE TRIGGER captures_stay BEFORE DELETE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture is never deleted'); END;
CREATE TRIGGER captures_stay_as_they_are BEFORE UPDATE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture is never changed'); END;
