# SPDX-License-Identifier: ISC
"""The Diffie-Hellman group that Telegram's servers give out, for auth keys and secret chats."""

G = 3
VERSION = 3  # of messages.getDhConfig
PRIME = int(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f"
    "48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37"
    "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
    "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4"
    "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754"
    "fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
    "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b", 16)


def acceptable(value: int) -> bool:
    """Whether the server takes value as g_a or g_b: 1 < value < p - 1."""
    return 1 < value < PRIME - 1


def to_bytes(value: int) -> bytes:
    """value as 256 bytes, the form in which it becomes a key."""
    return value.to_bytes(256, "big")
