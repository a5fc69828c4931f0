"""Pages that belong to no room."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from minzheng.kernel.jobs.queries import seconds_since_heartbeat

# The worker beats every ten seconds.
LONGEST_SILENCE_SECONDS = 60


def health(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and a worker is alive, else 503 and what is wrong."""
    try:
        age = seconds_since_heartbeat()
    except DatabaseError:
        return JsonResponse({"database": False, "worker": False}, status=503)
    alive = age is not None and age < LONGEST_SILENCE_SECONDS
    return JsonResponse({"database": True, "worker": alive}, status=200 if alive else 503)


health.public = "监控程序不登录；只回答数据库与后台任务是否正常"  # type: ignore[attr-defined]
