# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback for the tests. Prints "PID PORT", keeps what it accepts as JSON lines.

What it does with a message is in the local part of the recipient: defer, hard, bare, refuse, cut;
anything else is accepted.
"""
import argparse
import asyncio
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, path):
        self.path = path

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = address.split("@")[0]
        if word == "defer":
            return "451 4.7.1 come back later"
        if word == "hard":
            return "550 5.1.1 no such user"
        if word == "bare":
            return "550 go away"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        word = envelope.rcpt_tos[0].split("@")[0]
        if word == "refuse":
            return "554 5.6.0 not like this"
        if word == "cut":
            server.transport.abort()
            return "250 never said"
        with open(self.path, "a", encoding="utf-8") as out:
            out.write(json.dumps({
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "tls": session.ssl is not None,
                "login": (session.login_data or b"").decode(),
                "data": envelope.content.decode("utf-8", "replace"),
            }) + "\n")
        return "250 2.0.0 accepted"


async def serve(path, smtp):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(path), **smtp), "127.0.0.1", 0)
    print(os.getpid(), server.sockets[0].getsockname()[1], flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(0.2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--tls", default="")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    smtp = {"enable_SMTPUTF8": False, "hostname": "mx.test"}
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.tls)
        smtp.update(tls_context=context, require_starttls=True)
    if options.password:
        def check(server, session, envelope, mechanism, data):
            good = data.password == options.password.encode()
            return AuthResult(success=good, handled=False, auth_data=data.login)
        smtp.update(authenticator=check, auth_required=True, auth_require_tls=bool(options.tls))
    asyncio.run(serve(options.path, smtp))


main()
