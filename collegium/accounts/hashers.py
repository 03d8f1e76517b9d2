"""How passwords are kept: argon2 over base64(sha256(password)).

Programs written for the system in use today send base64(sha256(utf-8 password)) instead of the
password (COMPATIBILITY.md). The sign-in page computes the same first step here, so that both
doors check one slow hash and nothing weaker is ever stored.
"""

import base64
import hashlib

from django.contrib.auth.hashers import Argon2PasswordHasher


def prehash(password: str) -> str:
    """What the compatible interface sends in place of the password."""
    return base64.b64encode(hashlib.sha256(password.encode()).digest()).decode()


class Argon2OverSha256Hasher(Argon2PasswordHasher):
    """Django's argon2 hasher, fed with the prehash."""

    algorithm = "argon2_sha256"

    def encode(self, password: str, salt: str) -> str:
        return self.encode_prehashed(prehash(password), salt)

    def encode_prehashed(self, prehashed: str, salt: str) -> str:
        return super().encode(prehashed, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return self.verify_prehashed(prehash(password), encoded)

    def verify_prehashed(self, prehashed: str, encoded: str) -> bool:
        return super().verify(prehashed, encoded)
