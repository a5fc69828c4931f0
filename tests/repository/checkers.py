"""Each rule of the repository as one small function: what it is given, what it complains about.

The tests feed them the repository; the twin tests feed them a bad sample, so that a checker that
has gone blind is noticed.
"""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, models, transaction
from django.urls import URLPattern, URLResolver
from psycopg.errors import InsufficientPrivilege

from minzheng.config.database import ROOT
from minzheng.lib import id_number
from tests.repository.floors import Floors

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


# --- files ----------------------------------------------------------------------------------------


def tracked_texts() -> Iterator[tuple[str, str]]:
    """(path, text) of every text file in git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """(path, text) of our Python files, migrations left out: they are generated."""
    for name, text in tracked_texts():
        if name.endswith(".py") and "/migrations/" not in name and name.startswith(folders):
            yield name, text


def too_long_file(name: str, text: str) -> list[str]:
    lines = text.count("\n")
    return [f"{name}: {lines} lines, at most {LONGEST_FILE}"] if lines > LONGEST_FILE else []


def too_long_functions(name: str, text: str) -> list[str]:
    return [
        f"{name}:{node.lineno} {node.name}: {length} lines, at most {LONGEST_FUNCTION}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


_EIGHTEEN = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def id_numbers(name: str, text: str) -> list[str]:
    """Valid resident ID numbers: even an invented one may be somebody's."""
    return [
        f"{name}: {found[:6]}… is a valid ID number; build it in the test with its check digit"
        for found in _EIGHTEEN.findall(text)
        if id_number.problem(found) is None
    ]


# In pieces, so that this file does not name what it looks for.
_REGISTRIES = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "pythonhosted" + r"\.org",
            r"npmjs\." + "(org|com)",
            r"npmmirror\." + "com",
            r"deb\.debian\." + "org",
            r"crates\." + "io",
            r"(mirrors?|repo)\.[a-z0-9.]+\." + "(cn|com)",
            r"tuna\.tsinghua",
        ]
    )
)


def registry_hosts(name: str, text: str) -> list[str]:
    return [f"{name}: names the registry {found[0]}" for found in _REGISTRIES.finditer(text)]


def unexplained_requirements(name: str, text: str) -> list[str]:
    return [
        f"{name}: “{line}” says no reason"
        for line in text.splitlines()
        if line.strip() and not line.startswith(("#", "-c ")) and " # " not in line
    ]


def unpinned_requirements(name: str, text: str) -> list[str]:
    """Every locked package has an exact version and hashes."""
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    return [
        f"{name}: {block.splitlines()[0]} is not locked with a hash"
        for block in blocks
        if "==" not in block.splitlines()[0] or "--hash=sha256:" not in block
    ]


# --- who may know whom ----------------------------------------------------------------------------


def _room(model: type[models.Model]) -> str:
    name = model._meta.app_config.name
    return str(name)


def upward_foreign_keys(found: Iterable[type[models.Model]], floors: Floors) -> list[str]:
    """Foreign keys written as text are imports that import-linter does not see."""
    return [
        f"{model._meta.label}.{field.name} points up or aside to {field.related_model._meta.label}"
        for model in found
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and isinstance(field.related_model, type)
        and _room(model).startswith("minzheng.")
        and _room(field.related_model).startswith("minzheng.")
        and not floors.may_know(_room(model), _room(field.related_model))
    ]


_USES = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def upward_templates(
    owners: Mapping[str, str], texts: Mapping[str, str], floors: Floors
) -> list[str]:
    """owners: template name -> room that ships it; texts: template name -> source."""
    complaints = []
    for name, text in texts.items():
        for used in _USES.findall(text):
            if used not in owners:
                complaints.append(f"{name}: there is no template {used}")
            elif not floors.may_know(owners[name], owners[used]):
                complaints.append(f"{name}: uses {used} of a room above or beside it")
    return complaints


def templates() -> tuple[dict[str, str], dict[str, str]]:
    """(owners, texts) of all our templates."""
    owners, texts = {}, {}
    for folder in (ROOT / "minzheng").glob("**/templates"):
        room = ".".join(folder.parent.relative_to(ROOT).parts)
        for path in folder.glob("**/*.html"):
            name = str(path.relative_to(folder))
            owners[name], texts[name] = room, path.read_text(encoding="utf-8")
    return owners, texts


