"""Age files encrypted with a passphrase, at a scrypt cost that a small computer can afford.

The format is the scrypt recipient of age (C2SP, age.md, "The scrypt recipient type"), so any `age`
opens them. Libraries that write it choose as much work as this computer does in a second, which
may need 1 GiB of memory and be too much for the next computer.
"""

import base64
import os
import re

MAGIC = b"age-encryption.org/v1\n"
"""The first bytes of every age file."""

WORK = 17
"""Base-2 logarithm of the scrypt work: N = 2**17, r = 8 takes 128 MiB and about 0.25 s."""
MOST_WORK = 20
"""Highest scrypt work accepted when reading; more would take over 1 GiB of memory."""

MOST_CONTENT = 64 * 1024
"""Largest content in bytes; it must fit into the first chunk of an age file."""

_SALT = b"age-encryption.org/v1/scrypt"
_TAG = 16
_NONCE = 16
_FIRST_AND_LAST = bytes(11) + b"\x01"
_HEADER = (
    rb"age-encryption\.org/v1\n-> scrypt (?P<salt>[\w+/]{22}) (?P<work>[1-9][0-9]?)\n"
    rb"(?P<body>[\w+/]{43})\n---(?= (?P<mac>[\w+/]{43})\n)"
)


class WrongKey(ValueError):
    """The passphrase does not open the file."""


class TooMuchWork(ValueError):
    """The file asks for more scrypt work than this program accepts."""


def lock(content: bytes, passphrase: bytes) -> bytes:
    """Encrypt content with a passphrase and return the age file.

    Args:
        content: At most `MOST_CONTENT` bytes.
        passphrase: Used as it is; the caller normalizes Unicode.

    Raises:
        ValueError: The content is too long.
        MemoryError: The work does not fit into memory.
    """
    if len(content) > MOST_CONTENT:
        raise ValueError("too long")
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(_NONCE)
    body = _seal(_stretch(passphrase, salt, WORK), bytes(12), file_key)
    header = b"%s-> scrypt %s %d\n%s\n---" % (MAGIC, _write(salt), WORK, _write(body))
    mac = _write(_mac(file_key, header))
    payload = _seal(_derive(file_key, nonce, b"payload"), _FIRST_AND_LAST, content)
    return b"%s %s\n%s%s" % (header, mac, nonce, payload)


def unlock(file: bytes, passphrase: bytes) -> bytes:
    """Decrypt an age file with its passphrase and return the content.

    Raises:
        WrongKey: The passphrase is wrong.
        TooMuchWork: It asks for more than `MOST_WORK`.
        ValueError: It is not such a file, is damaged, or holds more than `MOST_CONTENT`.
        MemoryError: The work does not fit into memory.
    """
    from hmac import compare_digest

    header = re.match(_HEADER, file)
    if header is None:
        raise ValueError("not an age file with a passphrase")
    work = int(header["work"])
    if work > MOST_WORK:
        raise TooMuchWork
    key = _stretch(passphrase, _read(header["salt"]), work)
    file_key = _open(key, bytes(12), _read(header["body"]))
    if file_key is None:
        raise WrongKey
    if not compare_digest(_mac(file_key, header[0]), _read(header["mac"])):
        raise ValueError("damaged header")
    rest = file[header.end() + 1 + 43 + 1 :]
    if len(rest) > _NONCE + MOST_CONTENT + _TAG:
        raise ValueError("too long")
    nonce, payload = rest[:_NONCE], rest[_NONCE:]
    content = _open(_derive(file_key, nonce, b"payload"), _FIRST_AND_LAST, payload)
    if content is None:
        raise ValueError("damaged content")
    return content


def _stretch(passphrase: bytes, salt: bytes, work: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=_SALT + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase)


def _derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """Return a 32-byte key derived by HKDF-SHA-256 (RFC 5869); only its first block is needed."""
    return _digest(_digest(salt or bytes(32), key), purpose + b"\x01")


def _mac(file_key: bytes, header: bytes) -> bytes:
    return _digest(_derive(file_key, b"", b"header"), header)


def _digest(key: bytes, message: bytes) -> bytes:
    import hmac

    return hmac.digest(key, message, "sha256")


def _seal(key: bytes, nonce: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key).encrypt(nonce, content, None)


def _open(key: bytes, nonce: bytes, sealed: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, None)
    except InvalidTag:
        return None


def _write(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _read(text: bytes) -> bytes:
    content = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _write(content) != text:  # the format allows only one encoding
        raise ValueError("not the base64 of the format")
    return content
