"""Bring the database to the shape that the code expects."""

from django.core.management import call_command
from django.db import connections

from minzheng.config import roles

# Two commands that start together must not migrate together.
LOCK = 7_305_805_170_012


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then give the app's role its privileges. Quick when nothing is new."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        roles.grant(owner)
    finally:
        # Closing the connection gives the lock back, whatever happened.
        owner.close()
