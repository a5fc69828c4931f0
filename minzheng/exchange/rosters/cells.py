"""One cell of a roster → one value. Every refusal says what is wrong and how to mend it, without repeating an ID number."""

import re
from datetime import date, datetime
from decimal import Decimal

from minzheng.exchange.rosters.workbook import Cell
from minzheng.lib import id_number as ids
from minzheng.lib.chinese import half_width, tidy_name
from minzheng.lib.fen import to_fen
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import Occupation, WorkAbility

QUOTES = "'‘’`′＇\"“”\ufeff\u200b"
NOTHING = frozenset(
    ("", "/", "\\", "-", "—", "——", "无", "否", "没有", "0", "0.0", "健全", "不适用")
)
YES = frozenset(("是", "有", "√", "1", "Y", "单人保", "y", "✓"))
EXACT_DIGITS = 15
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇·]{2,30}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_MONTH = re.compile(r"(\d{4})[.\-/年]?(\d{1,2})(?:[.\-/月](\d{1,2})日?)?月?(?: 0{1,2}:00(:00)?)?")
_SERIAL_DAYS = range(20_000, 60_000)
_AMOUNT = re.compile(r"[¥￥]?(\d[\d,]*(?:\.\d+)?|\.\d+)(?:元|元/月|元整)?")

RELATIONS = {
    "HEAD": "户主 本人 本人或户主 户主本人",
    "SPOUSE": "配偶 妻 夫 妻子 丈夫 老婆 老公 爱人",
    "SON": "子 儿子 长子 次子 三子 四子 独子 独生子 养子 继子 大儿子 小儿子 二儿子",
    "DAUGHTER": "女 女儿 长女 次女 三女 四女 独女 独生女 养女 继女 大女儿 小女儿 二女儿",
    "GRANDCHILD": "孙 孙子 孙女 外孙 外孙女 外孙子 孙子女 孙子女外孙 孙子女、外孙子女 长孙 长孙女",
    "PARENT": "父 母 父亲 母亲 父母 公公 婆婆 岳父 岳母 养父 养母 继父 继母",
    "GRANDPARENT": "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 祖父母",
    "SIBLING": "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹",
    "OTHER": "儿媳 儿媳妇 媳妇 女婿 侄子 侄女 外甥 外甥女 其他 其它 嫂子 弟媳 叔叔 伯父 姑姑 舅舅",
}
_RELATION_OF = {word: code for code, words in RELATIONS.items() for word in words.split()}
DISABILITY_KINDS = {"视力": 1, "听力": 2, "言语": 3, "肢体": 4, "智力": 5, "精神": 6, "多重": 7}
CLASSES = {
    "1": 1,
    "一": 1,
    "2": 2,
    "二": 2,
    "3": 3,
    "三": 3,
    "4": 4,
    "四": 4,
    "Ⅰ": 1,
    "Ⅱ": 2,
    "Ⅲ": 3,
    "Ⅳ": 4,
}
WORK_ABILITIES = {
    WorkAbility.FULL: "有 有劳动能力 正常 完全劳动能力 健全 具备",
    WorkAbility.PARTIAL: "部分丧失 部分 部分劳动能力 半劳动力 弱 部分丧失劳动能力",
    WorkAbility.LOST: "完全丧失 丧失 完全丧失劳动能力",
    WorkAbility.NONE: "无 无劳动能力 没有",
}
_ABILITY_OF = {word: code for code, words in WORK_ABILITIES.items() for word in words.split()}
OCCUPATIONS = {
    Occupation.EMPLOYED: "在职 正式就业 职工 就业",
    Occupation.FLEXIBLE: "灵活就业 打零工 零工 务工 临时工 打工",
    Occupation.REGISTERED_UNEMPLOYED: "登记失业 失业",
    Occupation.UNREGISTERED_UNEMPLOYED: "未登记失业 无业 待业",
    Occupation.FARMING: "务农 农民 种田",
    Occupation.STUDENT: "在校 学生 在读 就学 小学 初中 高中 中专 大专 大学 本科",
    Occupation.PRESCHOOL: "学龄前 幼儿 婴幼儿 幼儿园",
    Occupation.RETIRED: "退休 养老 老年",
    Occupation.UNABLE: "无劳动条件 无劳动能力 丧失劳动能力",
}
_OCCUPATION_OF = {word: code for code, words in OCCUPATIONS.items() for word in words.split()}
CATEGORIES = {"城": "URBAN", "城市": "URBAN", "城镇": "URBAN", "非农": "URBAN", "非农业": "URBAN", "城市低保": "URBAN",
              "农": "RURAL", "农村": "RURAL", "农业": "RURAL", "农村低保": "RURAL"}  # fmt: skip


