# SPDX-License-Identifier: ISC
"""Scripted clients: Telegram for Android, Telegram for iOS and others as secret chats see them.

They share no code with libe2e: their cryptography is python3-cryptography's AES and hashlib's
hashes, their TL codec reads tl/secret.tl at run time. A fault in libe2e cannot hide in them.

    tl.py        TL codec over the project's schema files
    crypto.py    AES-IGE, key derivation, packets, Diffie-Hellman, files
    chat.py      one secret chat by the documents: sequence numbers, holes, what is seen
    actions.py   what it does about service messages
    rekey.py     its re-keying by the documents
    content.py   between the verbs of workers and DecryptedMessage objects
    lifetimes.py self-destruct timers
    files.py     encrypted files, up and down
    records.py   what a peer has seen, and waiting for it
    scripted.py  a peer: the server's calls and updates, durable state
    verbs.py     its verbs: handshakes, and what a user does
    android.py   what Telegram for Android does in its own way
    iphone.py    what Telegram for iOS does in its own way
    others.py    what other clients that people have do, one for each habit
    stub.py      a server in memory, for tests of the peers
    hosted.py    libe2e as a peer of the same kind, for these tests

"protocol N.M" and "T*" in comments name the clause that a habit comes from, as in the library's
own comments.
"""
