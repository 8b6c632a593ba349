# SPDX-License-Identifier: ISC
"""Secret chats for Telethon.

    client = telethon.TelegramClient("name", api_id, api_hash)
    chats = SecretChats(client, e2e.SQLiteStore("name.secret"))

    @chats.on(Requested)
    async def requested(event):
        await event.accept()

    @chats.on(Message)
    async def message(event):
        with event.once():
            await event.reply("You said: " + event.text)

    async with client, chats:
        await client.run_until_disconnected()

SecretChats has to be made before the client connects; see hooks.py. What is promised:

* A message of the other side is committed to the store before anything else sees it, and the
  server is told that it arrived only after that. Killing the process at any moment loses nothing.
* Handlers get every event in order and at least once; `event.number` tells repeated ones. What
  has to happen exactly once goes into `with event.once() as once:`. Orders given in it, what the
  functions given to `once.join()` write to tables of the program's own in the store's database,
  and the fact that the event was handled become durable together, or none of them.

      @chats.on(Message)
      async def count(event):
          with event.once() as once:
              once.join(lambda db: db.execute("UPDATE mine SET messages = messages + 1"))

* An order is in the store when its coroutine returns; the message goes out as soon as it can,
  also after a restart. Sent, Delivered and Failed say what became of it.
"""

from e2e.telethon.chats import SecretChats
from e2e.telethon.errors import ChatClosed, FileRefused, NotListening, SecretChatsError
from e2e.telethon.events import (
    Closed, Deleted, Delivered, DhRefused, Expired, Failed, Flushed, Gap, Health, LoggedOut, Message,
    Opened, Other, Queued, Read, Ready, Rejected, Rekeyed, Renamed, Requested, Rollback, Screenshot,
    SecretEvent, Sent, Ttl, Typing, Unsupported, Waiting)
from e2e.telethon.sending import random_long
from e2e.telethon.transfer import Upload

__all__ = [
    "ChatClosed", "Closed", "Deleted", "Delivered", "DhRefused", "Expired", "Failed",
    "FileRefused", "Flushed", "Gap", "Health", "LoggedOut", "Message", "NotListening", "Opened", "Other",
    "Queued", "Read", "Ready", "Rejected", "Rekeyed", "Renamed", "Requested", "Rollback", "Screenshot",
    "SecretChats", "SecretChatsError", "SecretEvent", "Sent", "Ttl", "Typing", "Unsupported",
    "Upload", "Waiting", "random_long"]
