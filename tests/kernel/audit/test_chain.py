"""The trail binds every event to the one before it; a change anywhere shows."""

from datetime import date

import pytest
from django.db import connection, connections

from minzheng.kernel.audit.operations import record
from minzheng.kernel.audit.queries import head, verify
from tests.kernel.builders import actor

DAY = date(2022, 3, 1)


def _leave_traces(count: int) -> None:
    for n in range(count):
        record(
            tag="test:row:touched",
            target=("test.row", str(n)),
            by=actor(),
            on=DAY,
            facts={"n": n, "名": "甲"},
        )


@pytest.mark.django_db
def test_an_untouched_chain_verifies():
    _leave_traces(5)
    assert verify() == []
    assert head()[0] == 5


@pytest.mark.django_db
def test_the_app_role_cannot_change_or_delete_an_event():
    _leave_traces(1)
    for sql in ("update audit_event set tag = 'x'", "delete from audit_event"):
        with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("savepoint s")
            try:
                cursor.execute(sql)
            finally:
                cursor.execute("rollback to savepoint s")


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("update audit_event set facts = '{\"n\": 9}' where id = 3", "第 3 条留痕的内容被改动过"),
        ("update audit_event set actor_name = '别人' where id = 2", "第 2 条留痕的内容被改动过"),
        ("delete from audit_event where id = 2", "第 2 条至第 2 条留痕缺失"),
        ("update audit_event set previous_hash = hash where id = 4", "第 4 条留痕与前一条不相连"),
    ],
)
def test_tampering_by_the_owner_is_found(fresh_database, tampering, sentence):
    _leave_traces(5)
    with connections["owner"].cursor() as cursor:
        cursor.execute(tampering)
    assert any(sentence in found.problem for found in verify())
