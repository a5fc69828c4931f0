import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.lib import id_number

# The example of GB 11643, in two pieces: no file of this repository holds a valid number.
EXAMPLE = "11010519491231002" + "X"

births = st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31))


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    seventeen = f"430105{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return seventeen + id_number.check_digit(seventeen)


@given(id_numbers())
def test_a_right_number_states_birth_and_gender(number: str) -> None:
    assert id_number.problem(number) is None
    assert f"{id_number.birth_on(number):%Y%m%d}" == number[6:14]
    assert id_number.gender(number) == ("MALE" if int(number[16]) % 2 else "FEMALE")


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert id_number.problem(wrong) is not None


@given(id_numbers(), st.integers(6, 15))
def test_exchanged_neighbours_are_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or id_number.problem(swapped) is not None


def test_numbers_given_under_old_county_codes_are_right() -> None:
    # 430103 (南区) was renamed long ago; people born there keep the number.
    seventeen = "43010319600229001"
    assert id_number.problem(seventeen + id_number.check_digit(seventeen)) is None


def test_an_old_number_of_fifteen_digits_is_upgraded() -> None:
    assert id_number.upgrade("110105491231002") == EXAMPLE
    assert id_number.birth_on("110105491231002") == dt.date(1949, 12, 31)
    assert id_number.normal(f" {EXAMPLE.lower()}") == EXAMPLE


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("1101051949123100", "18位"),
        ("11010519491231002Y", "18位"),
        ("99010519491231002X", "省级代码"),
        ("110105194902310021", "出生日期"),
        ("110105194912310021", "校验位"),
    ],
)
def test_the_sentence_says_what_is_wrong_but_never_the_number(number: str, says: str) -> None:
    sentence = id_number.problem(number)
    assert sentence is not None
    assert says in sentence
    assert number not in sentence
    with pytest.raises(ValueError, match=says):
        id_number.birth_on(number)


def test_the_mask_hides_the_middle() -> None:
    assert id_number.mask(EXAMPLE) == "1101**********002X"
    assert id_number.mask("12345") == "*****"