class CellProblem(ValueError):
    """The cell cannot be read; the message is a sentence for the officer."""


def text(cell: Cell) -> str:
    """What is written: half-width, without quotes, apostrophes and blanks around it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return half_width(str(cell)).strip().strip(QUOTES).strip()


def is_blank(cell: Cell) -> bool:
    return not text(cell)


def name(cell: Cell) -> str:
    """A person's name."""
    found = tidy_name(text(cell))
    if not found:
        raise CellProblem("姓名为空。请补填。")
    if not _NAME.fullmatch(found):
        raise CellProblem(f"姓名“{found}”含数字、字母或其他符号。请按证件更正。")
    return found


def id_number(cell: Cell) -> str:
    """An 18-character ID number; 15-digit ones are upgraded, numbers stored as floats refused."""
    if isinstance(cell, (int, float)) or _SCIENTIFIC.fullmatch(text(cell)):
        raise CellProblem(
            "身份证号在 Excel 中存成了数字，末几位已经丢失。请把该列设为“文本”格式，按证件重新录入。"
        )
    found = re.sub(r"[\s\-]", "", text(cell)).upper()
    if not found:
        raise CellProblem("身份证号为空。请按证件补填。")
    try:
        return ids.normal(found)
    except ValueError as error:
        raise CellProblem(str(error)) from error


def optional_id_number(cell: Cell) -> str:
    """As `id_number`; a blank is "" and no problem."""
    return "" if is_blank(cell) else id_number(cell)


def account(cell: Cell) -> str:
    """A bank account as digits."""
    if (isinstance(cell, float) and abs(cell) >= 10**EXACT_DIGITS) or _SCIENTIFIC.fullmatch(
        text(cell)
    ):
        raise CellProblem(
            "账号在 Excel 中存成了数字，末几位已经丢失。请把该列设为“文本”格式，按银行卡重新录入。"
        )
    found = re.sub(r"[\s\-]", "", text(cell))
    if not re.fullmatch(r"[0-9]{12,32}", found):
        raise CellProblem("账号应为12至32位数字。请按银行卡更正。")
    return found


def number(cell: Cell) -> str:
    """A household number, as text."""
    found = "".join(text(cell).split())
    if not found:
        raise CellProblem("低保证号为空。请补填；同一户各行应为同一证号。")
    if len(found) > 40:
        raise CellProblem("低保证号超过40个字符。请更正。")
    return found


def amount(cell: Cell) -> int:
    """Yuan as written → fen; blank, 无 and / are 0."""
    if isinstance(cell, float):
        # What a spreadsheet computed: 466.66999999999996 was 466.67.
        return (
            to_fen(Decimal(repr(cell)).quantize(Decimal("0.01"))) if _is_fen(cell) else _odd(cell)
        )
    found = "".join(text(cell).split())
    if found in NOTHING:
        return 0
    match = _AMOUNT.fullmatch(found)
    if match is None:
        raise CellProblem(f"“{found}”不是金额。请填写数字，如 650 或 587.53。")
    try:
        return to_fen(match[1])
    except ValueError as error:
        raise CellProblem(str(error)) from error


def _is_fen(value: float) -> bool:
    return 0 <= value < 10**EXACT_DIGITS and abs(value * 100 - round(value * 100)) < 1e-4


def _odd(value: float) -> int:
    raise CellProblem(f"金额 {value} 为负数、过大或细于一分。请填写到分，如 587.53。")


