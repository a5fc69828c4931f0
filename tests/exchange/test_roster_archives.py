"""Files that are no workbooks, or too much of one, are refused before anything unpacks them."""

import io
import zipfile

import pytest

from minzheng.exchange.rosters import workbook
from minzheng.exchange.rosters.archive import UnreadableRoster


def archive(**parts: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return memory.getvalue()


def test_an_archive_bomb_is_refused_by_its_table_of_contents():
    bomb = archive(sheet=bytes(300 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(UnreadableRoster, match="异常庞大"):
        workbook.read(bomb)


def test_a_part_that_lies_about_its_size_is_refused():
    honest = archive(sheet=b"0" * 1_000_000)
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(UnreadableRoster, match="已损坏"):
        workbook.read(lying)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "旧格式"),
        (archive(readme=b"text"), "不是可读的 Excel 工作簿"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_way_out(content, sentence):
    with pytest.raises(UnreadableRoster, match=sentence):
        workbook.read(content)
