"""Twins: every checker must notice a violation that was put there on purpose."""

import shutil
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connections, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.urls import path

from minzheng.config.database import ROOT
from minzheng.lib.id_number import check_digit
from tests.repository import checkers
from tests.repository.floors import the_house

FLOORS = the_house()


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("minzheng.kernel.people", "minzheng.kernel.areas", True),
        ("minzheng.kernel.areas", "minzheng.kernel.people", False),
        ("minzheng.kernel.people", "minzheng.livelihood.minimum_living", False),
        ("minzheng.livelihood.minimum_living", "minzheng.kernel.people", True),
        ("minzheng.livelihood.minimum_living", "minzheng.governance.communities", False),
        ("minzheng.livelihood.minimum_living", "minzheng.livelihood.extreme_hardship", False),
        ("minzheng.kernel.people", "minzheng.kernel.people", True),
    ],
)
def test_floors_know_up_from_down(source, target, allowed):
    assert FLOORS.may_know(source, target) is allowed


@isolate_apps("minzheng.kernel.areas", "minzheng.kernel.people")
def test_a_foreign_key_that_points_up_is_noticed():
    class Person(models.Model):
        class Meta:
            app_label = "people"

    class Climber(models.Model):
        person = models.ForeignKey(Person, models.PROTECT)

        class Meta:
            app_label = "areas"

    (complaint,) = checkers.upward_foreign_keys([Climber], FLOORS)
    assert complaint.startswith("areas.Climber.person points up")


def test_a_template_that_reaches_up_or_nowhere_is_noticed():
    owners = {"a.html": "minzheng.kernel.areas", "b.html": "minzheng.kernel.people"}
    texts = {"a.html": '{% include "b.html" %} {% extends "gone.html" %}', "b.html": ""}
    up, gone = checkers.upward_templates(owners, texts, FLOORS)
    assert "above or beside" in up
    assert "no template gone.html" in gone


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_inline_code_is_noticed(text):
    assert checkers.inline_code("page.html", text)
    assert not checkers.inline_code("page.html", '<script src="/static/a.js" defer></script>')


def test_an_unguarded_view_is_noticed():
    def bare(request): ...

    def thin(request): ...

    def good(request): ...

    thin.public = "-"
    good.public = "监控程序不登录"
    found = checkers.unguarded_views([path("a/", bare), path("b/", thin), path("c/", good)])
    assert [complaint[:3] for complaint in found] == ["/a/", "/b/"]


@pytest.mark.parametrize("missing", ["document", "from", "status", "issued", "article", "area"])
def test_a_value_without_its_source_is_noticed(missing):
    words = ("document", "article", "issued", "from", "area")
    value = {"value": "650", "status": "正式"} | dict.fromkeys(words, "有")
    good = {"低保标准": {"unit": "元", "label": "低保标准", "values": [value]}}
    assert checkers.unsourced_parameters("a.yaml", good) == []
    del value[missing]
    assert checkers.unsourced_parameters("a.yaml", good)


def test_a_parameter_without_unit_or_with_a_float_is_noticed():
    words = ("document", "article", "issued", "from", "area")
    value = {"value": 650.0, "status": "正式"} | dict.fromkeys(words, "有")
    found = checkers.unsourced_parameters("a.yaml", {"低保标准": {"label": "x", "values": [value]}})
    assert len(found) == 2


def test_long_files_and_functions_are_noticed():
    long = "def f():\n" + "    x = 1\n" * 60
    assert checkers.too_long_functions("a.py", long)
    assert not checkers.too_long_functions("a.py", long.replace("    x = 1\n", "", 1))
    assert checkers.too_long_file("a.py", "\n" * 501)
    assert not checkers.too_long_file("a.py", "\n" * 500)


def test_a_write_outside_operations_is_noticed():
    for line in ("case.save()", "Case.objects.create(a=1)", "Case.objects.bulk_create(rows)"):
        assert checkers.writes_outside_operations("minzheng/kernel/casework/views.py", line)
        assert not checkers.writes_outside_operations(
            "minzheng/kernel/casework/operations.py", line
        )


def test_saving_a_document_is_not_writing_a_row():
    assert not checkers.writes_outside_operations("minzheng/a/word.py", 'book.save("a.docx")')


def test_a_valid_id_number_is_noticed():
    stem = "43010519491231002"
    valid = stem + check_digit(stem)
    wrong = stem + ("1" if valid[-1] != "1" else "2")
    assert checkers.id_numbers("a.txt", f"张三 {valid}，")
    assert not checkers.id_numbers("a.txt", f"张三 {wrong} {'0' + valid}")


def test_a_registry_is_noticed():
    for host in (
        "https://pypi" + ".org/simple",
        "registry.npmjs" + ".org",
        "mirrors.office" + ".com",
    ):
        assert checkers.registry_hosts("a.txt", f"see {host}")


def test_a_dependency_without_reason_or_hash_is_noticed():
    assert checkers.unexplained_requirements("a.in", "django~=5.2\n")
    assert checkers.unpinned_requirements("a.txt", "django==5.2.1\n")
    assert not checkers.unpinned_requirements("a.txt", "django==5.2.1 \\\n  --hash=sha256:00\n")


@pytest.mark.django_db
def test_a_missing_migration_is_noticed():
    loader = MigrationLoader(connections["default"])
    before = loader.project_state()
    after: ProjectState = before.clone()
    after.add_field("audit", "event", "sneaky", models.TextField(default=""), preserve_default=True)
    assert MigrationAutodetector(before, after).changes(graph=loader.graph).keys() == {"audit"}
    call_command("check")


@pytest.mark.django_db
def test_an_ordinary_table_is_not_mistaken_for_a_ledger():
    assert checkers.changeable(["jobs_job"]) == [
        "jobs_job: the app may UPDATE",
        "jobs_job: the app may DELETE",
    ]


def test_a_loose_definer_function_is_noticed(fresh_database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
        )
        cursor.execute(
            "CREATE FUNCTION tight() RETURNS int LANGUAGE sql SECURITY DEFINER "
            "SET search_path = public AS 'SELECT 1'"
        )
    assert checkers.open_definer_functions() == ["loose: SECURITY DEFINER without SET search_path"]


SEEDED = {
    "House": ("minzheng/kernel/areas/seeded.py", "import minzheng.livelihood.minimum_living\n"),
    "Kernel order": ("minzheng/kernel/areas/seeded.py", "import minzheng.kernel.people.models\n"),
    "Module anatomy": ("minzheng/kernel/areas/enums.py", "import minzheng.kernel.areas.models\n"),
    "Rules, rulebook and lib": ("minzheng/lib/seeded.py", "import django\n"),
}


def test_the_import_contracts_notice_each_seeded_violation(tmp_path):
    shutil.copytree(
        ROOT / "minzheng",
        tmp_path / "minzheng",
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name, line in SEEDED.values():
        with (tmp_path / name).open("a") as file:
            file.write(line)
    (tmp_path / "minzheng" / "attic").mkdir()
    (tmp_path / "minzheng" / "attic" / "__init__.py").touch()
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=tmp_path,
        env={"PATH": "", "COLUMNS": "300"},
        capture_output=True,
        text=True,
    )
    assert told.returncode != 0
    _, broken = told.stdout.split("Broken contracts")
    assert {contract for contract in SEEDED if f"\n{contract}" in broken} == set(SEEDED)
    assert "attic" in told.stdout
