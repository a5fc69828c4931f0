"""What the book of household means speaks of: entities, facts, parameters. Its rules stand in `rules.py`."""

from __future__ import annotations

from minzheng.livelihood.household_assessment.enums import (
    AreaKind,
    AssessmentMode,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    AssetTarget,
    Circumstance,
    DepositMeasure,
    DisabilityLevel,
    EmploymentCostMode,
    ExcessBasis,
    ExpenseKind,
    IncomeKind,
    InsuranceMeasure,
    LabourBand,
    Sex,
    SupportBand,
    SupportDocument,
    SupporterRelation,
    SupportFormula,
)
from minzheng.rulebook import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    NUMBER,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    Option,
    Rulebook,
    options,
)


class IncomeClass(Option):
    """The classes of art. 13 that count, as the policy file names them."""

    WAGE = 1, "工资性收入"
    BUSINESS = 2, "经营净收入"
    PROPERTY = 3, "财产净收入"
    TRANSFER = 4, "转移净收入"
    OTHER = 5, "其他收入"


book = Rulebook("家庭经济状况")

book.entity("户", "household")
book.entity("人", "member", inside="户", called="成员", most=30, dated=True)
book.entity("收入", "income", inside="人", most=60, dated=True)
book.entity("支出", "expense", inside="人", most=60, dated=True)
book.entity("情形", "circumstance", inside="人", most=60, dated=True)
book.entity("义务人", "supporter", inside="人", most=20, dated=True)
book.entity("财产", "asset", inside="户", most=200, dated=True)

book.fact("户", "城乡类别", "area_kind", options(AreaKind), dated=True)
book.fact("户", "财产认定", "asset_judgement", options(AssetJudgement), dated=True)
book.fact("人", "出生日期", "birth_on", DATE)
book.fact("人", "性别", "sex", options(Sex))
book.fact("人", "残疾等级", "disability_level", options(DisabilityLevel), dated=True)
book.fact("人", "重病", "severely_ill", TRUTH, dated=True)
book.fact("收入", "种类", "kind", options(IncomeKind))
book.fact("收入", "金额", "amount_fen", FEN, least=-1_000_000_000)
book.fact("支出", "种类", "kind", options(ExpenseKind))
book.fact("支出", "金额", "amount_fen", FEN)
book.fact("情形", "种类", "kind", options(Circumstance))
book.fact("义务人", "关系", "relation", options(SupporterRelation))
book.fact("义务人", "出生日期", "birth_on", DATE)
book.fact("义务人", "家庭月收入", "income_fen", FEN)
book.fact("义务人", "家庭人数", "persons", PERSONS, least=1, most=30)
book.fact("义务人", "被赡养人数", "supported", NUMBER, least=1, most=30)
book.fact("义务人", "子女人数", "children", NUMBER, most=30)
book.fact("义务人", "文书", "document", options(SupportDocument))
book.fact("义务人", "文书金额", "document_fen", FEN)
book.fact("义务人", "实付金额", "paid_fen", FEN)
book.fact("财产", "种类", "kind", options(AssetKind))
book.fact("财产", "金额", "amount_fen", FEN, most=1_000_000_000_000)
book.fact("财产", "另计金额", "other_fen", FEN, most=1_000_000_000_000)
book.fact("财产", "数量", "count", NUMBER, most=1_000)
book.fact("财产", "认定", "standing", options(AssetStanding))

book.parameter("低保标准", "standard", FEN_PER_PERSON, most=1_000_000, bands=AreaKind)
book.parameter("收入计入比例", "counted_share", RATE, most=10_000, bands=IncomeClass)
book.parameter("成年年龄", "adult_age", YEARS, least=1)

book.parameter("就业成本方式", "work_cost_mode", options(EmploymentCostMode))
book.parameter(
    "务工成本扣减比例", "work_cost_share", RATE, most=20_000,
    when=("就业成本方式", EmploymentCostMode.SHARE),
)  # fmt: skip
book.parameter("务工成本扣减上限", "work_cost_most", FEN_PER_PERSON)
book.parameter(
    "务工成本定额", "work_cost_fixed", FEN_PER_PERSON,
    when=("就业成本方式", EmploymentCostMode.FIXED),
)  # fmt: skip

评估 = ("收入评估方式", AssessmentMode.BY_WAGE)
book.parameter("收入评估方式", "assessment_mode", options(AssessmentMode))
book.parameter("最低工资标准", "minimum_wage", FEN, most=10_000_000, when=评估)
book.parameter(
    "劳动力系数", "labour_factor", RATE, most=30_000, bands=tuple(LabourBand)[1:], when=评估
)
book.parameter("劳动年龄下限", "working_age_from", YEARS, when=评估)
book.parameter("劳动年龄上限", "working_age_to", YEARS, bands=Sex, when=评估)
book.parameter("大龄劳动力年龄", "older_age", YEARS, bands=Sex, when=评估)

比例公式 = ("赡养费公式", SupportFormula.EXCESS)
低收入线公式 = ("赡养费公式", SupportFormula.LOW_INCOME_LINE)
book.parameter("赡养费公式", "support_formula", options(SupportFormula))
book.parameter(
    "赡养费比例", "support_rate", RATE, most=10_000, bands=SupportBand, when=比例公式
)  # fmt: skip
book.parameter("赡养费超出口径", "support_excess", options(ExcessBasis), when=比例公式)
book.parameter("赡养费计入比例", "support_share", RATE, most=10_000, when=低收入线公式)
book.parameter("赡养费收入线倍数", "support_line", RATE, most=100_000, when=低收入线公式)
book.parameter("免计赡养费年龄", "supporter_age", YEARS, least=1)

book.parameter(
    "刚性支出扣减上限", "expense_most", FEN,
    bands=(ExpenseKind.DISABILITY_REHABILITATION, ExpenseKind.SEVERE_ILLNESS, ExpenseKind.CARE_HOME),
)  # fmt: skip
book.parameter("金融资产限额倍数", "deposit_factor", RATE, bands=AssetTarget)
book.parameter("存款口径", "deposit_measure", options(DepositMeasure))
book.parameter("保险口径", "insurance_measure", options(InsuranceMeasure))
book.parameter("房产套数上限", "houses_most", NUMBER, most=100)
book.parameter("机动车数上限", "vehicles_most", NUMBER, most=100)
