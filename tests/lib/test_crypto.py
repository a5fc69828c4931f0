import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from minzheng.lib.crypto import SOFTWARE, CannotOpen, Sealer, hmac_sm3, sm3

SEALER = Sealer(b"0123456789abcdef", b"fedcba9876543210")


def test_sm3_agrees_with_the_standard() -> None:
    # GB/T 32905-2016, appendix A.
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert (
        sm3(b"abcd" * 16).hex()
        == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )


def test_hmac_sm3_follows_rfc_2104() -> None:
    key, content = b"k" * 16, b"430105"
    padded = key.ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in padded) + content)
    assert hmac_sm3(key, content) == sm3(bytes(byte ^ 0x5C for byte in padded) + inner)


def test_sm4_agrees_with_the_standard() -> None:
    # GB/T 32907-2016, appendix A: one block under the key that equals it.
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()  # noqa: S305 (the vector is one bare block)
    assert encryptor.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_agrees_with_rfc_8998() -> None:
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    context = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex(
        "".join(pair * 8 for pair in ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA"))
    )
    sealed = SOFTWARE.encrypt(key, nonce, plain, context)
    assert sealed[-16:].hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"
    assert SOFTWARE.decrypt(key, nonce, sealed, context) == plain


@given(st.text(), st.text())
def test_what_was_sealed_opens_in_its_own_field_only(text: str, context: str) -> None:
    blob = SEALER.seal(text, context)
    assert SEALER.open(blob, context) == text
    with pytest.raises(CannotOpen):
        SEALER.open(blob, context + "other")


@given(st.text(), st.data())
def test_any_changed_byte_is_noticed(text: str, data: st.DataObject) -> None:
    blob = bytearray(SEALER.seal(text, "person.id"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1
    with pytest.raises(CannotOpen):
        SEALER.open(bytes(blob), "person.id")


def test_sealing_hides_equality_and_the_index_shows_it() -> None:
    assert SEALER.seal("甲", "x") != SEALER.seal("甲", "x")
    assert SEALER.index("甲") == SEALER.index("甲") != SEALER.index("乙")
    assert len(SEALER.index("甲")) == 32


def test_keys_of_the_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="16字节"):
        Sealer(b"short", b"fedcba9876543210")
