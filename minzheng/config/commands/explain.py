"""`minzheng explain`: one household's allowance in one month, line by line with its legal basis."""

import argparse
import json

from minzheng.config import database
from minzheng.kernel import policy
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.models import Household
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.queries import facts_for
from minzheng.livelihood.minimum_living.rules import Reckoning, book, reckon
from minzheng.rulebook import ParameterTable, RulebookError
from minzheng.rulebook.facts_file import FactsFile, read

HELP = "逐行说明一户某月的低保金：explain 户编号 --month 2022-07 | explain --facts 文件.yaml --month 2022-07"
NEEDS_DATABASE = False


class UnknownHousehold(Exception):
    """No household has that number."""


KNOWN_ERRORS = (
    UnknownHousehold,
    RulebookError,
    policy.ParameterUnset,
    policy.PolicyFileError,
)
DEFAULT_AREA = "430105"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("household", nargs="?", help="已登记家庭的编号")
    parser.add_argument("--facts", metavar="FILE", help="写有一户事实的 YAML 文件（见 examples/）")
    parser.add_argument("--month", required=True, type=_month, help="所属月，如 2022-07")
    parser.add_argument("--policies", metavar="DIR", help="政策文件目录，默认为 policies/")
    parser.add_argument("--area", help=f"区划代码，默认为文件所写或 {DEFAULT_AREA}")
    parser.add_argument("--whole", action="store_true", help="值为零的行也列出")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(options: argparse.Namespace) -> int:
    if bool(options.facts) == bool(options.household):
        print("请给出家庭编号，或用 --facts 给出一户的事实文件（二者取一）。")
        return 2
    reckoning = _of_file(options) if options.facts else _of_household(options)
    if options.json:
        print(json.dumps(_as_json(reckoning), ensure_ascii=False, indent=2))
    else:
        print(_as_text(reckoning, whole=options.whole))
        if options.household:
            print(_ledger(options, reckoning))
    return 0


def _of_file(options: argparse.Namespace) -> Reckoning:
    """The household of a file; parameters it sets itself take the place of those in the policy files."""
    said = read(options.facts, book)
    area = options.area or said.area or DEFAULT_AREA
    table = table_for(said, area, options.month, options.policies)
    return reckon(said.case, options.month, table)


def table_for(
    said: FactsFile, area: str, month: Month, policies: str | None = None
) -> ParameterTable:
    """The policy files' parameters for the area, and over them those of the file."""
    names = [name for name in book.parameters if name not in said.parameters.units]
    return policy.load(policies).table(names, area=area, months=[month]).overridden(said.parameters)


def _of_household(options: argparse.Namespace) -> Reckoning:
    """A registered household, from the facts the database holds today."""
    household = _household(options.household)
    area = options.area or household.area_code
    table = policy.load(options.policies).table(book.parameters, area=area, months=[options.month])
    return reckon(facts_for([household])[household.pk], options.month, table)


def _household(number: str) -> Household:
    database.ensure_running()
    found = Household.objects.filter(number=number).first()
    if found is None:
        raise UnknownHousehold(f"没有编号为“{number}”的家庭。请核对家庭编号。")
    return found


def _ledger(options: argparse.Namespace, reckoning: Reckoning) -> str:
    """What the ledger holds for the month, beside what the rules give now."""
    enrollments = Enrollment.objects.filter(
        household__number=options.household, program=Program.MINIMUM_LIVING
    )
    held = [allowance_for(enrollment, options.month) for enrollment in enrollments]
    amount = sum(allowance.amount_fen for allowance in held if allowance is not None)
    if not any(held):
        return "【台账】\n  该月不在低保在册"
    same = "与规则一致" if amount == reckoning.amount_fen else "与规则不一致，请核查变更和核定月份"
    return f"【台账】\n  {options.month} 在册金额 {yuan_text(amount)}元，{same}"


def _as_text(reckoning: Reckoning, *, whole: bool) -> str:
    out = [reckoning.explanation.as_text(whole=whole), "【结果】"]
    if not reckoning.eligible:
        return "\n".join([*out, f"  {reckoning.month} 不符合条件，月保障金 0.00元"])
    out.append(
        f"  {reckoning.month} 保障{reckoning.persons}人，月保障金 {yuan_text(reckoning.amount_fen)}元"
    )
    out += [f"  其中 {share.person}：{yuan_text(share.amount_fen)}元" for share in reckoning.shares]
    return "\n".join(out)


def _as_json(reckoning: Reckoning) -> dict[str, object]:
    return {
        "month": str(reckoning.month),
        "eligible": reckoning.eligible,
        "persons": reckoning.persons,
        "per_capita_fen": reckoning.per_capita_fen,
        "base_fen": reckoning.base_fen,
        "uplift_fen": reckoning.uplift_fen,
        "amount_fen": reckoning.amount_fen,
        "shares": [vars(share) | {"amount_fen": share.amount_fen} for share in reckoning.shares],
        "explanation": reckoning.explanation.as_json(),
    }


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
