#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""/metrics of the real daemon: well-formed for Prometheus, for those only whom web.metrics names, and with nothing in it that moves with what somebody does."""
import contextlib
import http.client
import os
import re
import secrets
import socket
import tempfile
import unittest

from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, free_port, main
from page_client import Browser

HOUSEHOLD = """
people:
  - name: Zubaida
    band: 10-12
    devices:
      - {label: tablet-of-zubaida, address: 127.0.1.7}
block: [closed.example]
"""
ZUBAIDA, STRANGER = "127.0.1.7", "127.0.1.9"
PASSWORD = "brown hat 7 and shoes"
SAMPLE = re.compile(r'([a-z_]+)(?:\{([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"\})? (-?\d+)$')


def read(text):
    """{(metric, label): number} of the format 0.0.4, or a complaint."""
    assert text.endswith("\n")
    kinds, helped, samples = {}, set(), {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in helped, line
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name in helped and name not in kinds and kind in ("counter", "gauge"), line
            assert (kind == "counter") == name.endswith("_total"), line
            kinds[name] = kind
        else:
            found = SAMPLE.match(line)
            assert found, line
            name, _, label, number = found.groups()
            assert name in kinds and (name, label) not in samples, line
            samples[name, label] = int(number)
    assert set(kinds) == {name for name, _ in samples}
    return samples


class Metrics(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.port = free_port()

    def daemon(self, metrics, listen=None, **more):
        listen = listen or f"{LOOPBACK}:{self.port}"
        daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings=f'web: {{listen: ["{listen}"], metrics: {metrics}}}', **more)
        self.addCleanup(daemon.close)
        return daemon.start()

    def get(self, client=LOOPBACK, fields=None, host=None):
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE, source_address=(client, 0))
        with contextlib.closing(connection):
            connection.request("GET", "/metrics", headers={"Host": host or f"{LOOPBACK}:{self.port}", **(fields or {})})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()

    def test_it_is_off_until_somebody_turns_it_on(self):
        self.daemon("off")
        self.assertEqual(self.get()[0], 404)

    def test_this_machine_reads_what_prometheus_understands(self):
        daemon = self.daemon("this-machine")
        for _ in range(5):
            daemon.ask("site.example")
        status, fields, text = self.get()
        self.assertEqual((status, fields["Content-Type"], fields["Cache-Control"]), (200, "text/plain; version=0.0.4; charset=utf-8", "no-store"))
        samples = read(text)
        self.assertEqual(samples["darban_workers", None], daemon.status()["workers"])
        self.assertEqual(samples["darban_upstreams", None], 1)
        self.assertEqual(samples["darban_uptime_seconds", None], 0)
        self.assertGreater(samples["darban_resident_memory_bytes", None], 1 << 20)
        self.assertEqual({label for name, label in samples if name == "darban_answers_total"}, {"opened", "closed", "closed_by_time", "led_to_a_safer_place", "failed"})

    def test_a_page_of_another_name_reads_nothing(self):
        self.daemon("this-machine")
        _, _, text = self.get(host="elsewhere.example")  # DNS rebinding
        self.assertNotIn("darban_", text)

    def test_nothing_moves_with_what_somebody_does_and_nobody_is_named(self):
        word = "canary" + secrets.token_hex(8)
        daemon = self.daemon("this-machine", log_level="debug")
        before = self.get()[2]
        for number in range(200):
            daemon.ask(f"{word}.{number % 20}.{'closed.' if number % 3 else ''}example", client=ZUBAIDA if number % 2 else STRANGER)
        after = self.get()[2]
        self.assertEqual(before, after)
        for private in (word, "Zubaida", "zubaida", "tablet", ZUBAIDA, STRANGER, "closed.example"):
            self.assertNotIn(private, after)

    def test_faults_are_live(self):
        daemon = self.daemon("this-machine")
        faults = lambda: read(self.get()[2])["darban_faults_total", "malformed_questions"]
        before = faults()
        daemon.send_udp(b"\x12\x34\x01\x00\x00\x02\x00\x00\x00\x00\x00\x00", wait=0.2)
        self.assertEqual(faults(), before + 1)

    def test_a_unix_socket_is_not_this_machine(self):
        """A proxy stands behind it, and before the proxy anybody."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "web.sock")
        daemon = Daemon([self.upstream.port], settings=f'web: {{listen: ["unix:{path}", "{LOOPBACK}:{self.port}"], metrics: this-machine}}')
        self.addCleanup(daemon.close)
        daemon.start()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(path)
            connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            self.assertIn(b" 403 ", connection.recv(65536).splitlines()[0])
        self.assertEqual(self.get()[0], 200)

    def test_a_token_of_that_scope_reads_and_does_nothing_else(self):
        daemon = self.daemon("token")
        owner = Browser(self.port)
        self.assertEqual(owner.set_up(daemon, "Omar", PASSWORD).status, 200)
        self.assertEqual(self.get()[0], 401)
        self.assertEqual(owner.send("GET", "/metrics").status, 200)
        bearer = lambda scope: {"Authorization": "Bearer " + owner.post("tokens", {"label": scope, "scopes": [scope], "own_password": PASSWORD}).json["token"]}
        scraper = bearer("metrics:read")
        self.assertEqual(self.get(fields=scraper)[0], 200)
        self.assertEqual(self.get(client=STRANGER, fields=scraper)[0], 200)
        for scope in ("stats:read", "grants:write", "policy:write", "lists:write"):
            self.assertEqual(self.get(fields=bearer(scope))[0], 403, scope)
        self.assertEqual(self.get(fields={"Authorization": "Bearer darban_wrong"})[0], 401)
        program = Browser(self.port)
        for path in ("home", "status", "numbers", "household", "devices", "changes", "accounts"):
            self.assertIn(program.send("GET", path, fields=scraper).status, (403, 404), path)

    def test_settings_that_can_not_be_are_said(self):
        for web, words in (("{metrics: token}", "web.listen"), ('{listen: ["192.0.2.1"], metrics: this-machine}', "loopback address"), ('{listen: ["127.0.0.1:80"], metrics: everybody}', "this-machine")):
            daemon = Daemon([self.upstream.port], settings=f"web: {web}")
            self.addCleanup(daemon.close)
            said = daemon.command("check", "--config", daemon.file("darban.yaml"), check=False)
            self.assertEqual(said.returncode, 1)
            self.assertIn(words, said.stderr)


if __name__ == "__main__":
    main()
