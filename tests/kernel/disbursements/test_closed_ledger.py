"""A frozen list is closed to everybody, and every constraint of the ledger stands on each partition."""

from datetime import date

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction

from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.models import DisbursementLine
from tests.kernel.disbursements.world import JULY, World, again

DAY = date(2022, 7, 10)
LEDGERS = (
    "disbursements_line",
    "disbursements_appropriation",
    "disbursements_bankresult",
    "disbursements_bankresultline",
    "disbursements_unpaiditem",
    "disbursements_unpaidstep",
    "disbursements_recoveryitem",
    "disbursements_recoverystep",
    "disbursements_runtotal",
)


def run_sql(sql, alias="default"):
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.django_db
@pytest.mark.parametrize("table", LEDGERS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_cannot_change_or_delete_ledger_rows(table, verb):
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_sql(verb.format(table))


def test_the_app_cannot_reach_a_partition_directly(world):
    world.family()
    run = world.frozen(JULY)
    for verb in ("UPDATE {} SET amount_fen = 1", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            run_sql(verb.format(f"disbursement_runs.line_{run.pk}"))


def test_the_app_cannot_write_a_plan_that_is_not_yet_frozen(world):
    world.family()
    run = world.planned(JULY)
    name = f"disbursement_runs.line_{run.pk}"
    assert run_sql(f"SELECT count(*) FROM {name}") == [(1,)]
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_sql(f"UPDATE {name} SET amount_fen = amount_fen * 2")


def test_no_line_can_be_added_to_a_frozen_list(world):
    world.family()
    world.frozen(JULY)
    columns = [f.column for f in DisbursementLine._meta.fields if f.column != "id"]
    copied = ", ".join(columns)
    with pytest.raises(DatabaseError, match="不能单独增加、修改或删除"):
        run_sql(
            f"INSERT INTO disbursements_line (id, {copied}) "
            f"SELECT id + 1, {copied} FROM disbursements_line"
        )


def test_not_even_the_owner_changes_a_frozen_line(fresh_database):
    world = World()
    world.money()
    world.family()
    run = world.frozen(JULY)
    for table in ("disbursements_line", f"disbursement_runs.line_{run.pk}"):
        with pytest.raises(DatabaseError, match="不能单独增加、修改或删除"):
            run_sql(f"UPDATE {table} SET amount_fen = amount_fen + 1", alias="owner")


def test_a_list_changed_behind_our_back_is_not_approved(fresh_database):
    world = World()
    world.money()
    world.family()
    run = world.frozen(JULY)
    run_sql(
        f"ALTER TABLE disbursement_runs.line_{run.pk} DISABLE TRIGGER line_is_closed",
        alias="owner",
    )
    run_sql(
        f"UPDATE disbursement_runs.line_{run.pk} SET amount_fen = amount_fen + 1", alias="owner"
    )
    with pytest.raises(operations.NotPossible, match="与冻结时的SM3不一致"):
        operations.approve(run=run, by=world.finance(DAY), on=DAY)
    assert again(run).status == "FROZEN"


def test_a_partition_has_every_constraint_of_the_ledger(world):
    world.family()
    run = world.frozen(JULY)
    wanted = """
        SELECT contype, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f', 'c')
    """
    with connection.cursor() as cursor:
        cursor.execute(wanted, ["disbursements_line"])
        parent = set(cursor.fetchall())
        cursor.execute(wanted, [f"disbursement_runs.line_{run.pk}"])
        partition = set(cursor.fetchall())
        cursor.execute(
            "SELECT bool_and(convalidated) FROM pg_constraint WHERE conrelid = %s::regclass",
            [f"disbursement_runs.line_{run.pk}"],
        )
        validated = cursor.fetchone()[0]
    assert len([1 for kind, _ in parent if kind == "f"]) == 8
    assert parent <= partition
    assert validated
    extra = sorted(text for _, text in partition - parent)
    assert any("run_id" in text for text in extra)
    assert any("REGULAR" in text for text in extra)


def test_the_database_checks_the_whole_list_when_it_is_attached(fresh_database):
    """The twin of the test above: a bare list with a bad row does not become part of the ledger."""
    for sabotage in (
        "UPDATE {} SET amount_fen = 0",
        "UPDATE {} SET household_id = -1",
        "UPDATE {} SET account_id = -1",
        "UPDATE {} SET allowance_id = -1",
        "UPDATE {} SET for_month = for_month + 31",
        "INSERT INTO {0} SELECT * FROM {0}",
    ):
        world = World()
        if not DisbursementLine.objects.exists():
            world.money()
            world.family()
        run = world.planned(JULY)
        name = f"disbursement_runs.line_{run.pk}"
        with pytest.raises(DatabaseError), transaction.atomic(using="owner"):
            run_sql(sabotage.format(name), alias="owner")
            run_sql(f"SELECT disbursements_attach({run.pk})", alias="owner")
        assert not DisbursementLine.objects.exists()
