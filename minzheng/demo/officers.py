"""The people who work in the demo: accounts and posts for every role, and the actors they are on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from minzheng.demo.territory import DISTRICT, Territory
from minzheng.kernel.access import operations as access
from minzheng.kernel.access.models import User
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.audit.actor import Actor, Channel

CHINA = ZoneInfo("Asia/Shanghai")
PASSWORD = "minzheng-demo"  # noqa: S105 - printed on the terminal, for synthetic data only
IN_OFFICE_SINCE = date(2021, 12, 1)
# Role → (login name, name): one person per role that serves the whole district.
DISTRICT_STAFF = {
    "BUREAU_ASSISTANCE": ("assistance", "演示·救助科"),
    "BUREAU_FINANCE": ("finance", "演示·财务"),
    "BUREAU_LEADER": ("leader", "演示·分管领导"),
    "AUDITOR": ("auditor", "演示·审计员"),
    "SYSTEM_ADMIN": ("admin", "演示·管理员"),
}


def moment(on: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment of that day in the district."""
    return datetime.combine(on, time(hour, minute, second), CHINA)


def system(at: datetime) -> Actor:
    """The system itself: first set-up, and what residents send in from their phones."""
    return Actor(None, "系统", "SYSTEM", DISTRICT, at, Channel.SYSTEM)


@dataclass(frozen=True, slots=True)
class Login:
    """One login to print: the role in words, name and user name."""

    role: str
    name: str
    username: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Users by what they do: `clerks`, `workers` and `leaders` by subdistrict code."""

    bureau: dict[str, User]
    clerks: dict[str, User]
    workers: dict[str, User]
    leaders: dict[str, User]

    def of_bureau(self, role: str, at: datetime) -> Actor:
        """The officer of the bureau with that role."""
        user = self.bureau[role]
        return Actor(user.pk, user.name, role, DISTRICT, at)

    def clerk(self, area_code: str, at: datetime, channel: Channel = Channel.WINDOW) -> Actor:
        """The clerk of the subdistrict that a community belongs to."""
        subdistrict = area_code[:9] + "000"
        user = self.clerks[subdistrict]
        return Actor(user.pk, user.name, "SUBDISTRICT_CLERK", subdistrict, at, channel)

    def leader(self, area_code: str, at: datetime, channel: Channel = Channel.WINDOW) -> Actor:
        """Who decides in a subdistrict to which the confirmation was delegated."""
        subdistrict = area_code[:9] + "000"
        user = self.leaders[subdistrict]
        return Actor(user.pk, user.name, "SUBDISTRICT_LEADER", subdistrict, at, channel)

    def worker(self, area_code: str, at: datetime, channel: Channel = Channel.WINDOW) -> Actor:
        """The community worker who helps with applications there."""
        user = self.workers[area_code[:9] + "000"]
        return Actor(user.pk, user.name, "COMMUNITY_WORKER", area_code, at, channel)


def appoint(territory: Territory) -> Staff:
    """Open all accounts and give the posts."""
    by, on = system(moment(IN_OFFICE_SINCE)), IN_OFFICE_SINCE
    bureau = {}
    for role, (username, name) in DISTRICT_STAFF.items():
        bureau[role] = access.open_account(
            username=username, name=name, password=PASSWORD, by=by, on=on
        )
        access.assign_post(user=bureau[role], role=role, area_code=DISTRICT, by=by, on=on)
    subdistricts = sorted({(p.subdistrict_code, p.subdistrict) for p in territory.places})
    clerks, workers, leaders = {}, {}, {}
    for number, (code, name) in enumerate(subdistricts, start=1):
        # One login per role is enough to look around; the others work without one.
        password = PASSWORD if number == 1 else None
        clerks[code] = access.open_account(
            username=f"clerk{number:02d}", name=f"演示·{name}经办", password=password, by=by, on=on
        )
        access.assign_post(
            user=clerks[code], role="SUBDISTRICT_CLERK", area_code=code, by=by, on=on
        )
        leaders[code] = access.open_account(
            username=f"street{number:02d}",
            name=f"演示·{name}分管领导",
            password=password,
            by=by,
            on=on,
        )
        access.assign_post(
            user=leaders[code], role="SUBDISTRICT_LEADER", area_code=code, by=by, on=on
        )
        workers[code] = access.open_account(
            username=f"worker{number:02d}",
            name=f"演示·{name}协理员",
            password=PASSWORD,
            by=by,
            on=on,
        )
        for place in territory.places:
            if place.subdistrict_code == code:
                access.assign_post(
                    user=workers[code],
                    role="COMMUNITY_WORKER",
                    area_code=place.area_code,
                    by=by,
                    on=on,
                )
    return Staff(bureau, clerks, workers, leaders)


def logins() -> list[Login]:
    """One login per role, as the terminal prints them."""
    shown = {
        "SUBDISTRICT_CLERK": "clerk01",
        "SUBDISTRICT_LEADER": "street01",
        "COMMUNITY_WORKER": "worker01",
    }
    shown |= {role: username for role, (username, _) in DISTRICT_STAFF.items()}
    names = dict(User.objects.filter(username__in=shown.values()).values_list("username", "name"))
    return [
        Login(ROLES[role].label, names[username], username)
        for role, username in sorted(shown.items(), key=lambda item: item[1])
        if username in names
    ]