def month(cell: Cell) -> Month:
    """A month written as 2021.7, 2021年7月, 2021-07-01, 202107, or as a date."""
    if isinstance(cell, (datetime, date)):
        return Month(cell.year, cell.month)
    found = "".join(text(cell).split())
    if isinstance(cell, float) and not cell.is_integer() and found.endswith(".1"):
        raise CellProblem(
            f"“{found}”看不出是1月还是10月。请写成 {found[:4]}-01 或 {found[:4]}-10。"
        )
    if found.isdecimal() and int(found) in _SERIAL_DAYS:
        day = date.fromordinal(date(1899, 12, 30).toordinal() + int(found))
        return Month(day.year, day.month)
    if re.fullmatch(r"\d{8}", found):
        found = f"{found[:4]}-{found[4:6]}"
    match = _MONTH.fullmatch(found)
    try:
        if match is None:
            raise ValueError(found)
        return Month(int(match[1]), int(match[2]))
    except ValueError as error:
        raise CellProblem(f"“{found}”不是年月。请写成 2021-07 的样子。") from error


def birth_month(cell: Cell) -> Month | None:
    """The month of birth where one is written; None for a blank or an age."""
    found = text(cell).removesuffix("岁")
    if not found or (found.isdecimal() and len(found) <= 3):
        return None
    return month(cell)


def relation(cell: Cell) -> str:
    """与户主关系 as a code, free wording allowed (长女, 儿媳 …)."""
    found = "".join(text(cell).split())
    if found not in _RELATION_OF:
        shown = f"“{found}”" if found else "（空）"
        raise CellProblem(
            f"与户主关系{shown}无法识别。请写户主、配偶、子、女、父母、孙子女、其他等。"
        )
    return _RELATION_OF[found]


def category(cell: Cell) -> str:
    """URBAN or RURAL."""
    found = "".join(text(cell).split())
    if found not in CATEGORIES:
        raise CellProblem(f"户籍类别“{found}”无法识别。请写“城”或“农”。")
    return CATEGORIES[found]


def disability(cell: Cell) -> tuple[int, int]:
    """残疾类别等级 → (kind 1–7, class 1–4); (0, 0) for none: 肢体二级, 精神2级, 肢体(二级)."""
    found = "".join(text(cell).split())
    if found in NOTHING:
        return 0, 0
    kind = next((code for word, code in DISABILITY_KINDS.items() if word in found), 0)
    grade = next((CLASSES[char] for char in found if char in CLASSES), 0)
    if not kind or not grade:
        raise CellProblem(f"残疾类别等级“{found}”无法识别。请写成“肢体二级”的样子。")
    return kind, grade


def work_ability(cell: Cell) -> WorkAbility:
    """Ability to work; a blank is 有劳动能力."""
    found = "".join(text(cell).split())
    if not found:
        return WorkAbility.FULL
    if found not in _ABILITY_OF:
        raise CellProblem(f"劳动能力“{found}”无法识别。请写有、部分丧失、完全丧失或无。")
    return _ABILITY_OF[found]


def occupation(cell: Cell) -> Occupation:
    """What the person does; wording that is not known is 其他."""
    return _OCCUPATION_OF.get("".join(text(cell).split()), Occupation.OTHER)


def gender(cell: Cell) -> str:
    """MALE, FEMALE, or "" when nothing is written."""
    found = text(cell)
    if found and found not in ("男", "女"):
        raise CellProblem(f"性别“{found}”无法识别。请写男或女。")
    return {"男": "MALE", "女": "FEMALE"}.get(found, "")


def count(cell: Cell) -> int | None:
    """A number of persons; None when nothing is written."""
    found = text(cell).removesuffix("人")
    if not found:
        return None
    if not found.isdecimal():
        raise CellProblem(f"人数“{found}”不是整数。请更正。")
    return int(found)


def review_class(cell: Cell) -> str:
    """A, B or C; a blank is A (the longest cycle keeps the next review where it was)."""
    found = text(cell).upper().removesuffix("类") or "A"
    if found not in ("A", "B", "C"):
        raise CellProblem(f"保障类别“{found}”无法识别。请写 A、B 或 C。")
    return found


def is_yes(cell: Cell) -> bool:
    return text(cell) in YES


def optional(cell: Cell) -> str:
    """Free text; 无, / and the like are nothing."""
    found = text(cell)
    return "" if found in NOTHING else found


def phone(cell: Cell) -> str:
    """A phone number, best effort: the first number in the cell."""
    match = re.search(r"[0-9][0-9\-]{6,14}", text(cell))
    return match[0].replace("-", "") if match else ""
