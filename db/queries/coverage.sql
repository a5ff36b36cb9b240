/* zh: 公开覆盖率：按机构类别和年度
   en: Coverage by class of body and report year
   param kind text fazhi_annual: 报告种类 / kind of report */
SELECT e.kind, e.year, coalesce(b.class, '-') AS class,
    count(*) AS expected,
    sum(e.state IN ('on_time', 'late', 'found_undated')) AS found,
    sum(e.state = 'on_time') AS on_time,
    sum(e.state = 'late') AS late,
    sum(e.state = 'found_undated') AS found_undated,
    sum(e.state = 'missing') AS missing,
    sum(e.state = 'cannot_tell') AS cannot_tell,
    sum(e.state IN ('expected', 'due_soon')) AS not_yet_due,
    round(100.0 * sum(e.state IN ('on_time', 'late', 'found_undated'))
        / nullif(sum(e.state IN ('on_time', 'late', 'found_undated', 'missing')), 0), 1) AS found_percent,
    sum(e.state IN ('on_time', 'late', 'found_undated', 'missing')) AS of_judged
FROM expectations e JOIN bodies b ON b.id = e.body_id
WHERE e.state <> 'exempt' AND e.kind = coalesce(nullif(:kind, ''), 'fazhi_annual')
GROUP BY e.kind, e.year, b.class
ORDER BY e.kind, e.year DESC, b.class;
