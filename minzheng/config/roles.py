"""What the app's database role may do: everything to ordinary rows, only read and add to ledgers.

A ledger is a model that subclasses `audit.models.LedgerModel`. Partitions get no grants of their
own: the app reaches them through their parent, so nobody can go around the rule.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from minzheng.config import database
from minzheng.config.cluster import DatabaseTrouble

ORDINARY = "SELECT, INSERT, UPDATE, DELETE"
LEDGER = "SELECT, INSERT"
READ_ONLY = "SELECT"
# Django's own record of what was migrated belongs to the owner.
OWNERS_TABLES = frozenset({"django_migrations"})


def ledger_tables() -> set[str]:
    """Tables whose rows are written once and never changed or deleted by the app."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "is_ledger", False) and not model._meta.proxy
    }


def privileges(table: str, *, kind: str, ledgers: set[str]) -> str:
    """Privileges of the app on one table; kind is PostgreSQL's relkind (r, p table; v, m view)."""
    if kind in ("v", "m") or table in OWNERS_TABLES:
        return READ_ONLY
    return LEDGER if table in ledgers else ORDINARY


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give the app's role exactly its privileges on every table there is now.

    connection: of the owner. Errors: DatabaseTrouble if the role is missing and cannot be made.
    """
    role = database.app_role()
    _ensure_role(connection, role)
    if database.app_steps_down():
        _ensure_membership(connection, role)
    name = sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    ]
    # At once: a site that is running must not meet a table without privileges.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(role=name))
        for allowed, tables in _tables_by_privileges(connection).items():
            cursor.execute(
                sql.SQL("GRANT {allowed} ON {tables} TO {role}").format(
                    allowed=sql.SQL(allowed),
                    tables=sql.SQL(", ").join(map(sql.Identifier, tables)),
                    role=name,
                )
            )
        for schema, lists in _other_schemas(connection).items():
            cursor.execute(
                sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), name)
            )
            for table in lists:
                cursor.execute(
                    sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(schema, table), name)
                )


def _other_schemas(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """{schema of the owner beside public: its tables that are no partitions}: lists still being planned."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname, coalesce(array_agg(relname::text) FILTER (WHERE relname IS NOT NULL), '{}')"
            " FROM pg_namespace LEFT JOIN pg_class ON relnamespace = pg_namespace.oid"
            " AND relkind = 'r' AND NOT relispartition"
            " WHERE nspowner = current_user::regrole AND nspname <> 'public' GROUP BY nspname"
        )
        return dict(cursor.fetchall())


def _tables_by_privileges(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    ledgers = ledger_tables()
    for table, kind in _relations(connection):
        allowed = privileges(table, kind=kind, ledgers=ledgers)
        grouped.setdefault(allowed, []).append(table)
    return grouped


def _relations(connection: BaseDatabaseWrapper) -> Iterable[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition ORDER BY relname"
        )
        return list(cursor.fetchall())


def _ensure_role(connection: BaseDatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            _as_administrator(connection, "CREATE ROLE {role} NOLOGIN", role)


def _ensure_membership(connection: BaseDatabaseWrapper, role: str) -> None:
    """The login that steps down to the role must be a member of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [role])
        if not cursor.fetchone()[0]:
            _as_administrator(connection, "GRANT {role} TO CURRENT_USER", role)


def _as_administrator(connection: BaseDatabaseWrapper, statement: str, role: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
    except DatabaseError as error:
        user = connection.settings_dict["USER"]
        raise DatabaseTrouble(
            f"数据库用户 {user} 无权为业务角色 {role} 做准备（{error}）。请数据库管理员执行："
            f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO {user}; "
            "或另建业务用户并用 APP_DATABASE_URL 指明。"
        ) from error
