# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""moissond that writes mail to a server of ours: people, alerts, a clock that the test moves."""
import http.server
import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request

from stack import Cluster, Daemon, Simulator, runs_ended, wait_until

SITE = "https://moisson.exemple/"
TABLES = ("subscription", "subscriber", "suppression", "feedback", "message", "bounce", "notice")
FINISHED = "SELECT count(*) FROM moisson.message WHERE state = 'queued' AND not_before <= moisson.now()"


class Gone(http.server.BaseHTTPRequestHandler):
    """A receiver of webhooks that wants no more of them."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(410)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class MailScene:
    """One country with one portal of 40 datasets, `mail` settings that lead to `server`."""

    def __init__(self, server):
        self.server = server
        self.offset = 0
        self.cluster = Cluster()
        self.simulator = Simulator("--generer", 40, "--graine", 11)
        self.portal = self.simulator.portals[0]
        self.gone = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gone)
        threading.Thread(target=self.gone.serve_forever, daemon=True).start()
        self.gone_address = f"127.0.0.1:{self.gone.server_address[1]}"
        self.portal["country"] = "BF"
        self.portal["title"] = "Données ouvertes du Burkina Faso"
        self.daemon = Daemon(self.cluster, [self.portal], self.settings())
        self.daemon.start()
        runs_ended(self.daemon, [self.portal], 120)
        self.key = self.portal["key"]

    def settings(self, **mail):
        return {
            "public_url": SITE, "roles": ["api", "harvest", "notify"],
            "harvest": {"plan_every": "100ms"},
            "net": {"allow": [self.portal["address"], self.gone_address]},
            "mail": {"host": "127.0.0.1", "port": self.server.port, "security": "none",
                     "from": "alertes@moisson.exemple", "reply_to": "equipe@moisson.exemple",
                     "bounces": "rebonds@moisson.exemple", "group_wait": "0s", "poll": "1s", "digest_hour": 0, **mail},
        }

    def close(self):
        self.daemon.close()
        self.gone.shutdown()
        self.simulator.close()
        self.cluster.close()

    # -- time

    def travel(self, seconds):
        """What moisson.now() says moves on; moissond follows at its next pass."""
        self.offset += seconds
        self.query("CREATE OR REPLACE FUNCTION moisson.now() RETURNS timestamptz LANGUAGE sql STABLE AS "
                   f"'SELECT pg_catalog.now() + interval ''{self.offset} seconds'''")

    def query(self, sql):
        return self.cluster.query("SET search_path = moisson, public; " + sql)

    def value(self, sql):
        rows = self.query(sql)
        return rows[0][0] if rows else None

    # -- people and alerts

    def subscribe(self, address, role="coordinateur", scope="pays=BF", frequency="immediate"):
        self.daemon.cli("abonnements", "ajouter", address, "--portee", scope, "--role", role, "--frequence", frequency,
                        "--motif", "essai")

    def alert(self, kind, severity, audience, evidence, dataset=None, host=None, subject=None):
        """An alert that fires now, as the engine writes it; returns its id."""
        subject = subject or (f"urn:uuid:{dataset}" if dataset else f"urn:moisson:host:{host}" if host
                              else f"urn:moisson:portal:{self.key}")
        about = f"'{dataset}', (SELECT publisher FROM dataset WHERE id = '{dataset}')" if dataset else "NULL, NULL"
        server = f"'{host}'" if host else "NULL"
        evidence = json.dumps(evidence).replace("'", "''")
        return int(self.value(
            "WITH one AS (INSERT INTO alert (fingerprint, kind, severity, audience, subject, portal, dataset, organization,"
            " host, countries, state, reason, evidence, pending_since, firing_since)"
            f" VALUES (sha256(random()::text::bytea), '{kind}', '{severity}', '{audience}', '{subject}', '{self.key}',"
            f" {about}, {server}, '{{BF}}', 'firing', 'lasted', '{evidence}', moisson.now(), moisson.now()) RETURNING id),"
            " told AS (INSERT INTO alert_event (alert, at, event, reason, deliver)"
            " SELECT id, moisson.now(), 'fired', 'lasted', true FROM one) SELECT id FROM one"))

    def resolve(self, alert):
        self.query(f"UPDATE alert SET state = 'resolved', resolved_at = moisson.now() WHERE id = {alert};"
                   f" INSERT INTO alert_event (alert, at, event, reason, deliver)"
                   f" VALUES ({alert}, moisson.now(), 'resolved', 'over', true)")

    def datasets(self, count):
        return [row[0] for row in self.query(
            f"SELECT id FROM dataset WHERE state = 'active' ORDER BY length(title) DESC, id LIMIT {count}")]

    # -- what comes of it

    def settled(self, seconds=60):
        """Every event is read, everything due is sent or put off."""
        def done():
            unread = self.value("SELECT count(*) FROM alert_event WHERE id > (SELECT after FROM notify_cursor WHERE reader = 'mail')")
            return unread == "0" and self.value(FINISHED) == "0"
        wait_until("le courrier est parti", done, seconds)

    def sent_to(self, address, count, seconds=60):
        wait_until(f"{count} message(s) pour {address}", lambda: len(self.server.to(address)) >= count, seconds)
        self.settled()
        found = self.server.to(address)
        assert len(found) == count, f"{address} : {len(found)} messages au lieu de {count}"
        return found[-1]

    def fingerprint(self):
        """Everything that a link could change."""
        return self.value("SELECT md5(" + " || ".join(
            f"coalesce((SELECT string_agg(t::text, ',' ORDER BY t::text) FROM {name} t), '')" for name in TABLES) + ")")

    # -- the site

    def open(self, address, form=None):
        """(status, page) of an address found in a message; `form`: POST, without a cookie or a redirection."""
        assert address.startswith(SITE), address
        path = address.removeprefix(SITE)
        body = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.daemon.port}/{path}", data=body)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def ask_to_subscribe(self, address):
        page = self.open(SITE + "abonnements")[1]
        seal = re.search(r'name="jeton" value="([^"]+)"', page)[1]
        return self.open(SITE + "abonnements", {"jeton": seal, "courriel": address, "portee": "portal", "valeur": self.key,
                                                "role": "producer", "frequence": "daily", "fuseau": "UTC"})


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None
