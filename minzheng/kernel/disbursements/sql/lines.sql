-- 发放明细. One partition a run, filled bare and attached whole (planning.sql), never touched again.

CREATE SCHEMA disbursement_runs;
GRANT USAGE ON SCHEMA disbursement_runs TO PUBLIC;

CREATE TABLE disbursements_line (
    id                    bigint      NOT NULL,
    run_id                bigint      NOT NULL,
    enrollment_id         bigint      NOT NULL,
    household_id          bigint      NOT NULL,
    program               varchar(40) NOT NULL,
    category              varchar(10) NOT NULL,
    area_code             varchar(12) NOT NULL,
    for_month             date        NOT NULL,
    kind                  varchar(20) NOT NULL,
    allowance_id          bigint      NOT NULL,
    previous_allowance_id bigint,
    amount_fen            bigint      NOT NULL,
    persons               smallint    NOT NULL,
    account_id            bigint,
    fund_source_id        bigint      NOT NULL,
    reissue_of_id         bigint,
    recorded_at           timestamptz NOT NULL,

    CONSTRAINT line_id_is_unique PRIMARY KEY (id, run_id),
    CONSTRAINT line_once_per_run
        UNIQUE NULLS NOT DISTINCT (enrollment_id, for_month, kind, reissue_of_id, run_id),
    CONSTRAINT line_id_carries_its_run CHECK (id / 100000000 = run_id),
    CONSTRAINT line_amount_positive CHECK (amount_fen > 0),
    CONSTRAINT line_persons_positive CHECK (persons > 0),
    CONSTRAINT line_month_is_first_of_month CHECK (extract(day FROM for_month) = 1),
    CONSTRAINT line_area_twelve_digits CHECK (length(area_code) = 12),
    CONSTRAINT line_reissue_names_its_item
        CHECK ((kind = 'REISSUE') = (reissue_of_id IS NOT NULL)),
    CONSTRAINT line_regular_has_no_previous
        CHECK (kind <> 'REGULAR' OR previous_allowance_id IS NULL),
    CONSTRAINT line_of_run FOREIGN KEY (run_id) REFERENCES disbursements_payrun,
    CONSTRAINT line_of_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments_enrollment,
    CONSTRAINT line_of_household FOREIGN KEY (household_id) REFERENCES people_household,
    CONSTRAINT line_of_allowance FOREIGN KEY (allowance_id) REFERENCES enrollments_allowance,
    CONSTRAINT line_after_allowance
        FOREIGN KEY (previous_allowance_id) REFERENCES enrollments_allowance,
    CONSTRAINT line_to_account FOREIGN KEY (account_id) REFERENCES disbursements_account,
    CONSTRAINT line_from_source FOREIGN KEY (fund_source_id) REFERENCES disbursements_fundsource,
    CONSTRAINT line_reissues_item
        FOREIGN KEY (reissue_of_id) REFERENCES disbursements_unpaiditem
) PARTITION BY LIST (run_id);

CREATE INDEX line_household ON disbursements_line (household_id, for_month);

-- Attaching brings this trigger along, so an attached list is closed to everybody, the owner too.
CREATE FUNCTION disbursements_line_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '发放明细由编制和冻结整批产生，不能单独增加、修改或删除。'
        USING ERRCODE = 'MZ003';
END $$;

CREATE TRIGGER line_is_closed BEFORE INSERT OR UPDATE OR DELETE ON disbursements_line
    FOR EACH ROW EXECUTE FUNCTION disbursements_line_is_closed();

ALTER TABLE disbursements_bankresultline ADD CONSTRAINT bank_result_of_line
    FOREIGN KEY (line_id, run_id) REFERENCES disbursements_line (id, run_id);
ALTER TABLE disbursements_unpaiditem ADD CONSTRAINT unpaid_item_of_line
    FOREIGN KEY (line_id, run_id) REFERENCES disbursements_line (id, run_id);
