"""What a synthetic person can do, suffers from and earns. Amounts in whole yuan, stored as fen per month."""

from dataclasses import dataclass, field
from random import Random

from minzheng.demo.families import Draft, Seat

YUAN = 100
WAGE, BUSINESS, TRANSFER = "WAGE", "BUSINESS", "TRANSFER"
FULL, PARTIAL, LOST, TOO_YOUNG_OR_OLD = "有", "部分丧失", "完全丧失", "无"

ILLNESSES = (
    "尿毒症",
    "恶性肿瘤",
    "重性精神疾病",
    "系统性红斑狼疮",
    "肝硬化失代偿",
    "脑卒中后遗症",
    "再生障碍性贫血",
)
DISABILITY_KINDS, DISABILITY_WEIGHTS = (1, 2, 3, 4, 5, 6, 7), (12, 10, 3, 40, 14, 15, 6)
# What an employed person may keep for getting to work; added on top so that the counted wage stays as planned.
COMMUTING = 230


@dataclass(frozen=True, slots=True)
class Condition:
    """Health, disability (kind 1–7, class 1–4, 0 = none), ability to work and occupation of one person."""

    health: str = "健康"
    disability_kind: int = 0
    disability_class: int = 0
    illness: str = ""
    work_ability: str = FULL
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Wealth:
    """What the family owns: deposits in fen, number of cars and homes."""

    deposit_fen: int = 0
    vehicles: int = 0
    houses: int = 1


@dataclass(frozen=True, slots=True)
class Earnings:
    """Income lines and expense lines of one person: (category, fen per month)."""

    incomes: tuple[tuple[str, int], ...] = field(default=())
    expenses: tuple[tuple[str, int], ...] = field(default=())


def condition(chance: Random, seat: Seat, *, rural: bool) -> Condition:
    """The condition that goes with a seat's plight and age."""
    job = "务农" if rural else "灵活就业"
    if seat.plight == "DISABLED":
        grade = chance.choices((1, 2, 3, 4), (22, 38, 27, 13))[0]
        kind = chance.choices(DISABILITY_KINDS, DISABILITY_WEIGHTS)[0]
        lost = grade <= 2
        return Condition(
            "残疾", kind, grade, "", LOST if lost else PARTIAL, "无劳动条件" if lost else job
        )
    if seat.plight == "ILL":
        return Condition("重病", 0, 0, chance.choice(ILLNESSES), LOST, "无劳动条件")
    if seat.plight == "ELDER":
        health = chance.choices(("一般", "慢性病"), (40, 60))[0]
        return Condition(health, work_ability=TOO_YOUNG_OR_OLD, occupation="退休")
    if seat.plight == "CHILD":
        return Condition(
            work_ability=TOO_YOUNG_OR_OLD, occupation="在校" if seat.age >= 6 else "学龄前"
        )
    if seat.plight == "STUDENT":
        return Condition(work_ability=TOO_YOUNG_OR_OLD, occupation="在校")
    if seat.plight in ("CARER", "IDLE"):
        return Condition("慢性病", work_ability=PARTIAL, occupation="未登记失业")
    return Condition(occupation="在职" if chance.random() < 0.4 and not rural else job)


def category_of(occupation: str) -> str:
    """Under which income category (民发〔2021〕57号 第十三条) the monthly income of that occupation is declared."""
    if occupation in ("在职", "灵活就业"):
        return WAGE
    return BUSINESS if occupation == "务农" else TRANSFER


def poor_earnings(chance: Random, draft: Draft, conditions: list[Condition]) -> list[Earnings]:
    """Incomes that leave the family below the standard; one line at most per person, so a roster can hold them."""
    per_head = 0 if chance.random() < 0.10 else int(40 + 560 * chance.betavariate(1.5, 2.6))
    total = per_head * len(draft)
    earning = [i for i, seat in enumerate(draft) if seat.plight not in ("CHILD", "STUDENT")]
    shares = [chance.uniform(0.5, 1.5) for _ in earning]
    amounts = dict.fromkeys(range(len(draft)), 0)
    for place, share in zip(earning, shares, strict=True):
        amounts[place] = int(total * share / sum(shares)) // 10 * 10
    return [_line(conditions[i].occupation, amounts[i]) for i in range(len(draft))]


def ordinary_earnings(chance: Random, draft: Draft, conditions: list[Condition]) -> list[Earnings]:
    """Incomes of families that need no help."""
    lines = []
    for seat, state in zip(draft, conditions, strict=True):
        working = seat.plight == "WORKER"
        pension = int(chance.lognormvariate(7.7, 0.35)) if seat.plight == "ELDER" else 0
        amount = int(chance.lognormvariate(8.3, 0.4)) if working else pension
        lines.append(_line(state.occupation, amount // 10 * 10))
    return lines


def _line(occupation: str, yuan: int) -> Earnings:
    if yuan <= 0:
        return Earnings()
    category = category_of(occupation)
    gross = yuan + COMMUTING if category == WAGE else yuan
    return Earnings(incomes=((category, gross * YUAN),))


def wealth(chance: Random, *, poor: bool) -> Wealth:
    """Deposits and possessions."""
    if poor:
        return Wealth(chance.randrange(0, 9_000, 100) * YUAN, 0, 0 if chance.random() < 0.25 else 1)
    deposit = int(chance.lognormvariate(10.8, 0.9)) // 100 * 100
    return Wealth(deposit * YUAN, chance.randrange(3), 1 + (chance.random() < 0.2))
