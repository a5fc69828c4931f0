"""Chinese text: names made comparable, sorting keys, numerals."""

from __future__ import annotations

import unicodedata

from pypinyin import lazy_pinyin

# Readings that hold only when the character is a surname.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "尉": "wei",
    "任": "ren", "盖": "ge", "冼": "xian", "覃": "qin", "谌": "chen", "繁": "po", "秘": "bi", "召": "shao",
    "种": "chong", "华": "hua", "员": "yun", "折": "she", "黑": "he", "翟": "zhai", "缪": "miao", "纪": "ji",
    "葛": "ge", "卜": "bu", "能": "nai", "句": "gou", "隗": "wei", "乐": "yue", "宓": "mi", "柏": "bai",
    "燕": "yan", "牟": "mou", "车": "che", "阚": "kan",
}  # fmt: skip
_COMPOUND_SURNAMES = {
    "尉迟": ["yu", "chi"], "万俟": ["mo", "qi"], "长孙": ["zhang", "sun"], "澹台": ["tan", "tai"],
    "单于": ["chan", "yu"], "宰父": ["zai", "fu"], "令狐": ["ling", "hu"],
}  # fmt: skip
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●.．", "·"))
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def half_width(text: str) -> str:
    """Full-width letters, digits and blanks → half-width; Chinese punctuation stays."""
    return "".join(
        " " if char == "\u3000" else chr(ord(char) - 0xFEE0) if _is_wide_ascii(char) else char
        for char in text
    )


def tidy_name(text: str) -> str:
    """A name as it is compared and stored: composed, without blanks or invisible characters, one kind of dot."""
    visible = (
        char
        for char in half_width(text)
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )
    # Last: what stood between two marks is gone, so they may compose only now.
    return unicodedata.normalize("NFC", "".join(visible).translate(_DOTS))


def pinyin_key(name: str) -> str:
    """Full pinyin for sorting and searching, surname readings respected: 曾小明 → "zeng xiao ming"."""
    name = tidy_name(name)
    compound = _COMPOUND_SURNAMES.get(name[:2])
    if compound is not None:
        return " ".join(compound + lazy_pinyin(name[2:]))
    if name[:1] in _SURNAMES:
        return " ".join([_SURNAMES[name[0]], *lazy_pinyin(name[1:])])
    return " ".join(lazy_pinyin(name)).lower()


def numeral(number: int) -> str:
    """A whole number from 0 to 99,999,999 in Chinese as it is read: 12 → 十二, 10010 → 一万零一十."""
    if not 0 <= number < 10**8:
        raise ValueError(f"{number}超出汉字数字的范围。请用阿拉伯数字。")
    high, low = divmod(number, 10_000)
    if not high:
        return _below_wan(low)
    if not low:
        return _below_wan(high) + "万"
    return _below_wan(high) + "万" + ("零" if low < 1000 else "") + _below_wan(low, inside=True)


def _below_wan(number: int, *, inside: bool = False) -> str:
    if number == 0:
        return "零"
    text = ""
    gap = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = True
            continue
        text += "零" * (gap and bool(text)) + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text[1:] if text.startswith("一十") and not inside else text


def _is_wide_ascii(char: str) -> bool:
    return (
        "０" <= char <= "９"
        or "Ａ" <= char <= "Ｚ"
        or "ａ" <= char <= "ｚ"
        or char in "（）．－＋／＊＃＿"
    )
