"""Where the data lives: `DATABASE_URL`, or the private cluster under `var/pg`.

Knows no Django, so that `run` and the settings can both ask it. Two addresses lead to one
database: the owner changes tables, the app reads and writes rows. Without `APP_DATABASE_URL` the
app uses the owner's login and steps down to the role `minzheng_app` at once.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from minzheng.config.cluster import APP_ROLE, DATABASE, OWNER_ROLE, Cluster, DatabaseTrouble

ROOT = Path(__file__).resolve().parent.parent.parent


def var_folder() -> Path:
    """Folder of everything that is made while running; `MINZHENG_VAR` moves it."""
    return Path(os.environ.get("MINZHENG_VAR") or ROOT / "var").resolve()


def private_cluster() -> Cluster:
    """The cluster of this checkout."""
    return Cluster(var_folder() / "pg")


def is_private() -> bool:
    """True when no `DATABASE_URL` is given and we run the database ourselves."""
    return not os.environ.get("DATABASE_URL")


@dataclass(frozen=True)
class Address:
    """One way into the database."""

    host: str
    port: str
    name: str
    user: str
    password: str = field(default="", repr=False)
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> "Address":
        """postgresql://user:password@host:port/name?sslmode=require"""
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
            raise DatabaseTrouble(
                "DATABASE_URL 应写成 postgresql://用户:口令@主机:端口/库名 的形式。"
            )
        options = dict(parse_qsl(parts.query))
        return cls(
            host=options.pop("host", unquote(parts.hostname or "")),
            port=options.pop("port", str(parts.port or 5432)),
            name=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=options,
        )

    def as_django(self) -> dict[str, object]:
        """Entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": {**self.options, "application_name": "minzheng"},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }

    def as_url(self) -> str:
        """The text that `parse` reads; a socket folder stands in the query."""
        login = quote(self.user, safe="")
        if self.password:
            login += ":" + quote(self.password, safe="")
        query = urlencode({"host": self.host, "port": self.port, **self.options})
        return f"postgresql://{login}@/{quote(self.name, safe='')}?{query}"

    def as_environment(self) -> dict[str, str]:
        """Environment for psql, pg_dump and pg_restore (no password on a command line)."""
        named = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGDATABASE": self.name,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGSSLMODE": self.options.get("sslmode", ""),
        }
        return {name: value for name, value in named.items() if value}


def owner_address() -> Address:
    """Who may change tables."""
    if url := os.environ.get("DATABASE_URL"):
        return Address.parse(url)
    return Address(str(private_cluster().sockets), "5432", DATABASE, OWNER_ROLE)


def app_address() -> Address:
    """Who reads and writes rows."""
    if url := os.environ.get("APP_DATABASE_URL"):
        return Address.parse(url)
    owner = owner_address()
    if is_private():
        return Address(owner.host, owner.port, owner.name, APP_ROLE)
    given = owner.options.get("options", "")
    stepped_down = {**owner.options, "options": f"{given} -c role={APP_ROLE}".strip()}
    return Address(owner.host, owner.port, owner.name, owner.user, owner.password, stepped_down)


def app_steps_down() -> bool:
    """True when the app logs in as the owner and gives its powers away."""
    return not is_private() and not os.environ.get("APP_DATABASE_URL")


def app_role() -> str:
    """Name of the database role that the grants go to."""
    if os.environ.get("APP_DATABASE_URL"):
        return app_address().user
    return APP_ROLE


def ensure_running() -> bool:
    """Start the private cluster if it is ours and does not answer. True if this call started it."""
    return private_cluster().start() if is_private() else False
