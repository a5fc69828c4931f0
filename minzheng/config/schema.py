"""Bring the database to the shape that the code expects."""

from django.core.management import call_command
from django.db import connections

from minzheng.config import roles


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then give the app's role its privileges. Quick when nothing is new."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    roles.grant(connections["owner"])
    connections["owner"].close()
