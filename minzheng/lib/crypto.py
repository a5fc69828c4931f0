"""National cryptography: SM3 digests, HMAC-SM3 blind indexes, SM4-GCM sealing (GB/T 32905, 32907)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_BYTES = 16
_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16


class CannotOpen(Exception):
    """The sealed value was changed, belongs elsewhere, or was sealed with another key."""


class CryptoProvider(Protocol):
    """What a certified device must offer to take the place of the software below."""

    def sm3(self, content: bytes) -> bytes: ...

    def hmac_sm3(self, key: bytes, content: bytes) -> bytes: ...

    def encrypt(self, key: bytes, nonce: bytes, content: bytes, context: bytes) -> bytes: ...

    def decrypt(self, key: bytes, nonce: bytes, content: bytes, context: bytes) -> bytes: ...


class SoftwareProvider:
    """OpenSSL in this process."""

    def sm3(self, content: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(content)
        return digest.finalize()

    def hmac_sm3(self, key: bytes, content: bytes) -> bytes:
        code = hmac.HMAC(key, hashes.SM3())
        code.update(content)
        return code.finalize()

    def encrypt(self, key: bytes, nonce: bytes, content: bytes, context: bytes) -> bytes:
        """Ciphertext followed by the 16-byte tag."""
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context)
        return encryptor.update(content) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, content: bytes, context: bytes) -> bytes:
        body, tag = content[:-_TAG_BYTES], content[-_TAG_BYTES:]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(context)
        return decryptor.update(body) + decryptor.finalize()


SOFTWARE = SoftwareProvider()


def sm3(content: bytes) -> bytes:
    """32 bytes."""
    return SOFTWARE.sm3(content)


def sm3_of(parts: Iterable[bytes]) -> bytes:
    """32 bytes over parts that never stand in memory together."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def hmac_sm3(key: bytes, content: bytes) -> bytes:
    """32 bytes."""
    return SOFTWARE.hmac_sm3(key, content)


class Sealer:
    """Seals personal fields. `context` (such as "person.id") is bound in: a value moved to another field will not open."""

    def __init__(
        self, sealing_key: bytes, index_key: bytes, provider: CryptoProvider = SOFTWARE
    ) -> None:
        if len(sealing_key) != KEY_BYTES:
            raise ValueError(
                f"SM4密钥应为{KEY_BYTES}字节，现为{len(sealing_key)}字节。请检查密钥配置。"
            )
        if len(index_key) < KEY_BYTES:
            raise ValueError(
                f"索引密钥至少{KEY_BYTES}字节，现为{len(index_key)}字节。请检查密钥配置。"
            )
        self._sealing_key = sealing_key
        self._index_key = index_key
        self._provider = provider

    def seal(self, text: str, context: str) -> bytes:
        """Version byte + random nonce + ciphertext + tag; sealing the same text twice gives different bytes."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._provider.encrypt(self._sealing_key, nonce, text.encode(), context.encode())
        return _VERSION + nonce + sealed

    def open(self, blob: bytes, context: str) -> str:
        """The text again; raises CannotOpen."""
        blob = bytes(blob)
        if blob[:1] != _VERSION or len(blob) < 1 + _NONCE_BYTES + _TAG_BYTES:
            raise CannotOpen("密文格式不识别，无法解密。请检查数据是否完整。")
        nonce, content = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        try:
            return self._provider.decrypt(
                self._sealing_key, nonce, content, context.encode()
            ).decode()
        except InvalidTag as error:
            raise CannotOpen(
                "密文被改动、用途不符或密钥不同，无法解密。请核对密钥与数据来源。"
            ) from error

    def index(self, text: str) -> bytes:
        """32 bytes by which equal texts are found without opening them."""
        return self._provider.hmac_sm3(self._index_key, text.encode())
