# SPDX-License-Identifier: Apache-2.0
"""The page's HTTP server as `web_probe` (tests/support/web_probe.cc) has it: the web room of the daemon with routes of its own and short deadlines. It is found
through the environment variable WEB_PROBE."""
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

from harness import LOOPBACK, PATIENCE, free_port, make_certificate
from raw_http import answer_of

WEB_PROBE = os.environ.get("WEB_PROBE", "")
REQUEST = 2.0  # seconds a request may take in these tests; the daemon's 15
ANSWER = 3.0
SWEEP = 1.0  # the doorman looks once a second


class Probe:
    def __init__(self, request=REQUEST, answer=ANSWER, https=False):
        self.folder = tempfile.mkdtemp(prefix="darban-web-")
        self.socket = os.path.join(self.folder, "web.sock")
        self.certificate, self.key = os.path.join(self.folder, "web.pem"), os.path.join(self.folder, "web.key")
        if https:
            make_certificate(self.certificate, self.key)
        for _ in range(5):  # a port that was free a moment ago may be somebody's by now
            line, errors = self.start(request, answer, https)
            if "Address already in use" not in errors:
                break
        if line != "ready\n":
            raise AssertionError(f"the probe says {line!r}: {errors}")

    def start(self, request, answer, https):
        self.port = free_port()
        words = [WEB_PROBE, str(self.port), self.socket, str(int(request * 1000)), str(int(answer * 1000))]
        if https:
            self.https_port = free_port()
            words += [str(self.https_port), self.certificate, self.key]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        return line, "" if line == "ready\n" else self.process.communicate()[1]

    def connect(self, client=LOOPBACK):
        connection = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(client, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def connect_locally(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        connection.connect(self.socket)
        return connection

    def say(self, octets, client=LOOPBACK):
        """Everything that comes back until the server hangs up, or until one answer is whole."""
        with self.connect(client) as connection:
            connection.sendall(octets)
            return answer_of(connection)

    def get(self, path, client=LOOPBACK, method="GET", body=None, **fields):
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE, source_address=(client, 0))
        with contextlib.closing(connection):
            headers = {"Host": "darban.home", "Accept-Encoding": "gzip"}
            headers.update({name.replace("_", "-"): value for name, value in fields.items()})
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            response.octets = response.read()
            return response

    def close(self):
        """Its exit code and the last thing it said."""
        self.process.send_signal(signal.SIGTERM)
        said, errors = self.process.communicate(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.process.returncode != 0 or said != "ended\n" or errors:
            raise AssertionError(f"the probe ended with {self.process.returncode}, {said!r}, {errors!r}")


class ProbeTest(unittest.TestCase):
    """One probe for all cases; after each of them a newcomer is answered."""

    @classmethod
    def setUpClass(cls):
        cls.probe = Probe()

    @classmethod
    def tearDownClass(cls):
        cls.probe.close()

    def tearDown(self):
        self.assertIsNone(self.probe.process.poll(), "the server ended")
        self.assertEqual(self.probe.get("/number", client="127.0.0.9").status, 200)