_INLINE = re.compile(
    r"""\son[a-z]+\s*=\s*["']|\sstyle\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)|javascript:""",
    re.IGNORECASE,
)


def inline_code(name: str, text: str) -> list[str]:
    """The content security policy refuses anything inline; the browser would drop it silently."""
    return [f"{name}: inline “{found[0].strip()}”" for found in _INLINE.finditer(text)]


_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
_WRITERS = ("operations.py", "batch.py", "models.py")


def writes_outside_operations(name: str, text: str) -> list[str]:
    """Calls that write rows, in a file that is not a writer."""
    path = Path(name)
    if path.name in _WRITERS or "operations" in path.parts:
        return []
    return [
        f"{name}:{node.lineno} writes with .{node.func.attr}(); only operations write"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (_is_row_write(node) or _is_manager_write(node.func))
    ]


def _is_row_write(call: ast.Call) -> bool:
    # A row is saved by keywords only; a document is saved to a path.
    return call.func.attr in _WRITES and not (call.func.attr == "save" and call.args)


def _is_manager_write(function: ast.Attribute) -> bool:
    manager = function.value
    return (
        function.attr in ("create", "delete", "update")
        and isinstance(manager, ast.Attribute)
        and manager.attr == "objects"
    )


# --- views ----------------------------------------------------------------------------------------


def views(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """(route, view) of everything that can be asked for; a class-based view gives its class."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "view_class", pattern.callback)


def unguarded_views(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Views that state neither who may see them nor why everybody may."""
    return [
        f"/{route}: {view.__module__}.{view.__qualname__} has neither `permission` nor `public`"
        for route, view in views(patterns)
        if not (getattr(view, "permission", None) or _is_reason(getattr(view, "public", None)))
    ]


def _is_reason(value: object) -> bool:
    return isinstance(value, str) and len(value) >= 5


# --- policy files ---------------------------------------------------------------------------------

_SOURCE = ("document", "article", "issued", "from", "status", "area")
_STATUS = ("正式", "示例", "草案")


def unsourced_parameters(name: str, content: Mapping[str, Any]) -> list[str]:
    """Values without a legal source, a first day, a status or a unit."""
    complaints = []
    for key, parameter in content.items():
        if not parameter.get("unit") or not parameter.get("label"):
            complaints.append(f"{name}: {key} has no unit or no label")
        if not parameter.get("values"):
            complaints.append(f"{name}: {key} has no values")
        for value in parameter.get("values", ()):
            missing = [word for word in _SOURCE if not value.get(word)]
            if missing or value.get("status") not in _STATUS:
                complaints.append(f"{name}: {key} lacks {missing} or a known status")
            if isinstance(value.get("value"), float):
                complaints.append(f"{name}: {key} is a float; write it in quotes")
    return complaints


# --- the database ---------------------------------------------------------------------------------


def is_refused(statement: str) -> bool:
    """Whether the app's role may not do this; nothing is changed either way."""
    try:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return True
        raise
    return False


def changeable(tables: Iterable[str]) -> list[str]:
    """Tables of which the app may change or remove rows."""
    complaints = []
    with connections["default"].cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT a.attname FROM pg_attribute a WHERE attrelid = %s::regclass AND attnum > 0 LIMIT 1",
                [table],
            )
            column = cursor.fetchone()[0]
            attempts = {
                "UPDATE": f'UPDATE "{table}" SET "{column}" = "{column}" WHERE false',
                "DELETE": f'DELETE FROM "{table}" WHERE false',
                "TRUNCATE": f'TRUNCATE "{table}"',
            }
            complaints += [
                f"{table}: the app may {verb}"
                for verb, attempt in attempts.items()
                if not is_refused(attempt)
            ]
    return complaints


def open_definer_functions() -> list[str]:
    """Functions that run as their owner must fix where they look names up."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%search_path=%'"
        )
        return [f"{row[0]}: SECURITY DEFINER without SET search_path" for row in cursor.fetchall()]
