# SPDX-License-Identifier: ISC
"""A bot that answers in secret chats: bot.py SESSION API_ID API_HASH USER_ID... (or anybody)

It may be killed at any moment: each message is answered once, in order.
"""
import logging
import sys

from telethon import TelegramClient

import e2e
from e2e.telethon import Message, Requested, SecretChats

session, api_id, api_hash, *friends = sys.argv[1:]
logging.basicConfig(level=logging.INFO)
client = TelegramClient(session, int(api_id), api_hash)
chats = SecretChats(client, e2e.SQLiteStore(session + ".secret"))


@chats.on(Requested)
async def requested(event: Requested) -> None:
    if str(event.user_id) in friends or friends == ["anybody"]:
        await event.accept()
    else:                   # whoever it is must not even learn that somebody is there
        logging.info("user %d asks for a secret chat", event.user_id)


@chats.on(Message)
async def message(event: Message) -> None:
    with event.once():      # the answer, and that this message was dealt with: both or neither
        await event.reply(f"You said: {event.text}", parse_mode=None)


async def main() -> None:
    async with client, chats:
        await client.run_until_disconnected()

client.loop.run_until_complete(main())
