#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page as part of the real daemon: where it listens, what it answers today, and what it costs and tells when it is off, on, or can not be had."""
import contextlib
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import unittest

from harness import DARBAN, LOOPBACK, PATIENCE, Daemon, FakeUpstream, eventually, free_port, main, make_certificate, rcode


def get(port, path, host="darban.home", method="GET", client=LOOPBACK):
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE, source_address=(client, 0))
    with contextlib.closing(connection):
        connection.request(method, path, headers={"Host": host})
        response = connection.getresponse()
        response.octets = response.read()
        return response


def get_locally(path, target):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(path)
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read()


class Page(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)

    def daemon(self, settings, **process):
        daemon = Daemon([self.upstream.port], settings=settings)
        self.addCleanup(daemon.close)
        return daemon.start(**process)

    @staticmethod
    def problems(daemon):
        return daemon.status()["rules"]["problems"]

    def maps(self, daemon):
        with open(f"/proc/{daemon.process.pid}/maps", encoding="utf-8") as file:
            return file.read()

    def test_without_a_page_no_library_of_it_is_in_memory(self):
        daemon = self.daemon("")
        with contextlib.suppress(PermissionError):
            self.assertNotIn("microhttpd", self.maps(daemon))
            self.assertNotIn("gnutls", self.maps(daemon))

    def test_it_says_that_darban_serves_and_nothing_of_people(self):
        port = free_port()
        daemon = self.daemon(f'web: {{listen: ["{LOOPBACK}:{port}"], names: [box.example]}}')
        for host in ("darban.home", "box.example", f"{LOOPBACK}:{port}"):
            answer = get(port, "/api/v1/health", host)
            self.assertEqual((answer.status, answer.octets), (200, b'{"serving":true}'))
        self.assertEqual(get(port, "/api/v1/health", "attacker.example").status, 421)
        for path in ("/api/v1/people", "/metrics", "/api/v1/health/", "/api"):
            self.assertIn(get(port, path).status, (404, 400))
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            self.assertEqual(get(port, "/api/v1/health", method=method).status, 405)
        self.assertEqual(rcode(daemon.ask("localhost")), "NOERROR")
        self.assertEqual(self.problems(daemon), [])

    def test_nothing_of_a_visitor_is_written_down(self):
        port = free_port()
        daemon = self.daemon(f'web: {{listen: ["{LOOPBACK}:{port}"]}}')
        for path in ("/canary-path-7f3a", "/api/v1/health?canary=7f3a", "/..%2fcanary-7f3a"):
            get(port, path, "canary-host-7f3a.example", client="127.0.0.77")
            get(port, path, client="127.0.0.77")
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=PATIENCE) as connection:
            connection.sendall(b"canary-7f3a \x00\xff\r\n\r\n")
            connection.recv(4096)
        daemon.stop()
        for folder, _, files in os.walk(daemon.folder):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    octets = file.read()
                self.assertNotIn(b"7f3a", octets, name)
                self.assertNotIn(b"127.0.0.77", octets, name)

    def test_a_local_socket_is_there_while_darban_is_and_only_for_its_own(self):
        daemon = self.daemon('web: {listen: ["unix:web.sock"]}')
        path = daemon.file("web.sock")
        self.assertEqual(get_locally(path, "/api/v1/health"), (200, b'{"serving":true}'))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o660)
        daemon.stop()
        self.assertFalse(os.path.exists(path))

    def test_a_port_that_is_taken_is_a_problem_and_names_are_answered_all_the_same(self):
        with socket.socket() as taken:
            taken.bind((LOOPBACK, 0))
            taken.listen(1)
            port, free = taken.getsockname()[1], free_port()
            daemon = self.daemon(f'web: {{listen: ["{LOOPBACK}:{port}", "{LOOPBACK}:{free}"]}}')
            self.assertEqual(get(free, "/api/v1/health").status, 200)
            (problem,) = self.problems(daemon)
            self.assertIn(f"web.listen: {LOOPBACK}:{port} is already taken", problem)
            self.assertEqual(rcode(daemon.ask("localhost")), "NOERROR")

    def test_a_certificate_that_is_none_is_a_problem_until_a_reload_finds_a_good_one(self):
        plain, encrypted = free_port(), free_port()
        daemon = self.daemon(f'web: {{listen: ["{LOOPBACK}:{plain}", "https://{LOOPBACK}:{encrypted}"], certificate: a.pem, key: a.key}}')

        def reload_until(part):
            daemon.reload()
            eventually(lambda: part in "".join(self.problems(daemon)) if part else not self.problems(daemon), f"problem: {part}")

        self.assertIn("a.pem can not be read", self.problems(daemon)[0])
        self.assertEqual(get(plain, "/api/v1/health").status, 200)
        daemon.write("a.pem", "no certificate\n")
        daemon.write("a.key", "no key\n")
        reload_until("not a certificate and its key")
        for number in (1, 2):
            make_certificate(daemon.file("a.pem"), daemon.file("a.key"))
            reload_until("")
            eventually(lambda: daemon.log().count("the page has a new certificate") == number, "it is in force")
            self.assertEqual(self.health_by_https(daemon, encrypted), 200)
        daemon.write("a.key", "no key\n")
        reload_until("not a certificate and its key")
        self.assertEqual(self.health_by_https(daemon, encrypted), 200, "the last good one stays")
        self.assertEqual(rcode(daemon.ask("localhost")), "NOERROR")

    @staticmethod
    def health_by_https(daemon, port):
        context = ssl.create_default_context(cafile=daemon.file("a.pem"))
        connection = http.client.HTTPSConnection("darban.home", port, timeout=PATIENCE, context=context)
        connection._create_connection = lambda address, *rest, **more: socket.create_connection((LOOPBACK, port), timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", "/api/v1/health")
            return connection.getresponse().status

    def test_without_its_library_the_page_is_a_problem_with_a_cure_and_names_are_answered_all_the_same(self):
        port = free_port()
        daemon = Daemon([self.upstream.port], settings=f'web: {{listen: ["{LOOPBACK}:{port}"]}}')
        self.addCleanup(daemon.close)
        daemon.write("libmicrohttpd.so.12", "no library\n")  # the loader takes it for the library, and gives up
        daemon.start(env={**os.environ, "LD_LIBRARY_PATH": daemon.folder})
        sentence = "the page needs libmicrohttpd, which is not installed here (Debian: libmicrohttpd12)"
        self.assertEqual(self.problems(daemon), [sentence])
        self.assertIn(sentence, daemon.log())
        self.assertIn(sentence, daemon.command("status", "--config", daemon.file("darban.yaml")).stdout)
        self.assertEqual(rcode(daemon.ask("localhost")), "NOERROR")
        with self.assertRaises(ConnectionRefusedError):
            get(port, "/api/v1/health")

    def test_sockets_of_the_service_manager_are_taken_over(self):
        with socket.socket() as listener:
            listener.bind((LOOPBACK, 0))
            listener.listen(16)
            port = listener.getsockname()[1]
            daemon = Daemon([self.upstream.port], settings="web: {listen: [inherited]}")
            self.addCleanup(daemon.close)
            script = """import os, sys
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.dup2(int(sys.argv[1]), 3)
os.execv(sys.argv[2], sys.argv[2:])"""
            with open(daemon.log_path, "ab") as log:
                words = [sys.executable, "-c", script, str(listener.fileno()), DARBAN, "run", "--config", daemon.file("darban.yaml")]
                daemon.process = subprocess.Popen(words, stdout=log, stderr=log, cwd=daemon.folder, pass_fds=[listener.fileno()])
            eventually(daemon._answers_or_dead, "the daemon answers")
        self.assertEqual(get(port, "/api/v1/health").status, 200)
        self.assertEqual(self.problems(daemon), [])

    def test_inherited_without_a_service_manager_is_a_problem(self):
        daemon = self.daemon("web: {listen: [inherited]}")
        self.assertIn("nothing was inherited", self.problems(daemon)[0])

    def test_another_place_waits_for_a_restart(self):
        port = free_port()
        daemon = self.daemon(f'web: {{listen: ["{LOOPBACK}:{port}"]}}')
        daemon.write("darban.yaml", daemon.settings_text.replace(f":{port}", f":{free_port()}"))
        daemon.reload()
        eventually(lambda: "web.listen" in json.dumps(daemon.status()), "the restart is asked for")
        self.assertEqual(get(port, "/api/v1/health").status, 200)


if __name__ == "__main__":
    main()
