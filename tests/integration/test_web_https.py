#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page's HTTP server with a certificate: only in good versions, and another one while visitors are there."""
import os
import shutil
import signal
import socket
import ssl
import sys
import time
import unittest

from harness import LOOPBACK, PATIENCE, eventually, make_certificate
from raw_http import answer_of, head, hung_up
from web_probe import REQUEST, SWEEP, WEB_PROBE, Probe


@unittest.skipIf(shutil.which("openssl") is None, "needs openssl")
class Https(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(https=True, answer=60)
        self.addCleanup(self.probe.close)

    def connect(self, version=None, client=LOOPBACK):
        """A connection that knows the certificate which is on the disk now."""
        context = ssl.create_default_context(cafile=self.probe.certificate)
        if version:
            context.minimum_version = context.maximum_version = version
        raw = socket.create_connection((LOOPBACK, self.probe.https_port), timeout=PATIENCE, source_address=(client, 0))
        return context.wrap_socket(raw, server_hostname="darban.home")

    def threads(self):
        return len(os.listdir(f"/proc/{self.probe.process.pid}/task"))

    def reread(self):
        self.probe.process.send_signal(signal.SIGHUP)
        return self.probe.process.stdout.readline().strip()

    def test_https_with_a_certificate_and_only_in_versions_that_are_good(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.connect(version) as connection:
                for path, body in (("/way", b'{"number":1}'), ("/desk", b'{"number":7}')):
                    connection.sendall(head(path=path))
                    self.assertEqual(answer_of(connection).body, body)
        with socket.create_connection((LOOPBACK, self.probe.https_port), timeout=PATIENCE) as silent:
            self.assertTrue(hung_up(silent, REQUEST + 2 * SWEEP + 1))
        self.assertEqual(self.probe.get("/way").octets, b'{"number":0}')

    def test_a_new_certificate_is_for_those_who_come_and_who_is_there_gets_one_more_answer(self):
        before = self.threads()
        with self.connect() as kept, self.connect() as waiting, self.connect(client="127.0.8.1") as listening:
            kept.sendall(head())
            self.assertNotIn("connection", answer_of(kept).fields)
            listening.sendall(head(path="/news"))
            self.assertIn(b"200 OK", listening.recv(4096))
            waiting.sendall(head(path="/desk"))
            make_certificate(self.probe.certificate, self.probe.key)
            self.assertEqual(self.reread(), "taken")
            with self.connect() as fresh:  # verifies against the new one
                fresh.sendall(head(path="/way"))
                self.assertEqual(answer_of(fresh).body, b'{"number":1}')
            self.assertEqual(answer_of(waiting).body, b'{"number":7}')
            kept.sendall(head())
            answer = answer_of(kept)
            self.assertEqual((answer.body, answer.fields["connection"].lower()), (b'{"number":1}', "close"))
            self.assertTrue(all(map(hung_up, (listening, kept, waiting))))
        eventually(lambda: self.threads() == before, "what the old certificate needed is gone")
        self.assertEqual(self.reread(), "same")

    def test_what_is_no_certificate_changes_nothing(self):
        with self.connect() as connection:
            for octets in (b"", b"no certificate\n", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
                with open(self.probe.certificate, "rb") as file:
                    good = file.read()
                with open(self.probe.certificate, "wb") as file:
                    file.write(octets)
                self.assertEqual(self.reread(), "refused")
                with open(self.probe.certificate, "wb") as file:
                    file.write(good)
            connection.sendall(head())
            self.assertEqual(answer_of(connection).body, b'{"number":1}')
            with self.connect() as another:
                another.sendall(head())
                self.assertEqual(answer_of(another).body, b'{"number":1}')
        self.assertEqual(self.reread(), "same")

    def test_it_stops_while_visitors_of_two_certificates_wait(self):
        with self.connect() as first:
            first.sendall(head(path="/never"))
            time.sleep(0.1)
            make_certificate(self.probe.certificate, self.probe.key)
            self.assertEqual(self.reread(), "taken")
            with self.connect() as second:
                second.sendall(head(path="/never"))
                eventually(lambda: self.probe.get("/number").status == 200, "both were taken in")
                self.probe.process.send_signal(signal.SIGTERM)
                self.assertTrue(all(map(hung_up, (first, second))))


if __name__ == "__main__":
    if not os.access(WEB_PROBE, os.X_OK):
        print("set WEB_PROBE to the path of web_probe")
        sys.exit(2)
    unittest.main(verbosity=2)
