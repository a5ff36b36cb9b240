"""Views for people: the same rows as the tables, joined and named for reading. Percentages never without their base."""

from __future__ import annotations


def _fraction(unit: str) -> str:
    """What a percentage is of, for people: 92/112, or that nobody says it; nothing for what is no percentage."""
    numerator, denominator = (
        f"rtrim(rtrim(CAST(m.{part} AS TEXT), '0'), '.')" for part in ("numerator", "denominator")
    )
    return f"""CASE WHEN m.denominator > 0 THEN coalesce({numerator}, '?') || '/' || {denominator}
                WHEN {unit} = '%' THEN '分母未载明' END"""


VIEWS = {
    "coverage": """
        SELECT e.body_id, b.name AS body, b.region, b.class, e.kind, e.year, e.state, e.due_on, r.published_on,
            r.published_basis, r.first_seen_at,
            CASE WHEN e.state = 'late'
                THEN CAST(julianday(coalesce(r.published_on, r.signed_on)) - julianday(e.due_on) AS INTEGER)
            END AS days_late,
            e.reason, r.id AS report_id, r.url
        FROM expectations e JOIN bodies b ON b.id = e.body_id
        LEFT JOIN reports r ON r.body_id = e.body_id AND r.kind = e.kind AND r.year = e.year""",
    "trends": f"""
        SELECT r.body_id, b.name AS body, r.kind, m.metric, k.zh AS metric_name, m.scope, r.year, m.period, m.basis,
            m.value, m.unit, m.numerator, m.denominator, m.base, m.includes_carried_in, m.low, m.high, f.quote, r.url,
            r.id AS report_id, {_fraction("m.unit")} AS fraction
        FROM metric_values m
        JOIN reports r ON r.current_version_id = m.version_id
        JOIN bodies b ON b.id = r.body_id
        LEFT JOIN metrics k ON k.key = m.metric
        LEFT JOIN figures f ON f.id = m.figure_id""",
    # Which value of a report counts beside others', and on what ground: ranking, peers and the console's page of a
    # metric all ask here. Of a report one value a scope, of its own year, the computed one before a stated one; a rate
    # whose base nobody states stands on a ground of its own. No window, no grouping: any condition reaches the index.
    "comparable_values": """
        SELECT m.id AS value_id, r.id AS report_id, r.body_id, r.kind, r.year, m.metric, m.period, m.scope, m.value,
            m.unit, m.basis, m.numerator, m.denominator, m.base, m.includes_carried_in, m.low, m.high, m.figure_id,
            CASE WHEN m.unit = '%' THEN coalesce(m.base, 'report ' || r.id) ELSE coalesce(m.base, '-') END AS ground
        FROM metric_values m
        JOIN reports r ON r.current_version_id = m.version_id AND m.period = CAST(r.year AS TEXT)
        WHERE NOT EXISTS (SELECT 1 FROM metric_values o WHERE o.metric = m.metric AND o.period = m.period
            AND o.version_id = m.version_id AND o.scope = m.scope
            AND (o.basis < m.basis OR o.basis = m.basis AND o.id < m.id))""",
    "peers": """
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
        FROM placed""",
    "open_cases": """
        SELECT a.id AS alert_id, a.severity, a.state, a.body_id, b.name AS body, a.kind, a.year, a.rule,
            u.zh AS rule_name, a.metric, a.title, a.explanation, a.opened_at, a.last_seen_at, a.snoozed_until
        FROM alerts a LEFT JOIN bodies b ON b.id = a.body_id LEFT JOIN rules u ON u.rule = a.rule
        WHERE a.state IN ('open', 'acknowledged', 'snoozed')""",
    "source_health": """
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
        WHERE s.configured = 1""",
    "silent_edits": """
        SELECT r.body_id, b.name AS body, r.kind, r.year, p.url, v.number, v.change, w.observed_at AS previous_at,
            v.observed_at, w.id AS previous_version_id, v.id AS version_id, r.id AS report_id
        FROM report_versions v
        JOIN report_versions w ON w.place_id = v.place_id AND w.number = v.number - 1
        JOIN report_places p ON p.id = v.place_id
        JOIN reports r ON r.id = v.report_id
        JOIN bodies b ON b.id = r.body_id""",
    "figure_fractions": f"""
        SELECT f.id AS figure_id, coalesce((SELECT {_fraction("m.unit")} FROM metric_values m
                WHERE m.version_id = f.version_id AND m.metric = f.metric AND m.figure_id = f.id
                ORDER BY m.basis = 'computed', m.id LIMIT 1), CASE f.unit WHEN '%' THEN '分母未载明' END) AS fraction
        FROM figures f""",
    "sentences": """
        SELECT f.id AS figure_id, r.body_id, b.name AS body, r.kind, r.year, f.label, f.qualifier, f.value, f.unit,
            f.kind AS figure_kind, f.tense, f.period, f.part, f.metric, k.zh AS metric_name, f.quote, f.start, f."end",
            f.page, f.confidence, r.url, c.id AS capture_id, c.url AS original, c.fetched_at, c.sha256, c.archive_file,
            c.archive_offset,
            (SELECT x.fraction FROM figure_fractions x WHERE x.figure_id = f.id) AS fraction
        FROM figures f
        JOIN reports r ON r.current_version_id = f.version_id
        JOIN bodies b ON b.id = r.body_id
        LEFT JOIN metrics k ON k.key = f.metric
        LEFT JOIN captures c ON c.id = f.capture_id""",
}
