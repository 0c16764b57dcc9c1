# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback (aiosmtpd) with the faults of the real ones, and readers of what it got.

What happens to a message is in the first word of the recipient: `defer.awa@…` is put off, `dies.awa@…` is accepted
by a server that then falls silent. Anything else is accepted.
"""
import asyncio
import contextlib
import email
import email.policy
import html.parser
import threading
import time

from aiosmtpd.smtp import SMTP

GREYLISTED = "451 4.7.1 greylisted, come back later"


class Accepted:
    """One message that the server took: what it will deliver."""

    def __init__(self, sender, recipients, content, told):
        self.sender = sender
        self.recipients = recipients
        self.content = content
        # Did the client hear our 250?
        self.told = told
        self.mail = email.message_from_bytes(content, policy=email.policy.default)

    @property
    def message_id(self):
        return self.mail["Message-ID"]

    def part(self, kind):
        return self.mail.get_body(preferencelist=(kind,)).get_content()


class MailServer:
    """`deliver(accepted)` is called for every message that it takes, on its thread."""

    def __init__(self, deliver=None, pause=0.0):
        self.deliver = deliver
        self.pause = pause
        self.accepted = []
        self.attempts = {}
        self.greylist = {}
        self.greylist_seconds = 3600.0
        self.refuses_everybody = False
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        self.ready.wait(10)

    def run(self):
        asyncio.set_event_loop(self.loop)
        made = self.loop.create_server(
            lambda: SMTP(self, hostname="mx.exemple", enable_SMTPUTF8=False, loop=self.loop), "127.0.0.1", 0)
        self.server = self.loop.run_until_complete(made)
        self.port = self.server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    # -- what aiosmtpd asks

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuses_everybody:
            return "421 4.3.2 not now"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = address.split(".")[0]
        self.attempts[address] = self.attempts.get(address, 0) + 1
        if word == "defer":
            return "451 4.3.0 try again"
        if word == "full":
            return "452 4.2.2 mailbox full"
        if word == "unknown":
            return "550 5.1.1 no such user"
        if word == "listed":
            return "550 5.7.1 your address is on a blocklist"
        if word == "grey":
            first = self.greylist.setdefault((session.peer[0], envelope.mail_from, address), time.monotonic())
            if time.monotonic() - first < self.greylist_seconds:
                return GREYLISTED
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        word = envelope.rcpt_tos[0].split(".")[0]
        if self.pause:
            await asyncio.sleep(self.pause)
        if word == "refused":
            return "554 5.6.0 not like this"
        if word == "busy":
            return "451 4.3.2 later"
        if word == "cut":
            server.transport.abort()
            return "250 never said"
        if word == "slow":
            await asyncio.sleep(4)
        # Took it, and the answer is lost: what the client must send again, and readers must know again.
        told = not (word == "lost" and self.attempts[envelope.rcpt_tos[0]] == 1)
        accepted = Accepted(envelope.mail_from, list(envelope.rcpt_tos), envelope.content, told)
        self.accepted.append(accepted)
        if self.deliver:
            self.deliver(accepted)
        if not told:
            server.transport.abort()
            return "250 never heard"
        if word == "dies":
            await server.push("250 2.0.0 accepted")
            server.transport.abort()
            return "250 said already"
        return "250 2.0.0 accepted"

    # -- what tests ask

    def to(self, address):
        return [one for one in list(self.accepted) if address in one.recipients]


class Visible(html.parser.HTMLParser):
    """What a person reads of a page, in order: words, and the address behind each link after its text."""

    def __init__(self):
        super().__init__()
        self.words = []
        self.links = []
        self.inside = False
        self.pending = []

    def handle_starttag(self, tag, attributes):
        if tag == "body":
            self.inside = True
        if tag == "a":
            self.pending.append(dict(attributes).get("href", ""))

    def handle_endtag(self, tag):
        if tag == "a" and self.pending:
            address = self.pending.pop()
            self.words.append(address)
            self.links.append(address)

    def handle_data(self, data):
        if self.inside:
            self.words += data.split()


def visible(text):
    reader = Visible()
    reader.feed(text)
    return reader


def plain_words(text):
    """Words of the plain part; lines of dashes and equals signs only draw."""
    return [word for word in text.split() if word.strip("-=")]


def status_report(original, status, action="failed", quoted=True):
    """A report of RFC 3464 about `original`."""
    parts = ["Content-Type: text/plain\n\nYour message could not be delivered.\n",
             "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.exemple\n\n"
             f"Final-Recipient: rfc822; {original.recipients[0]}\nAction: {action}\nStatus: {status}\n"
             f"Diagnostic-Code: smtp; 550 {status} no\n"]
    if quoted:
        head = original.content.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n")
        parts.append(f"Content-Type: text/rfc822-headers\n\nReturn-Path: <{original.sender}>\n{head}\n")
    head = ("From: Mail Delivery System <mailer-daemon@mx.exemple>\nSubject: Undelivered Mail Returned to Sender\n"
            "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=partie\n\n")
    body = "".join(f"--partie\n{part}\n" for part in parts)
    return f"{head}{body}--partie--\n".replace("\n", "\r\n").encode()


def complaint(original):
    return (b"From: feedback@mx.exemple\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: multipart/report; report-type=feedback-report; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: mx/1\r\nVersion: 1\r\n\r\n"
            b"--x\r\nContent-Type: message/rfc822\r\n\r\n" + original.content + b"\r\n--x--\r\n")


@contextlib.contextmanager
def mail_server(*arguments, **named):
    server = MailServer(*arguments, **named)
    try:
        yield server
    finally:
        server.close()
