/* zh: 看不到的栏目：原因和最近一次成功访问
   en: Blind sections: why, and when they were last read well */
SELECT s.id AS section, b.name AS body, s.url, s.state, s.state_reason AS reason, s.last_good_at,
    (SELECT min(v.seen_at) FROM visits v WHERE v.section_id = s.id AND v.outcome = 'blind'
        AND v.id > coalesce(g.id, 0)) AS blind_since,
    (SELECT count(*) FROM visits v WHERE v.section_id = s.id AND v.outcome = 'blind'
        AND v.id > coalesce(g.id, 0)) AS blind_visits
FROM sections s JOIN bodies b ON b.id = s.body_id
LEFT JOIN visits g ON g.id = (SELECT max(o.id) FROM visits o WHERE o.section_id = s.id AND o.seen_at = s.last_good_at
    AND o.outcome <> 'blind')
WHERE s.configured = 1 AND s.state <> 'ok'
ORDER BY s.state, blind_since, s.id;
