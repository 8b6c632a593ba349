# SPDX-License-Identifier: ISC
"""Auth keys: permanent ones, temporary ones and which is bound to which; and their salts."""
import hashlib
import time
from typing import Dict, List, Optional, Tuple

from .envelope import key_id

SALT_PERIOD = 1800  # seconds; a salt lives for two of them


class AuthKey:
    """A key that a client and the server agreed on.

    expires_at is 0 for a permanent key; a temporary one is usable for users' calls once permanent
    (the id of a permanent key) is set.
    """

    def __init__(self, key: bytes, first_salt: int, expires_at: int = 0,
                 created: Optional[int] = None, permanent: bytes = b"") -> None:
        self.key = key
        self.id = key_id(key)
        self.first_salt = first_salt
        self.expires_at = expires_at
        self.created = int(time.time()) if created is None else created
        self.permanent = permanent

    def expired(self) -> bool:
        """Whether this is a temporary key whose time is over."""
        return self.expires_at != 0 and time.time() >= self.expires_at

    def _salt(self, period: int) -> int:
        """The salt that becomes valid at the start of this period; each key has its own."""
        digest = hashlib.sha256(self.key + period.to_bytes(8, "little")).digest()
        return int.from_bytes(digest[:8], "little", signed=True)

    def salt(self) -> int:
        """The salt for what the server sends now."""
        return self._salt(int(time.time()) // SALT_PERIOD)

    def good_salt(self, salt: int) -> bool:
        """Whether a client may use this salt now.

        That is the current one, the one before it, or for an hour the one of the key exchange.
        """
        period = int(time.time()) // SALT_PERIOD
        if salt == self.first_salt and time.time() < self.created + 2 * SALT_PERIOD:
            return True
        return salt in (self._salt(period), self._salt(period - 1))

    def future_salts(self, count: int) -> List[Tuple[int, int, int]]:
        """(valid since, valid until, salt) of this period and those that follow."""
        first = int(time.time()) // SALT_PERIOD
        return [(p * SALT_PERIOD, (p + 2) * SALT_PERIOD, self._salt(p))
                for p in range(first, first + max(1, min(count, 64)))]


class KeyStore:
    """All auth keys that the server knows."""

    def __init__(self) -> None:
        self._keys: Dict[bytes, AuthKey] = {}

    def add(self, key: AuthKey) -> None:
        self._keys[key.id] = key

    def get(self, number: bytes) -> Optional[AuthKey]:
        """The key with this id, unless it is unknown or expired."""
        key = self._keys.get(number)
        return None if key is None or key.expired() else key

    def remove(self, number: bytes) -> None:
        """Forget a key and those that are bound to it."""
        self._keys = {key.id: key for key in self._keys.values()
                      if number not in (key.id, key.permanent)}

    def all(self) -> List[AuthKey]:
        return list(self._keys.values())
