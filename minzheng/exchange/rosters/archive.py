"""Looks at the table of contents of an .xlsx before anything unpacks it: a small file can hold gigabytes."""

import io
import zipfile
import zlib

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 40 * MEBIBYTE
LARGEST_CONTENT = 256 * MEBIBYTE
HARMLESS_CONTENT = 16 * MEBIBYTE
LARGEST_RATIO = 80
MOST_PARTS = 2_000


class UnreadableRoster(Exception):
    """The file is not a workbook that can be read safely; the message says why and how to mend it."""


def guard(content: bytes) -> None:
    """Raises UnreadableRoster unless the workbook is an ordinary archive of bearable size."""
    if len(content) > LARGEST_FILE:
        raise UnreadableRoster("文件超过 40 MB。请按街道拆成几个文件再导入。")
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableRoster(
            "这是旧格式（.xls）或加了密码的文件。请在 Excel 中另存为不加密的 .xlsx 再导入。"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableRoster(
            "这不是 Excel 工作簿（.xlsx）。请在 Excel 中另存为 .xlsx 再导入。"
        ) from error
    with archive:
        parts = archive.infolist()
        unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableRoster("文件加了密码。请取消密码后再导入。")
        swollen = unpacked > HARMLESS_CONTENT and unpacked > LARGEST_RATIO * max(packed, 1)
        if len(parts) > MOST_PARTS or unpacked > LARGEST_CONTENT or swollen:
            raise UnreadableRoster(
                "文件解开后异常庞大，可能是恶意文件，未予读取。请将数据复制到新建的工作簿再导入。"
            )
        _refuse_lies(archive)


def _refuse_lies(archive: zipfile.ZipFile) -> None:
    """The sizes in the table of contents are only claims: each part must end where it says."""
    try:
        damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableRoster("文件已损坏。请在 Excel 中打开、另存后再导入。") from error
    if damaged:
        raise UnreadableRoster("文件已损坏。请在 Excel 中打开、另存后再导入。")
