import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.lib.chinese import half_width, numeral, pinyin_key, tidy_name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾小明", "zeng xiao ming"),
        ("单 雄信", "shan xiong xin"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("查良镛", "zha liang yong"),
        ("尉迟恭", "yu chi gong"),
        ("单于", "chan yu"),
        ("王重阳", "wang chong yang"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, key: str) -> None:
    assert pinyin_key(name) == key


def test_names_are_made_comparable() -> None:
    assert tidy_name(" 王\u3000小 明\u200b ") == "王小明"
    assert tidy_name("阿依古丽•买买提") == tidy_name("阿依古丽．买买提") == "阿依古丽·买买提"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy_name(tidy_name(text)) == tidy_name(text)


def test_digits_and_letters_become_half_width_and_punctuation_stays() -> None:
    assert half_width("４３０１０５Ｘ，（甲）　乙。") == "430105X，(甲) 乙。"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (1010, "一千零一十"), (1001, "一千零一"), (10_010, "一万零一十"), (58_000, "五万八千"), (10_000_000, "一千万"),
        (100_010_00, "一千万一千"),
    ],
)  # fmt: skip
def test_numerals_are_written_as_read(number: int, text: str) -> None:
    assert numeral(number) == text


@given(st.integers(0, 10**8 - 1))
def test_different_numbers_have_different_numerals(number: int) -> None:
    assert _read(numeral(number)) == number


def test_numbers_outside_the_range_are_refused() -> None:
    with pytest.raises(ValueError, match="超出"):
        numeral(10**8)


def _read(text: str) -> int:
    """The numeral back as a number, by a different way than it was written."""
    total, part, digit = 0, 0, 0
    for char in text:
        if char in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(char)
        elif char == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            part, digit = part + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char], 0
    return total + part + digit
