"""A real SMTP server for the tests of `courier`, on a free port of this machine.

    python3 smtp_server.py OUT [--tls implicit|starttls --cert FILE --key FILE] [--login PLAIN|LOGIN]
                               [--size N] [--misbehave WAY]

It writes its port on standard output and ends when its standard input does, so that it never
outlives the test. What it accepts goes to OUT/<n>.eml, with the envelope in OUT/<n>.json; each
command that it receives is a line of OUT/commands.

Recipients choose: `unknown@` is refused (550), `grey@` is put off the first time (451), `busy@` makes
the server leave (421), for `silent@` the message is taken and the line cut before the answer, everybody
else is taken. WAY is what it does wrong with everybody.
"""

import argparse
import asyncio
import json
import logging
import os
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

logging.disable(logging.CRITICAL)

words = argparse.ArgumentParser()
words.add_argument("out", type=Path)
words.add_argument("--tls", choices=["implicit", "starttls"])
words.add_argument("--cert")
words.add_argument("--key")
words.add_argument("--login", choices=["PLAIN", "LOGIN"])
words.add_argument("--size", type=int, default=0)
words.add_argument("--misbehave", default="")
asked = words.parse_args()


class Handler:
    def __init__(self):
        self.taken = 0
        self.greylisted = set()
        self.dropped = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "unknown":
            return "550 5.1.1 <%s>: no such mailbox" % address
        if local == "busy":
            return "421 4.3.2 too many connections, come back later"
        if local == "grey" and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        silent = any(to.startswith("silent@") for to in envelope.rcpt_tos)
        way = "drop-after-dot" if silent else asked.misbehave
        if way == "too-large":
            return "552 5.3.4 message too big"
        if way == "spam":
            return "554 5.7.1 refused as unwanted"
        if way == "421-after-dot":
            return "421 4.3.0 shutting down"
        self.taken += 1
        place = asked.out / str(self.taken)
        place.with_suffix(".eml").write_bytes(envelope.original_content)
        place.with_suffix(".json").write_text(json.dumps({
            "from": envelope.mail_from,
            "options": envelope.mail_options,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or asked.tls == "implicit",
            "login": session.auth_data.login.decode() if session.authenticated else None,
            "hello": session.host_name,
        }))
        if way == "drop-after-dot":
            server.transport.abort()
            await asyncio.sleep(0)
            return "250 never seen"
        if way == "stall-after-dot":
            await asyncio.sleep(3600)
        if way == "garbage-after-dot":
            server.transport.write(b"\x00\xffthanks a lot\r\n")
            await asyncio.sleep(3600)
        if way == "354-after-dot":
            return "354 go on"
        if way == "half-reply-after-dot":
            server.transport.write(b"250 2.0.0 O")
            await asyncio.sleep(0.05)
            server.transport.abort()
        return "250 2.0.0 Ok: queued as Q%d" % self.taken


class Server(SMTP):
    async def push(self, status):
        text = status if isinstance(status, str) else status.decode()
        if asked.misbehave == "busy-greeting" and text.startswith("220 "):
            return await super().push("554 5.3.2 not today")
        return await super().push(status)

    async def note(self, line):
        with open(asked.out / "commands", "a") as file:
            file.write(line + "\n")

    async def smtp_EHLO(self, hostname):
        await self.note("EHLO")
        return await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg):
        await self.note("MAIL " + arg)
        handler = self.event_handler
        if asked.misbehave == "drop-at-second-mail" and handler.taken == 1 and not handler.dropped:
            handler.dropped = True
            return self.transport.abort()
        return await super().smtp_MAIL(arg)

    async def smtp_STARTTLS(self, arg):
        if asked.misbehave == "speak-before-tls":
            # somebody on the way adds a reply in clear, to be taken for one under TLS
            return self.transport.write(b"220 go ahead\r\n250 injected\r\n")
        return await super().smtp_STARTTLS(arg)

    async def smtp_DATA(self, arg):
        await self.note("DATA")
        if asked.misbehave == "drop-before-data":
            return self.transport.abort()
        if asked.misbehave == "stall-before-data":
            return await asyncio.sleep(3600)
        if asked.misbehave == "250-to-data":
            return await self.push("250 2.0.0 Ok: queued as NOTHING")
        if asked.misbehave in ("drop-in-data", "552-in-data"):
            await self.push("354 go on")
            await self._reader.readline()
            if asked.misbehave == "552-in-data":
                await self.push("552 5.3.4 that is enough")
                # what is unread must not make the system cut the reply short
                while await asyncio.wait_for(self._reader.read(1 << 16), 2):
                    pass
            return self.transport.abort()
        return await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        await self.note("QUIT")
        return await super().smtp_QUIT(arg)


def check(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"house", "sésame".encode())
    return AuthResult(success=good, handled=False, auth_data=data)


async def main():
    context = None
    if asked.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.cert, asked.key)
    handler = Handler()
    excluded = {"PLAIN", "LOGIN"} - {asked.login}

    def make():
        return Server(
            handler,
            hostname="relay.test",
            data_size_limit=asked.size or None,
            tls_context=context if asked.tls == "starttls" else None,
            authenticator=check if asked.login else None,
            auth_required=bool(asked.login),
            auth_require_tls=True,
            auth_exclude_mechanism=excluded,
        )

    loop = asyncio.get_running_loop()
    secure = context if asked.tls == "implicit" else None
    server = await loop.create_server(make, "127.0.0.1", 0, ssl=secure)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
# connections that stall on purpose are not waited for
os._exit(0)
