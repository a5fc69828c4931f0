"""What only the owner of the tables may do: fresh statistics, and a fresh start for the demo's own data."""

from django.db import connections, transaction
from psycopg import sql

from minzheng.config import schema


def wipe() -> None:
    """Drop every schema as the owner and make the tables anew. Only for data that the demo made."""
    connections.close_all()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)).as_string(None)
            )
        cursor.execute("CREATE SCHEMA public")
    connections["owner"].close()
    schema.migrate(verbosity=0)


def analyze() -> None:
    """Give the planner statistics after much was written; the parents of partitions never get them by themselves."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
