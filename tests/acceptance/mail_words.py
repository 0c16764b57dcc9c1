# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What a mail of messages.py has to be: the same words in both parts, headers that readers and relays understand."""
import datetime
import os
import re
from pathlib import Path

from mailbox import plain_words, visible

ROWS = [("essai", "ce qui est tenu", "vu")]
WITHOUT_EPISODE = ("proposition", "recherche", "invitation")


def held(name, sentence, seen, expected):
    ROWS.append((name, sentence, seen))
    assert seen == expected, f"{name} : {sentence} : {seen!r} au lieu de {expected!r}"


def same_words(name, mail):
    page = visible(mail.part("html"))
    text = plain_words(mail.part("plain"))
    assert len(text) > 40, f"{name} : {len(text)} mots seulement"
    for i, (a, b) in enumerate(zip(text, page.words)):
        assert a == b, f"{name} : le texte dit {text[i:i+6]}, le HTML {page.words[i:i+6]}"
    held(name, "mots du texte et du HTML, dans l'ordre", len(text), len(page.words))
    raw = mail.part("html").lower()
    for forbidden in ("<img", "<script", "<link", "src=", "url(", "@import"):
        assert forbidden not in raw, f"{name} : {forbidden} dans le HTML"
    for line in mail.part("plain").splitlines():
        assert len(line) <= 76 or "http" in line, f"{name} : ligne de {len(line)} : {line}"


def headers(name, mail, message):
    """RFC 5322, 2369, 3834, 8058, on the bytes that went over the wire."""
    head, _, _ = mail.content.partition(b"\r\n\r\n")
    assert head.isascii() and b"\n" not in mail.content.replace(b"\r\n", b""), name
    assert max(len(line) for line in mail.content.split(b"\r\n")) <= 998, name
    seen = mail.mail
    for unique in ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Type"):
        assert len(seen.get_all(unique, [])) == 1, f"{name} : {unique} {len(seen.get_all(unique, []))} fois"
    assert not seen.defects, f"{name} : {seen.defects}"
    age = datetime.datetime.now(datetime.timezone.utc) - seen["Date"].datetime
    assert abs(age.total_seconds()) < 600, f"{name} : Date {seen['Date']}"
    identity, _, recipient, subject = message
    assert seen["Message-ID"] == identity and re.fullmatch(r"<[0-9a-f]{40}@moisson\.exemple>", identity), identity
    assert seen["From"].addresses[0].addr_spec == "alertes@moisson.exemple"
    assert seen["Reply-To"].addresses[0].addr_spec == "equipe@moisson.exemple"
    assert [one.addr_spec for one in seen["To"].addresses] == [recipient] == mail.recipients
    assert seen["Subject"] == subject, f"{seen['Subject']!r} {subject!r}"
    assert seen["Auto-Submitted"] == "auto-generated" and seen["X-Auto-Response-Suppress"] == "All"
    assert seen.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in seen.iter_parts()] == ["text/plain", "text/html"]
    assert re.fullmatch(r"rebonds\+m\d+-[0-9a-f]{16}@moisson\.exemple", mail.sender), mail.sender
    if name in ("confirmation", "webhook"):
        assert not any(h.lower().startswith("list-") for h in seen.keys()), f"{name} : ce n'est pas une liste"
    else:
        assert seen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        by_mail = "" if name == "invitation" else f",\\s+<mailto:{re.escape(mail.sender)}\\?subject=unsubscribe>"
        assert re.fullmatch(r"<https://moisson\.exemple/abonnements/lien\?s=[\w.~-]+>" + by_mail, seen["List-Unsubscribe"]), \
            f"{name} : {seen['List-Unsubscribe']}"
        assert "<alertes.moisson.exemple>" in seen["List-Id"]
        assert seen["References"] or name in WITHOUT_EPISODE, f"{name} : pas d'épisode"
    ROWS.append((name, "sujet", seen["Subject"]))


def keep(mails):
    folder = os.environ.get("MOISSON_MAILS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, mail in mails.items():
        (Path(folder) / f"{name}.eml").write_bytes(mail.content)
        (Path(folder) / f"{name}.html").write_text(mail.part("html"))
        (Path(folder) / f"{name}.txt").write_text(mail.part("plain"))
