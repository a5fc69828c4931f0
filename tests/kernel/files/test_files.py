"""A file comes back as it went in, or says that it does not."""

from datetime import date

import pytest

from minzheng.kernel.files import operations as files
from minzheng.kernel.files.models import StoredFile
from minzheng.lib.crypto import sm3
from tests.kernel.builders import actor

pytestmark = pytest.mark.django_db
DAY = date(2022, 3, 1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _stored(content: bytes = b"%PDF-1.7 \xe7\x94\xb2") -> StoredFile:
    return files.store(
        name="授权书.pdf",
        content=content,
        media_type="application/pdf",
        purpose="核对授权",
        by=actor(),
        on=DAY,
    )


def test_what_is_stored_is_read_back_by_its_digest():
    stored = _stored()
    assert files.content_of(stored) == b"%PDF-1.7 \xe7\x94\xb2"
    assert stored.sm3 == sm3(b"%PDF-1.7 \xe7\x94\xb2").hex()


def test_the_same_content_lies_on_disk_once(tmp_path):
    first, second = _stored(), _stored()
    assert first.pk != second.pk
    assert sum(1 for path in tmp_path.rglob("*") if path.is_file()) == 1


def test_a_changed_file_is_not_given_out(tmp_path):
    stored = _stored()
    next(path for path in tmp_path.rglob("*") if path.is_file()).write_bytes(b"forged")
    with pytest.raises(files.FileDamaged, match="与存入时不一致"):
        files.content_of(stored)


def test_a_missing_file_says_where_to_get_it(tmp_path):
    stored = _stored()
    next(path for path in tmp_path.rglob("*") if path.is_file()).unlink()
    with pytest.raises(files.FileDamaged, match="从备份恢复"):
        files.content_of(stored)
