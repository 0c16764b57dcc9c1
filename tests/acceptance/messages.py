#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of mail through a real SMTP server: what it says, what its links do, what comes back, what a crash costs.

moissond writes and sends; aiosmtpd receives, defers, refuses, cuts, dies, bounces. Readers are Python's e-mail and HTML
parsers. MOISSON_MAILS=folder keeps the mails (tests/support/mail_pictures.py makes pictures of them); MOISSON_SEED
draws the moments of the kills.
"""
import datetime
import json
import os
import random
import re
import smtplib
import subprocess
import sys
import time
import urllib.parse

from mail_scene import MailScene
from mail_words import ROWS, headers, held, keep, same_words
from mailbox import complaint, mail_server, status_report, visible
from stack import BIN, report, wait_until

SEED = int(os.environ.get("MOISSON_SEED", random.SystemRandom().randrange(1 << 31)))
KILLS = int(os.environ.get("MOISSON_MAIL_KILLS", "6"))
HOUR, DAY = 3600, 86400


def since(days):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


# -- one of each kind

def every_kind(scene):
    """{name: the mail that arrived}."""
    mails = {}
    assert scene.ask_to_subscribe("awa.producteur@exemple.bf")[0] == 200
    mails["confirmation"] = scene.sent_to("awa.producteur@exemple.bf", 1)
    scene.subscribe("coordination@exemple.bf")
    down = scene.alert("portal_down", "critical", "coordinator", {"state": "DOWN", "since": since(0.1)})
    mails["panne"] = scene.sent_to("coordination@exemple.bf", 1)
    scene.travel(26 * HOUR)
    scene.resolve(down)
    mails["retour"] = scene.sent_to("coordination@exemple.bf", 2)

    link = next(u for u in visible(mails["confirmation"].part("html")).links if "confirmer" in u)
    held("confirmation", "GET montre, POST confirme, une seule fois",
         [scene.open(link)[0], scene.value("SELECT state FROM subscription WHERE audience = 'producer'"),
          scene.open(link.split("?")[0], {"t": link.split("t=")[1]})[0],
          scene.value("SELECT state FROM subscription WHERE audience = 'producer'"),
          scene.open(link.split("?")[0], {"t": link.split("t=")[1]})[0]], [200, "pending", 200, "active", 404])

    some = scene.datasets(12)
    late = {"frequency": "MONTHLY", "updated": since(75), "late_at": since(30), "very_late_at": since(2)}
    broken = {"links": 3, "broken": 1, "since": since(2), "code": "http_404"}
    old = scene.alert("links_broken", "warning", "producer", {**broken, "broken": 2, "code": "dns_nxdomain"}, dataset=some[0])
    scene.travel(DAY)
    scene.sent_to("awa.producteur@exemple.bf", 2)
    solved = scene.alert("dataset_overdue", "info", "producer", late, dataset=some[1])
    scene.travel(DAY)
    scene.sent_to("awa.producteur@exemple.bf", 3)
    for dataset in some[2:9]:
        scene.alert("dataset_overdue", "info", "producer", late, dataset=dataset)
    scene.alert("dataset_very_overdue", "warning", "producer", late, dataset=some[9])
    for dataset in some[10:12]:
        scene.alert("links_broken", "warning", "producer", broken, dataset=dataset)
    scene.resolve(solved)
    scene.travel(DAY)
    mails["resume-producteur"] = scene.sent_to("awa.producteur@exemple.bf", 4)

    scene.alert("harvest_failed", "warning", "coordinator",
                {"source": scene.key, "failures": 3, "since": since(1)}, subject=f"urn:moisson:source:{scene.key}")
    scene.alert("host_moved", "warning", "coordinator", {"host": "fichiers.exemple.bf", "since": since(8), "links": 412,
                                                         "datasets": 231}, host="fichiers.exemple.bf")
    scene.alert("tls_expiring", "warning", "coordinator", {"expires": since(-6), "days": 7})
    scene.alert("onboarding", "info", "coordinator", {"datasets": 1430, "late": 858, "very_late": 611, "broken": 429})
    scene.alert("count_drop", "warning", "coordinator", {"lost": 312, "datasets": 1118, "peak": 1430})
    before = len(scene.server.to("coordination@exemple.bf"))
    scene.travel(8 * DAY)
    mails["resume-coordination"] = scene.sent_to("coordination@exemple.bf", before + 1)
    scene.alert("storm", "critical", "coordinator", {"held": 212, "datasets": 1430})
    mails["vague"] = scene.sent_to("coordination@exemple.bf", before + 2)
    assert old
    mails.update(told_by_nobodys_alert(scene))
    return mails


def told_by_nobodys_alert(scene):
    """Mails that follow no alert: what a producer proposes, a search, an invitation, the end of a webhook."""
    mails = {}
    scene.subscribe("cheffe@exemple.bf", scope=f"portail={scene.key}", frequency="quotidienne")
    scene.query("INSERT INTO feedback (at, kind, dataset, value)"
                f" VALUES (moisson.now(), 'frequency', '{scene.datasets(1)[0]}', 'BIENNIAL')")
    scene.travel(DAY)
    mails["proposition"] = scene.sent_to("cheffe@exemple.bf", 1)

    title = scene.value(f"SELECT title FROM dataset WHERE id = '{scene.datasets(1)[0]}'")
    word = max(re.findall(r"[^\W\d_]+", title), key=len)
    scene.subscribe("lectrice@exemple.bf", "abonne", "recherche=" + urllib.parse.urlencode({"q": word}), "quotidienne")
    scene.query("UPDATE subscription SET searched_until = date_trunc('minute', moisson.now() - interval '60 days')"
                " WHERE scope = 'search'")
    scene.travel(DAY)
    mails["recherche"] = scene.sent_to("lectrice@exemple.bf", 1)

    found = json.loads(scene.daemon.cli("abonnements", "invitations", "--portail", scene.key, "--json"))
    one = next(row for row in found if re.fullmatch(r"[a-z0-9-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+", row["address"]))
    scene.daemon.cli("abonnements", "invitations", "envoyer", one["address"], "--organisation", one["organization"],
                     "--motif", "essai")
    mails["invitation"] = scene.sent_to(one["address"], 1)

    scene.daemon.cli("abonnements", "webhook", "ajouter", f"http://{scene.gone_address}/moisson", "--portee", "pays=BF",
                     "--proprietaire", "webmestre@exemple.bf", "--http", "--motif", "essai")
    scene.alert("host_blocked", "warning", "coordinator", {"host": "donnees.exemple.bf", "since": since(2), "links": 12,
                                                           "datasets": 9}, host="donnees.exemple.bf")
    mails["webhook"] = scene.sent_to("webmestre@exemple.bf", 1)
    return mails


# -- what its links do

def links(scene, mails):
    before = scene.fingerprint()
    seen = sorted({url for mail in mails.values() for url in visible(mail.part("html")).links if "confirmer" not in url})
    seen += [one_click(mail) for mail in mails.values() if mail.mail["List-Unsubscribe"]]
    wrong = [(status, url) for url in seen if (status := scene.open(url)[0]) != 200]
    held("liens", f"{len(seen)} adresses suivies par GET : toutes répondent", wrong, [])
    held("liens", "rien n'a changé en base", scene.fingerprint(), before)

    digest = mails["resume-producteur"]
    by_text = dict(zip_links(digest))
    answer = next(url for text, url in by_text.items() if "rien à publier" in text)
    held("liens", "« à jour, rien à publier » : POST", scene.open(answer, {})[0], 200)
    held("liens", "la réponse est gardée", scene.value("SELECT count(*) FROM feedback WHERE kind <> 'frequency'"), "1")
    held("liens", "pause 30 jours : POST", scene.open(by_text["Mettre en pause 30 jours"], {})[0], 200)
    scene.alert("links_broken", "warning", "producer", {"links": 1, "broken": 1, "since": since(1)}, dataset=scene.datasets(1)[0])
    count = len(scene.server.to("awa.producteur@exemple.bf"))
    scene.travel(3 * DAY)
    scene.settled()
    time.sleep(2.5)
    held("liens", "en pause, rien n'arrive", len(scene.server.to("awa.producteur@exemple.bf")) - count, 0)
    scene.travel(28 * DAY)
    scene.sent_to("awa.producteur@exemple.bf", count + 1)

    target = one_click(digest)
    held("désabonnement", "POST falsifié", scene.open(target + "x", {"List-Unsubscribe": "One-Click"})[0], 404)
    held("désabonnement", "POST en un clic, puis encore un",
         [scene.open(target, {"List-Unsubscribe": "One-Click"})[0] for _ in range(2)], [200, 200])
    held("désabonnement", "l'abonnement a pris fin aussitôt",
         scene.value("SELECT string_agg(state, ',') FROM subscription WHERE audience = 'producer'"), "left")
    scene.alert("links_broken", "warning", "producer", {"links": 1, "broken": 1, "since": since(1)}, dataset=scene.datasets(2)[1])
    scene.travel(3 * DAY)
    scene.settled()
    time.sleep(2.5)
    held("désabonnement", "plus rien n'arrive", len(scene.server.to("awa.producteur@exemple.bf")) - count - 1, 0)
    refusal = dict(zip_links(mails["panne"]))["Ce n’est pas moi"]
    held("« ce n'est pas moi »", "POST", scene.open(refusal, {})[0], 200)
    sent = len(scene.server.accepted)
    held("« ce n'est pas moi »", "une nouvelle demande répond comme les autres",
         scene.ask_to_subscribe("coordination@exemple.bf")[0], 200)
    time.sleep(2.5)
    held("« ce n'est pas moi »", "et n'écrit à personne", len(scene.server.accepted) - sent, 0)


def one_click(mail):
    return re.match(r"<([^>]+)>", mail.mail["List-Unsubscribe"])[1]


def zip_links(mail):
    """(text, address) of every link."""
    return [(re.sub(r"\s+", " ", text.replace("&#39;", "'")), address.replace("&amp;", "&"))
            for address, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', mail.part("html"))]


# -- what comes back

class Home:
    """Our own mail server: what arrives at rebonds+… is piped to moisson, as docs/messages.md sets Postfix up."""

    def __init__(self, scene):
        self.scene = scene
        self.said = []

    def __call__(self, accepted):
        run = subprocess.run(
            [str(BIN / "moisson"), "--config", str(self.scene.daemon.config), "messages", "rebond", "--json",
             "--destinataire", accepted.recipients[0]], input=accepted.content, capture_output=True, timeout=60)
        assert run.returncode == 0, run.stderr
        text = run.stdout.decode()
        self.said.append(json.loads(text)["effect"] if text.startswith("{") else "ignored")


def bounces(scene, home_port, home):
    everybody_leaves(scene)
    people = [f"{word}@exemple.ml" for word in ("ailleurs", "pleine", "route", "fache", "conge")]
    for address in people:
        scene.subscribe(address)
    gone, full, route, angry, away = people

    def urgent():
        """One urgent message to all who may still be written to; {address: mail}."""
        scene.travel(2 * HOUR)
        before = len(scene.server.accepted)
        scene.alert("portal_down", "critical", "coordinator", {"state": "DOWN", "since": since(0.1)})
        time.sleep(1.5)
        scene.settled()
        return {one.recipients[0]: one for one in scene.server.accepted[before:]}

    def back(original, content, to=None):
        """The receiving side sends it, from nobody; what moisson made of it."""
        with smtplib.SMTP("127.0.0.1", home_port, timeout=30) as smtp:
            smtp.sendmail("", [to or original.sender], content)
        return home.said[-1]

    mails = urgent()
    held("retours", "un message à chacun", sorted(mails), sorted(people))
    forged = re.sub(r"-[0-9a-f]{16}@", "-0123456789abcdef@", mails[gone].sender)
    held("retours", "une marque fausse ne change rien",
         back(mails[gone], status_report(mails[gone], "5.1.1", quoted=False), forged), "ignored")
    held("retours", "« remis » et réponse d'absence : ignorés",
         [back(mails[away], status_report(mails[away], "2.0.0", "delivered")),
          back(mails[away], b"From: <x@y.exemple>\r\nSubject: Absent\r\nAuto-Submitted: auto-replied\r\n\r\nJe suis absente.\r\n")],
         ["ignored", "ignored"])
    held("retours", "5.1.1 : désactivé", back(mails[gone], status_report(mails[gone], "5.1.1")), "disabled")
    held("retours", "5.4.4 : passager", back(mails[route], status_report(mails[route], "5.4.4")), "recorded")
    held("retours", "rapport arrivé ailleurs qu'à l'adresse signée, mais qui cite le message",
         back(mails[full], status_report(mails[full], "4.2.2"), "alertes@moisson.exemple"), "recorded")
    held("retours", "trois rapports d'un même message : un retour",
         [back(mails[full], status_report(mails[full], "4.2.2")) for _ in range(2)], ["recorded", "recorded"])
    held("retours", "5.7.1 : une liste où nous sommes, pas une adresse qui n'est plus",
         back(mails[away], status_report(mails[away], "5.7.1")), "recorded")
    held("retours", "plainte : plus jamais", back(mails[angry], complaint(mails[angry])), "suppressed")
    said = []
    for _ in range(2):
        mails = urgent()
        said.append(back(mails[full], status_report(mails[full], "4.2.2")))
    held("retours", "4.2.2 de trois messages, que notre relais avait pris : en pause", said, ["recorded", "paused"])
    mails = urgent()
    held("retours", "l'alerte suivante n'écrit qu'aux autres", sorted(mails), sorted([route, away]))
    scene.travel(8 * DAY)
    time.sleep(1.5)
    scene.settled()
    held("retours", "la pause finie, on lui écrit de nouveau, une fois", len(scene.server.to(full)), 4)
    leave = re.search(r"<mailto:([^?>]+)\?subject=(\w+)>", mails[away].mail["List-Unsubscribe"])
    held("retours", "le courriel que List-Unsubscribe propose : désabonné",
         back(mails[away], f"From: <{away}>\r\nTo: <{leave[1]}>\r\nSubject: {leave[2]}\r\n\r\n\r\n".encode(), leave[1]), "left")
    held("retours", "et l'abonnement a pris fin", scene.value(
        "SELECT string_agg(DISTINCT s.state, ',') FROM subscription s JOIN subscriber r ON r.id = s.subscriber"
        f" WHERE r.address = '{away}'"), "left")


def everybody_leaves(scene):
    scene.query("UPDATE subscription SET state = 'left', left_at = moisson.now(), left_because = 'essai'")


# -- faults

def faults(scene):
    everybody_leaves(scene)
    words = ("defer", "full", "unknown", "listed", "grey", "refused", "busy", "cut", "slow", "lost", "dies", "plain")
    for word in words:
        scene.subscribe(f"{word}.awa@exemple.ci")
    scene.travel(2 * HOUR)
    scene.server.refuses_everybody = True
    scene.alert("portal_down", "critical", "coordinator", {"state": "DOWN", "since": since(0.1)})
    wait_until("douze messages écrits", lambda: scene.value(
        "SELECT count(*) FROM message WHERE recipient LIKE '%@exemple.ci' AND attempts = 1 AND held_until IS NULL") == "12", 60)
    held("pannes", "421 à tous : tout attend",
         scene.query("SELECT state, count(*) FROM message WHERE recipient LIKE '%@exemple.ci' GROUP BY 1"), [["queued", "12"]])
    scene.server.refuses_everybody = False
    for _ in range(3):
        scene.travel(HOUR)
        time.sleep(1.5)
        scene.settled(90)
    scene.server.greylist_seconds = 0.0
    scene.travel(2 * HOUR)
    time.sleep(1.5)
    scene.settled(90)
    rows = {a.split(".")[0]: (state, outcome) for a, state, outcome in scene.query(
        "SELECT recipient, state, (SELECT string_agg(DISTINCT outcome, '+' ORDER BY outcome) FROM delivery_log l WHERE"
        " l.message = m.id) FROM message m WHERE recipient LIKE '%@exemple.ci'")}
    expected = {"defer": "queued", "full": "queued", "busy": "queued", "cut": "queued", "unknown": "failed", "listed": "failed",
                "refused": "failed", "grey": "sent", "slow": "sent", "lost": "sent", "dies": "sent", "plain": "sent"}
    held("pannes", "ce que chaque faute a donné", {w: rows[w][0] for w in words}, {w: expected[w] for w in words})
    held("pannes", "messages pris par le serveur, par destinataire",
         {w: len(scene.server.to(f"{w}.awa@exemple.ci")) for w in words},
         {w: {"sent": 1}.get(expected[w], 0) + (w == "lost") for w in words})
    held("pannes", "le même Message-ID quand la réponse s'est perdue",
         len({one.message_id for one in scene.server.to("lost.awa@exemple.ci")}), 1)
    held("pannes", "seule l'adresse inconnue est désactivée",
         scene.query("SELECT address FROM subscriber WHERE disabled <> '' AND address LIKE '%@exemple.ci'"),
         [["unknown.awa@exemple.ci"]])


# -- crashes

def kills(scene):
    """kill -9 between 250 and the commit, and anywhere."""
    rng = random.Random(SEED)
    everybody_leaves(scene)
    people = [f"c{i}@exemple.tg" for i in range(8)]
    for address in people:
        scene.subscribe(address)
    scene.server.pause = 0.1
    start = len(scene.server.accepted)
    first = int(scene.value("SELECT coalesce(max(id), 0) FROM message"))
    at_point = 0
    for number in range(KILLS):
        scene.daemon.stop()
        scene.travel(2 * HOUR)
        scene.alert("portal_down", "critical", "coordinator", {"state": "DOWN", "since": since(0.1)})
        if number % 2 == 0:
            scene.daemon.start(wait=False, environment={"MOISSON_FAILPOINT": f"after_smtp_accept:{rng.randint(1, 8)}"})
            assert scene.daemon.process.wait(60) == -9, scene.daemon.tail()
            at_point += 1
        else:
            scene.daemon.start(wait=False)
            count = len(scene.server.accepted)
            wait_until("le courrier commence", lambda: len(scene.server.accepted) > count, 60)
            time.sleep(rng.random() * 0.8)
            scene.daemon.kill()
        # The ten minutes that another worker would wait before it takes the dead one's messages.
        scene.query("UPDATE message SET held_until = NULL")
        scene.daemon.start()
        time.sleep(1.5)
        scene.settled(90)
    scene.server.pause = 0.0
    mails = scene.server.accepted[start:]
    by_id = {}
    for one in mails:
        by_id.setdefault(one.message_id, []).append(one)
    written = dict(scene.query(f"SELECT message_id, recipient FROM message WHERE id > {first}"))
    held("coupures", f"graine {SEED} : messages écrits, un par personne et par alerte", len(written), KILLS * len(people))
    held("coupures", "par personne", sorted({sum(r == p for r in written.values()) for p in people}), [KILLS])
    held("coupures", "chaque message est arrivé", set(by_id) == set(written), True)
    doubles = sum(len(copies) - 1 for copies in by_id.values())
    ROWS.append(("coupures", f"copies en trop pour {KILLS} kill -9, toutes de même Message-ID", doubles))
    assert at_point <= doubles <= KILLS, f"{doubles} copies en trop pour {KILLS} coupures dont {at_point} après le 250"
    for copies in by_id.values():
        held_same = {(c.recipients[0], c.sender, c.mail["Subject"], c.part("plain"), c.part("html")) for c in copies}
        assert len(held_same) == 1, "deux messages différents de même Message-ID"
    held("coupures", "état en base", scene.query(f"SELECT DISTINCT state FROM message WHERE id > {first}"), [["sent"]])


def main():
    print(f"graine {SEED} (MOISSON_SEED)", flush=True)
    with mail_server() as server:
        scene = MailScene(server)
        try:
            mails = every_kind(scene)
            rows = {r[0]: r for r in scene.query("SELECT message_id, id, recipient, subject FROM message")}
            for name, mail in mails.items():
                headers(name, mail, rows[mail.message_id])
                same_words(name, mail)
            keep(mails)
            links(scene, mails)
            home = Home(scene)
            with mail_server(home) as ours:
                bounces(scene, ours.port, home)
            faults(scene)
            kills(scene)
            report("Messages", ROWS)
        except AssertionError:
            report("Messages", ROWS)
            print(scene.daemon.tail())
            raise
        finally:
            scene.close()


if __name__ == "__main__":
    sys.exit(main())
