"""Who acts in these tests."""

import datetime as dt

from minzheng.kernel.audit.actor import Actor


def officer(on: dt.date) -> Actor:
    """A district officer at noon of a day."""
    at = dt.datetime(on.year, on.month, on.day, 12, tzinfo=dt.UTC)
    return Actor(user_id=1, name="周敏", role="DISTRICT_OFFICER", area_code="430105000000", at=at)
