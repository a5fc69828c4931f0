-- Planning and attaching a run. The app's role may call these functions and nothing more:
-- it can neither write lines itself nor change the tables they stand in.

CREATE FUNCTION disbursements_refuse(sentence text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'MZ001';
END $$;


-- The last allowance that is certainly there: whoever is writing one is waited for, so no smaller
-- number can appear later. Called alone in a short transaction, because it stops writers.
CREATE FUNCTION disbursements_watermark() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
BEGIN
    LOCK TABLE enrollments_allowance IN SHARE MODE;
    RETURN (SELECT coalesce(max(id), 0) FROM enrollments_allowance);
EXCEPTION WHEN lock_not_available THEN
    RETURN disbursements_refuse('有人正在成批登记保障金变动，请稍后再编制发放计划。');
END $$;


-- Months before the run's month about which something became known since the last run:
-- what is due by now, against what was lined (regular and back payments, less recoveries).
CREATE FUNCTION disbursements_differences(p_run bigint) RETURNS TABLE (
    enrollment_id bigint, for_month date, allowance_id bigint, previous_allowance_id bigint,
    category varchar, area_code varchar, persons smallint, due_fen bigint, lined_fen bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH run AS (
    SELECT this.program, this.month, this.watermark, this.known_at,
           before.watermark AS before_watermark, before.known_at AS before_known_at,
           (SELECT min(first.month) FROM disbursements_payrun first
             WHERE first.program = this.program AND first.sequence = 0) AS first_month
      FROM disbursements_payrun this
      JOIN disbursements_payrun before
        ON before.program = this.program AND before.sequence = 0
       AND before.month = this.month - interval '1 month'
     WHERE this.id = p_run AND this.sequence = 0
), touched AS (
    SELECT a.enrollment_id, greatest(min(a.from_month), run.first_month) AS from_month
      FROM run
      JOIN enrollments_enrollment e ON e.program = run.program
      JOIN enrollments_allowance a ON a.enrollment_id = e.id
     WHERE a.from_month < run.month
       AND a.id <= run.watermark AND a.recorded_at <= run.known_at
       AND NOT (a.id <= run.before_watermark AND a.recorded_at <= run.before_known_at)
     GROUP BY a.enrollment_id, run.first_month
), months AS (
    SELECT touched.enrollment_id, step::date AS for_month
      FROM touched, run,
           generate_series(touched.from_month, run.month - interval '1 month', '1 month') step
), earlier_runs AS (
    SELECT array_agg(p.id) AS ids
      FROM disbursements_payrun p, run
     WHERE p.program = run.program AND p.status <> 'PLANNED' AND p.id <> p_run
), lined AS (
    SELECT l.enrollment_id, l.for_month, sum(l.amount_fen)::bigint AS fen
      FROM months JOIN disbursements_line l USING (enrollment_id, for_month)
     WHERE l.run_id = ANY ((SELECT ids FROM earlier_runs)::bigint[])
       AND l.kind IN ('REGULAR', 'BACK_PAYMENT')
     GROUP BY 1, 2
), recovered AS (
    SELECT r.enrollment_id, r.for_month, sum(r.amount_fen)::bigint AS fen
      FROM months JOIN disbursements_recoveryitem r USING (enrollment_id, for_month)
     WHERE r.run_id <> p_run
     GROUP BY 1, 2
), compared AS (
    SELECT m.enrollment_id, m.for_month, due.id AS allowance_id,
           before.id AS previous_allowance_id,
           coalesce(due.category, before.category) AS category,
           coalesce(due.area_code, before.area_code) AS area_code,
           coalesce(due.persons, 0::smallint) AS persons,
           coalesce(due.amount_fen, 0) AS due_fen,
           coalesce(before.amount_fen, 0) AS before_fen,
           coalesce(lined.fen, 0) - coalesce(recovered.fen, 0) AS lined_fen
      FROM run CROSS JOIN months m
      LEFT JOIN LATERAL (
            SELECT a.* FROM enrollments_allowance a
             WHERE a.enrollment_id = m.enrollment_id AND a.from_month <= m.for_month
               AND a.id <= run.watermark AND a.recorded_at <= run.known_at
             ORDER BY a.from_month DESC, a.id DESC LIMIT 1) due ON true
      LEFT JOIN LATERAL (
            SELECT a.* FROM enrollments_allowance a
             WHERE a.enrollment_id = m.enrollment_id AND a.from_month <= m.for_month
               AND a.id <= run.before_watermark AND a.recorded_at <= run.before_known_at
             ORDER BY a.from_month DESC, a.id DESC LIMIT 1) before ON true
      LEFT JOIN lined ON lined.enrollment_id = m.enrollment_id AND lined.for_month = m.for_month
      LEFT JOIN recovered
        ON recovered.enrollment_id = m.enrollment_id AND recovered.for_month = m.for_month
)
-- The parts of persons are differences of allowances, so both ways of counting must agree.
SELECT enrollment_id, for_month, allowance_id, previous_allowance_id, category, area_code,
       persons, due_fen,
       CASE WHEN lined_fen = before_fen THEN lined_fen
            ELSE disbursements_refuse(
                '在册编号 ' || enrollment_id || ' 的 ' || to_char(for_month, 'YYYY-MM')
                || ' 已列发金额与当时的保障金不一致，已停止编制，请核对该户发放明细。') END
  FROM compared
 WHERE due_fen <> lined_fen OR lined_fen <> before_fen
$$;


-- The run's lines as a bare table of its own; planning again replaces it.
CREATE FUNCTION disbursements_plan(p_run bigint, OUT lines bigint, OUT amount_fen bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET lock_timeout = '5s' SET work_mem = '256MB' AS $$
DECLARE
    run disbursements_payrun%ROWTYPE;
    list text := 'disbursement_runs.line_' || p_run;
    reader record;
BEGIN
    SELECT * INTO STRICT run FROM disbursements_payrun WHERE id = p_run;
    IF run.status <> 'PLANNED' THEN
        PERFORM disbursements_refuse('发放清单已经冻结，不能重新编制。');
    END IF;
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(list)) THEN
        EXECUTE format('ALTER TABLE disbursements_line DETACH PARTITION %s', list);
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %s', list);
    EXECUTE format('CREATE TABLE %s (LIKE disbursements_line INCLUDING CONSTRAINTS)', list);
    EXECUTE format($insert$
        WITH fund AS (
            SELECT DISTINCT ON (category) category, fund_source_id
              FROM disbursements_appropriation
             WHERE program = $1.program AND year = extract(year FROM $1.month)
             ORDER BY category, rank, id
        ), item AS (
            SELECT enrollment_id, household_id, $1.month AS for_month, 'REGULAR' AS kind,
                   id AS allowance_id, NULL::bigint AS previous_allowance_id, category, area_code,
                   amount_fen, persons, NULL::bigint AS account_id,
                   NULL::bigint AS fund_source_id, NULL::bigint AS reissue_of_id
              FROM (SELECT DISTINCT ON (a.enrollment_id) a.*, e.household_id
                      FROM enrollments_allowance a
                      JOIN enrollments_enrollment e
                        ON e.id = a.enrollment_id AND e.program = $1.program
                     WHERE a.from_month <= $1.month AND a.id <= $1.watermark
                       AND a.recorded_at <= $1.known_at AND $1.sequence = 0
                     ORDER BY a.enrollment_id, a.from_month DESC, a.id DESC) latest
             WHERE amount_fen > 0
            UNION ALL
            SELECT d.enrollment_id, e.household_id, d.for_month, 'BACK_PAYMENT', d.allowance_id,
                   d.previous_allowance_id, d.category, d.area_code, d.due_fen - d.lined_fen,
                   d.persons, NULL, NULL, NULL
              FROM disbursements_differences($1.id) d
              JOIN enrollments_enrollment e ON e.id = d.enrollment_id
             WHERE d.due_fen > d.lined_fen
            UNION ALL
            SELECT l.enrollment_id, l.household_id, l.for_month, 'REISSUE', l.allowance_id,
                   l.previous_allowance_id, l.category, l.area_code, l.amount_fen, l.persons,
                   corrected.account_id, l.fund_source_id, u.id
              FROM disbursements_unpaiditem u
              JOIN disbursements_line l ON l.id = u.line_id AND l.run_id = u.run_id
              JOIN LATERAL (
                    SELECT s.account_id FROM disbursements_unpaidstep s
                     WHERE s.item_id = u.id AND s.kind = 'CORRECTED'
                       AND s.recorded_at <= $1.known_at
                     ORDER BY s.id DESC LIMIT 1) corrected ON true
             WHERE l.program = $1.program
               AND NOT EXISTS (SELECT FROM disbursements_unpaidstep s
                                WHERE s.item_id = u.id AND s.kind IN ('REISSUED', 'CANCELLED'))
        )
        INSERT INTO %s (
            id, run_id, enrollment_id, household_id, program, category, area_code, for_month, kind,
            allowance_id, previous_allowance_id, amount_fen, persons, account_id, fund_source_id,
            reissue_of_id, recorded_at)
        SELECT $1.id * 100000000 + row_number() OVER (
                   ORDER BY item.enrollment_id, item.for_month, item.kind, item.reissue_of_id),
               $1.id, item.enrollment_id, item.household_id, $1.program, item.category,
               item.area_code, item.for_month, item.kind, item.allowance_id,
               item.previous_allowance_id, item.amount_fen, item.persons,
               coalesce(item.account_id, payee.account_id),
               coalesce(item.fund_source_id, own.fund_source_id,
                        (SELECT fund_source_id FROM fund WHERE category = '')),
               item.reissue_of_id, $1.known_at
          FROM item
          LEFT JOIN disbursements_payeeassignment payee
            ON payee.household_id = item.household_id AND payee.program = $1.program
           AND payee.confirmed_at <= $1.known_at AND payee.from_on <= $1.planned_on
           AND (payee.to_on IS NULL OR payee.to_on > $1.planned_on)
          LEFT JOIN fund own ON own.category = item.category
        $insert$, list) USING run;
    EXECUTE format(
        'ALTER TABLE %s ADD CONSTRAINT line_of_this_run CHECK (run_id = %s), '
        'ADD CONSTRAINT line_regular_of_this_month '
        'CHECK (for_month = %L OR for_month < %L AND kind <> ''REGULAR'')',
        list, p_run, run.month, run.month);
    -- Attaching joins this table with eight others; without statistics it would choose badly.
    EXECUTE format('ANALYZE %s', list);
    FOR reader IN
        SELECT DISTINCT pg_get_userbyid(grantee) AS name
          FROM pg_class, aclexplode(relacl)
         WHERE oid = 'disbursements_line'::regclass AND privilege_type = 'SELECT' AND grantee <> 0
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', list, reader.name);
    END LOOP;
    EXECUTE format('SELECT count(*), coalesce(sum(amount_fen), 0)::bigint FROM %s', list)
       INTO lines, amount_fen;
EXCEPTION WHEN not_null_violation THEN
    PERFORM disbursements_refuse(
        to_char(run.month, 'YYYY') || '年该项目还有类别没有资金指标，请先登记资金来源与指标。');
WHEN lock_not_available THEN
    PERFORM disbursements_refuse('有人正在查看或登记发放明细，请稍后再编制发放计划。');
END $$;


-- The bare table becomes a partition: keys, references, checks and the closing trigger are made
-- and verified over the whole list at once. Asked again, it does nothing.
CREATE FUNCTION disbursements_attach(p_run bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
    list text := 'disbursement_runs.line_' || p_run;
    attempt int := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM disbursements_payrun WHERE id = p_run AND status = 'PLANNED')
       OR to_regclass(list) IS NULL THEN
        PERFORM disbursements_refuse('没有可以冻结的发放计划，请先编制。');
    END IF;
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(list)) THEN
        RETURN;
    END IF;
    -- Shorter than deadlock_timeout, and let go between attempts: whoever else is writing is never
    -- the victim.
    LOOP
        BEGIN
            LOCK TABLE people_household, enrollments_enrollment, enrollments_allowance,
                disbursements_fundsource, disbursements_account, disbursements_payrun,
                disbursements_unpaiditem IN SHARE ROW EXCLUSIVE MODE;
            EXECUTE format(
                'ALTER TABLE disbursements_line ATTACH PARTITION %s FOR VALUES IN (%s)',
                list, p_run);
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            attempt := attempt + 1;
            IF attempt >= 20 THEN
                PERFORM disbursements_refuse('有人正在成批登记数据，请稍后再冻结发放清单。');
            END IF;
            PERFORM pg_sleep(0.05 * attempt);
        END;
    END LOOP;
END $$;
