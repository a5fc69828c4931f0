"""The minimum living rules as an OpenFisca country package: the peer's way of writing and running them.

Written as its documentation teaches: variables with formulas over NumPy arrays, float money, parameters by date.
Dated membership and dated facts become monthly input variables.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import ETERNITY, MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

ROLES = [{"key": "member", "plural": "members", "label": "成员"}]
HOUSEHOLD = build_entity(key="household", plural="households", label="户", roles=ROLES)
PERSON = build_entity(key="person", plural="persons", label="人", is_person=True)
INCOMES = {
    "wage": 1,
    "business": 2,
    "property": 3,
    "transfer": 4,
    "transfer_paid": 5,
    "other_income": 6,
}
EXPENSES = {"rehabilitation": 1, "medical": 2}
ASSETS = {"deposits": (1, "amount_fen / 100.0"), "vehicles": (2, "count"), "houses": (3, "count")}
DATED_PERSON = {"insured": bool, "disability_level": int, "severely_ill": bool}
DATED_HOUSEHOLD = {"area_kind": int, "asset_judgement": int, "tier": int, "insured_singly": bool}


def parameters(values: dict[str, Any]) -> ParameterNode:
    """{name: number, or {date: number}, or a group of them} as OpenFisca parameters."""

    def node(value: Any) -> Any:
        if isinstance(value, dict) and all(key[:1].isdigit() for key in value):
            return {"values": {day: {"value": one} for day, one in value.items()}}
        if isinstance(value, dict):
            return {key: node(one) for key, one in value.items()}
        return {"values": {"2015-01-01": {"value": value}}}

    return ParameterNode("", data=node(values))


def half_up(yuan: Any) -> Any:
    return np.floor(yuan * 100 + 0.5) / 100


# ------------------------------------------------------------------------------------------------ formulas
def work_cost(person: Any, period: Any, parameters: Any) -> Any:
    at = parameters(period)
    cost = np.minimum(person.household("standard", period) * at.work_cost_share, at.work_cost_most)
    return np.minimum(np.maximum(person("wage", period), 0), half_up(cost))


def countable(person: Any, period: Any, parameters: Any) -> Any:
    share = parameters(period).counted
    wage = np.maximum(person("wage", period), 0) - person("work_cost", period)
    return (
        wage * share.wage
        + np.maximum(person("business", period), 0) * share.business
        + np.maximum(person("property", period), 0) * share.property
        + (person("transfer", period) - person("transfer_paid", period)) * share.transfer
        + np.maximum(person("other_income", period), 0) * share.other
    )


def uplift_rate(person: Any, period: Any, parameters: Any) -> Any:
    at = parameters(period)
    today = period.start.year * 10_000 + period.start.month * 100 + period.start.day
    age = np.maximum(today - person("birth", period), 0) // 10_000
    level = person("disability_level", period)
    severe = ((level == 1) + (level == 2)) * at.uplift.disability
    ill = person("severely_ill", period) * at.uplift.illness
    old = (age >= at.elderly_age) * at.uplift.elderly
    minor = (age < at.adult_age) * at.uplift.minor
    return np.maximum(np.maximum(severe, ill), np.maximum(old, minor))


def single_base(person: Any, period: Any, parameters: Any) -> Any:
    del parameters
    return np.maximum(person.household("standard", period) - person("countable", period), 0)


def standard(household: Any, period: Any, parameters: Any) -> Any:
    at = parameters(period).standard
    return np.where(household("area_kind", period) == 1, at.urban, at.rural)


def size(household: Any, period: Any) -> Any:
    return household.sum(household.members("present", period))


def insured_persons(household: Any, period: Any) -> Any:
    return household.sum(
        household.members("present", period) * household.members("insured", period)
    )


def income(household: Any, period: Any, parameters: Any) -> Any:
    present, most = household.members("present", period), parameters(period).expense_most
    gross = household.sum(household.members("countable", period) * present)
    rehabilitation = household.sum(household.members("rehabilitation", period) * present)
    medical = household.sum(household.members("medical", period) * present)
    spent = np.minimum(rehabilitation, most.rehabilitation) + np.minimum(medical, most.medical)
    return np.maximum(gross - spent, 0)


def per_capita(household: Any, period: Any) -> Any:
    return household("income", period) / np.maximum(household("size", period), 1)


def assets_accepted(household: Any, period: Any, parameters: Any) -> Any:
    at, judged = parameters(period), household("asset_judgement", period)
    limit = household("standard", period) * at.deposit_factor * household("size", period)
    within = (
        (household("deposits", period) <= limit)
        * (household("vehicles", period) <= at.vehicles_most)
        * (household("houses", period) <= at.houses_most)
    )
    return np.where(judged == 1, within, judged == 2)


def whole(household: Any, period: Any) -> Any:
    below = household("per_capita", period) < household("standard", period)
    return below * household("assets_accepted", period) * (household("insured_persons", period) > 0)


def singly(household: Any, period: Any, parameters: Any) -> Any:
    pc, line = household("per_capita", period), household("standard", period)
    edge = (pc >= line) * (pc < line * parameters(period).marginal_factor)
    able = household("assets_accepted", period) * (household("insured_persons", period) > 0)
    return household("insured_singly", period) * edge * able


def eligible(household: Any, period: Any) -> Any:
    return household("whole", period) + household("singly", period)


def amount(household: Any, period: Any, parameters: Any) -> Any:
    line, insured = household("standard", period), household("insured_persons", period)
    counted = household.members("present", period) * household.members("insured", period)
    least = line * parameters(period).least_share * insured
    gap = np.maximum((line - household("per_capita", period)) * insured, least)
    single = household.sum(household.members("single_base", period) * counted)
    rate = household.sum(household.members("uplift_rate", period) * counted)
    base = np.select([household("whole", period), household("singly", period)], [gap, single], 0)
    return half_up(base + household("eligible", period) * rate * line)


def _variable(name: str, entity: Any, kind: type, formula: Any = None, period: str = MONTH) -> type:
    body: dict[str, Any] = {
        "value_type": kind,
        "entity": entity,
        "definition_period": period,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def system(values: dict[str, Any]) -> TaxBenefitSystem:
    """The country package with these parameters."""
    made = TaxBenefitSystem([HOUSEHOLD, PERSON])
    made.parameters = parameters(values)
    variables = [
        _variable("birth", PERSON, int, period=ETERNITY),
        _variable("present", PERSON, bool),
    ]
    variables += [_variable(name, PERSON, float) for name in (*INCOMES, *EXPENSES)]
    variables += [_variable(name, PERSON, kind) for name, kind in DATED_PERSON.items()]
    variables += [_variable(name, HOUSEHOLD, kind) for name, kind in DATED_HOUSEHOLD.items()]
    variables += [_variable(name, HOUSEHOLD, float) for name in ASSETS]
    variables += [
        _variable(f.__name__, PERSON, float, f)
        for f in (work_cost, countable, uplift_rate, single_base)
    ]
    variables += [
        _variable(f.__name__, HOUSEHOLD, float, f) for f in (standard, income, per_capita, amount)
    ]
    variables += [_variable(f.__name__, HOUSEHOLD, int, f) for f in (size, insured_persons)]
    variables += [
        _variable(f.__name__, HOUSEHOLD, bool, f)
        for f in (assets_accepted, whole, singly, eligible)
    ]
    for variable in variables:
        made.add_variable(variable)
    return made


# --------------------------------------------------------------------------------------------------- a run
def run(population: Path, months: list[str], values: dict[str, Any]) -> dict[str, Any]:
    """Load, calculate each month, and return seconds with eligible and amount (fen) by household and month."""
    started = time.perf_counter()
    with duckdb.connect(config={"threads": 2}) as con:
        simulation = _simulation(con, population, months, values)
    loaded = time.perf_counter()
    out = {
        month: (simulation.calculate("eligible", month), simulation.calculate("amount", month))
        for month in months
    }
    done = time.perf_counter()
    return {
        "load_seconds": loaded - started,
        "calculate_seconds": done - loaded,
        "eligible": np.stack([out[m][0] for m in months], axis=1),
        "amount": np.stack(
            [np.round(out[m][1].astype(np.float64) * 100).astype(np.int64) for m in months], axis=1
        ),
    }


def _simulation(con: Any, population: Path, months: list[str], values: dict[str, Any]) -> Any:
    def read(sql: str) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = con.execute(sql).fetchnumpy()
        return found

    def table(name: str) -> str:
        return f"'{population}/{name}.parquet'"

    member = read(
        f"select id, parent, birth_on, valid_from, valid_to from {table('member')} order by id"
    )
    household = read(f"select id from {table('household')} order by id")["id"]
    made, builder = system(values), SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", member["id"])
    homes = builder.declare_entity("household", household)
    builder.join_with_persons(homes, member["parent"], roles=np.repeat("member", len(member["id"])))
    simulation = builder.build(made)
    simulation.set_input("birth", "eternity", member["birth_on"])
    ids = {"member": member["id"], "household": household}
    for month in months:
        day = int(month.replace("-", "")) * 100 + 1
        force = f"valid_from <= {day} and valid_to > {day}"
        simulation.set_input(
            "present", month, (member["valid_from"] <= day) & (member["valid_to"] > day)
        )
        wanted = [
            ("income", n, f"kind = {k}", "amount_fen / 100.0", "member") for n, k in INCOMES.items()
        ]
        wanted += [
            ("expense", n, f"kind = {k}", "amount_fen / 100.0", "member")
            for n, k in EXPENSES.items()
        ]
        wanted += [("asset", n, f"kind = {k}", v, "household") for n, (k, v) in ASSETS.items()]
        wanted += [(f"member_{n}", n, "true", "value", "member") for n in DATED_PERSON]
        wanted += [(f"household_{n}", n, "true", "value", "household") for n in DATED_HOUSEHOLD]
        for source, name, kind, value, entity in wanted:
            rows = read(
                f"select parent, sum({value})::double as v from {table(source)} where {kind} and {force} group by parent"
            )
            column = np.zeros(len(ids[entity]))
            column[np.searchsorted(ids[entity], rows["parent"])] = rows["v"]
            simulation.set_input(name, month, column)
    return simulation
