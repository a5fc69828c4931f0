"""Is there a worker?"""

from django.db import connection


def seconds_since_heartbeat() -> float | None:
    """Age of the last sign of life of any worker; None if none was ever seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM now() - max(last_heartbeat))::float "
            "FROM procrastinate_workers"
        )
        age: float | None = cursor.fetchone()[0]
    return age
