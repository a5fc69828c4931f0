"""The rooms of the house that are Django apps, lowest floor first.

A room's app label is the last part of its path. A room that is planned but not built yet
(no package on disk) is skipped, so the tree always starts.
"""

from pathlib import Path

ROOMS = (
    "kernel.audit",
    "kernel.jobs",
    "kernel.policy",
    "kernel.measures",
    "kernel.compute",
    "kernel.printing",
    "kernel.ui",
    "kernel.areas",
    "kernel.institutions",
    "kernel.access",
    "kernel.files",
    "kernel.notifications",
    "kernel.people",
    "kernel.activities",
    "kernel.casework",
    "kernel.letters",
    "kernel.enrollments",
    "kernel.disbursements",
    "livelihood.means_verification",
    "livelihood.household_assessment",
    "livelihood.investigations",
    "livelihood.minimum_living",
    "reporting.catalogue",
    "reporting.snapshots",
    "reporting.evaluations",
    "reporting.documents",
    "workbench",
    "resident",
    "exchange",
    "demo",
)

_PACKAGE = Path(__file__).resolve().parent.parent


def built_rooms() -> list[str]:
    """Dotted names of the rooms that stand, in floor order."""
    return [
        f"minzheng.{room}"
        for room in ROOMS
        if (_PACKAGE / room.replace(".", "/") / "__init__.py").exists()
    ]
