"""Random facts and parameters for any rulebook, made from what the book declares, extremes of the bounds included."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st

from minzheng.rulebook import DatedValue, ParameterTable, Rulebook
from minzheng.rulebook.declarations import Fact, Place
from minzheng.rulebook.units import POLICY_UNITS, Unit

EVER, NEVER = 19_000_101, 99_991_231
DAYS = [20211101, 20211215, 20220101, 20220228, 20220301, 20220615, 20220701, 20221020, 20230101]
BIRTHS = [19300228, 19611101, 19620701, 19620702, 19720601, 20040101, 20060615, 20190101, 20220615]
_POLICY_UNIT = {p.unit: text for text, p in reversed(POLICY_UNITS.items())}


def values(unit: Unit, lo: int, hi: int) -> st.SearchStrategy[int]:
    if unit.options is not None:
        return st.sampled_from([int(one) for one in unit.options])
    if unit.kind == "date":
        return st.sampled_from([day for day in BIRTHS if lo <= day <= hi])
    if unit.kind in ("years", "months", "days"):
        return st.integers(lo, min(hi, 70))
    usual = st.integers(max(lo, min(hi, 0) - 50_000), min(hi, max(lo, 0) + 200_000))
    return st.one_of(usual, usual, usual, st.sampled_from([lo, hi, max(lo, min(hi, 0))]))


@st.composite
def history(draw: st.DrawFn, fact: Fact) -> list[tuple[int, int, int]]:
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=1)))
    edges = [EVER, *cuts, NEVER]
    return [(a, b, draw(values(fact.unit, fact.lo, fact.hi))) for a, b in pairwise(edges)]


@st.composite
def row(draw: st.DrawFn, place: Place) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if place.dated:
        since, until = sorted(
            draw(
                st.lists(st.sampled_from([EVER, *DAYS, NEVER]), min_size=2, max_size=2, unique=True)
            )
        )
        out |= (
            {"自": since, "至": until}
            if draw(st.integers(0, 2)) == 0
            else {"自": EVER, "至": NEVER}
        )
    for name, fact in place.facts.items():
        out[name] = draw(history(fact) if fact.dated else values(fact.unit, fact.lo, fact.hi))
    for child in place.children:
        out[child.called] = draw(st.lists(row(child), max_size=min(3, child.most)))
    return out


def case(book: Rulebook) -> st.SearchStrategy[dict[str, Any]]:
    return row(next(iter(book.places.values())))


@st.composite
def table(draw: st.DrawFn, book: Rulebook) -> ParameterTable:
    rows, units = {}, {}
    for name, one in book.parameters.items():
        listed = one.unit.options
        units[name] = "选项" if listed else _POLICY_UNIT[one.unit]
        given = (
            st.sampled_from([o.label for o in listed])
            if listed
            else values(one.unit, one.lo, one.hi)
        )
        for band in [b.label for b in one.bands] or [None]:
            later = draw(st.lists(st.tuples(st.sampled_from(DAYS), given), max_size=1))
            rows[name, band] = [
                DatedValue(EVER, draw(given), "甲"),
                *(DatedValue(*pair, "乙") for pair in later),
            ]
    return ParameterTable(rows=rows, units=units)


def columns(book: Rulebook, cases: list[dict[str, Any]]) -> dict[str, dict[str, np.ndarray]]:
    """The cases as the tables of `minzheng.rulebook.arrays`."""
    rows: dict[str, list[dict[str, int]]] = {}
    shape: dict[str, list[str]] = {}
    for place in book.places.values():
        held = [
            "id",
            *(["parent"] if place.parent else []),
            *(["valid_from", "valid_to"] if place.dated else []),
        ]
        shape[place.code] = held + [f.code for f in place.facts.values() if not f.dated]
        shape |= {
            f"{place.code}_{f.code}": ["parent", "valid_from", "valid_to", "value"]
            for f in place.facts.values()
            if f.dated
        }
    rows = {name: [] for name in shape}

    def put(place: Place, said: dict[str, Any], parent: int) -> None:
        key = 10 + 3 * len(rows[place.code])
        own = {
            "id": key,
            "parent": parent,
            "valid_from": said.get("自", EVER),
            "valid_to": said.get("至", NEVER),
        }
        rows[place.code].append(
            own | {f.code: int(said[f.name]) for f in place.facts.values() if not f.dated}
        )
        for fact in place.facts.values():
            if fact.dated:
                rows[f"{place.code}_{fact.code}"] += [
                    {"parent": key, "valid_from": a, "valid_to": b, "value": int(v)}
                    for a, b, v in said[fact.name]
                ]
        for child in place.children:
            for inner in said[child.called]:
                put(child, inner, key)

    for one in cases:
        put(next(iter(book.places.values())), one, 0)
    return {
        name: {c: np.array([r[c] for r in held], np.int64) for c in shape[name]}
        for name, held in rows.items()
    }
