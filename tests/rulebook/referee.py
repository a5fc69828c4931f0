"""The minimum living allowance written a second time, from the text of the law, in yuan as Decimal and Fraction.

It shares nothing with the rulebook: own look-ups, own rounding, no traced expression. Tests only.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

from minzheng.lib.months import Month
from minzheng.rulebook import ParameterTable

CENT = Decimal("0.01")


def _valid(row: dict[str, Any], day: int) -> bool:
    return row.get("自", 0) <= day < row.get("至", 99_999_999)


def _now(rows: list[tuple[int, int, int]], day: int) -> int:
    (found,) = [value for since, until, value in rows if since <= day < until]
    return found


def _yuan(fen: int) -> Fraction:
    return Fraction(fen, 100)


class Household:
    """One household on one day; every property is an exact number of yuan, heads or a yes/no."""

    def __init__(self, case: dict[str, Any], month: Month, table: ParameterTable):
        self.day = month.year * 10_000 + month.month * 100 + 1
        self.case, self.table = case, table
        self.members = [m for m in case["成员"] if _valid(m, self.day)]
        self.area = {1: "城市", 2: "农村"}[_now(case["城乡类别"], self.day)]
        self.standard = self.money("低保标准", self.area)

    def money(self, name: str, band: str | None = None) -> Fraction:
        return _yuan(self.raw(name, band))

    def rate(self, name: str, band: str | None = None) -> Fraction:
        return Fraction(self.raw(name, band), 10_000)

    def raw(self, name: str, band: str | None = None) -> Any:
        rows = sorted(self.table.rows[name, band])
        return [row.value for row in rows if row.since <= self.day][-1]

    def received(self, person: dict[str, Any], kind: int, what: str = "收入") -> Fraction:
        return sum(
            (_yuan(i["金额"]) for i in person[what] if i["种类"] == kind and _valid(i, self.day)),
            Fraction(0),
        )

    def countable(self, person: dict[str, Any]) -> Fraction:
        wage = max(self.received(person, 1), Fraction(0))
        cost = min(self.standard * self.rate("务工成本扣减比例"), self.money("务工成本扣减上限"))
        wage -= min(wage, Fraction(_quantized(cost, CENT, ROUND_HALF_UP)))
        pension = self.received(person, 9)
        transfer = self.received(person, 4) - self.received(person, 5)
        if not 20210101 <= self.day < 20260101:
            transfer += pension
        share = lambda name: self.rate("收入计入比例", name)  # noqa: E731 - a short name for one line
        return (
            wage * share("工资性收入")
            + max(self.received(person, 2), Fraction(0)) * share("经营净收入")
            + max(self.received(person, 3), Fraction(0)) * share("财产净收入")
            + transfer * share("转移净收入")
            + max(self.received(person, 6), Fraction(0)) * share("其他收入")
        )

    @property
    def income(self) -> Fraction:
        gross = sum((self.countable(p) for p in self.members), Fraction(0))
        spent = {
            kind: sum((self.received(p, kind, "支出") for p in self.members), Fraction(0))
            for kind in (1, 2)
        }
        off = min(spent[1], self.money("刚性支出扣减上限", "残疾康复")) + min(
            spent[2], self.money("刚性支出扣减上限", "重病医疗")
        )
        return max(gross - off, Fraction(0))

    @property
    def property_ok(self) -> bool:
        judged = _now(self.case["财产认定"], self.day)
        if judged != 1:
            return judged == 2
        held = [a for a in self.case["财产"] if _valid(a, self.day)]
        deposits = sum((_yuan(a["金额"]) for a in held if a["种类"] == 1), Fraction(0))
        cars, houses = (sum(a["数量"] for a in held if a["种类"] == kind) for kind in (2, 3))
        limit = self.standard * self.rate("金融资产限额倍数", "低保") * len(self.members)
        return (
            deposits <= limit
            and cars <= self.raw("机动车数上限")
            and houses <= self.raw("房产套数上限")
        )

    def uplift_rate(self, person: dict[str, Any]) -> Fraction:
        born = person["出生日期"]
        years = (self.day - born) // 10_000 if self.day >= born else 0
        classes = [
            ("重度残疾人", _now(person["残疾等级"], self.day) in (1, 2)),
            ("重病患者", bool(_now(person["重病"], self.day))),
            ("老年人", years >= self.raw("老年人年龄")),
            ("未成年人", years < self.raw("成年年龄")),
        ]
        rates = [self.rate("分类施保比例", name) for name, applies in classes if applies]
        return (
            sum(rates, Fraction(0))
            if self.raw("分类施保方式") == "累计"
            else max(rates, default=Fraction(0))
        )

    def amounts(self) -> tuple[bool, Decimal, Decimal]:
        """Eligible, monthly amount and, inside it, the uplift, in yuan."""
        insured = [p for p in self.members if _now(p["保障对象"], self.day)]
        n, income, standard = max(len(self.members), 1), self.income, self.standard
        tier = {0: None, 1: "一档", 2: "二档", 3: "三档"}[_now(self.case["救助档次"], self.day)]
        by_tier = self.raw("补差方式") == "按档次"
        below = income / n < standard
        ok = self.property_ok and len(insured) > 0
        household = below and ok and (not by_tier or tier is not None)
        edge = not below and income / n < standard * self.rate("边缘家庭倍数")
        single = bool(_now(self.case["单人保"], self.day)) and edge and ok
        if not (household or single):
            return False, Decimal(0), Decimal(0)
        if single:
            full = self.raw("单人保方式") == "全额标准"
            base = sum(
                (
                    standard if full else max(standard - self.countable(p), Fraction(0))
                    for p in insured
                ),
                Fraction(0),
            )
        elif by_tier:
            base = self.money("分档补助标准", tier) * len(insured)
        else:
            base = max(
                (standard - income / n) * len(insured),
                standard * self.rate("最低补差比例") * len(insured),
            )
        uplift = sum((standard * self.uplift_rate(p) for p in insured), Fraction(0))
        step = Decimal(self.raw("取整单位")) / 100
        how = {"四舍五入": ROUND_HALF_UP, "进位": ROUND_UP, "舍去": ROUND_DOWN}[
            self.raw("取整方式")
        ]
        amount = _quantized((base + uplift) / Fraction(step), Decimal(1), how) * step
        return True, amount, min(_quantized(uplift, CENT, ROUND_HALF_UP), amount)


def _quantized(value: Fraction, step: Decimal, how: str) -> Decimal:
    """Rounded by the decimal module, from 60 digits: exact enough that no half is missed (divisors here are < 10^12)."""
    import decimal

    with decimal.localcontext() as context:
        context.prec, context.rounding = 60, ROUND_DOWN
        digits = Decimal(value.numerator) / Decimal(value.denominator)
        # A value that does not end is marked with one more digit, so that it never looks like an exact half or whole.
        if Fraction(digits) != value:
            digits += Decimal(1).scaleb(digits.adjusted() - 50).copy_sign(digits)
        return digits.quantize(step, rounding=how)
