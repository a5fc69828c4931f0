"""Empties the database down to the last table. Only the demo does that, and only to its own data."""

from django.db import connections, transaction
from psycopg import sql

from minzheng.config import schema


def wipe() -> None:
    """Drop every schema of ours as the owner and make the tables anew."""
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
