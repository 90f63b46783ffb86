# SPDX-License-Identifier: Apache-2.0
"""What every integration test stands on: the real daemon in a folder of its own, a fake upstream that lies on demand, and clients that say exactly
what went over the wire. Loopback and high ports only. The daemon is found through the environment variable DARBAN.
"""
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

try:
    import dns.edns
    import dns.exception
    import dns.flags
    import dns.message
    import dns.name
    import dns.query
    import dns.rcode
    import dns.rdataclass
    import dns.rdatatype
    import dns.rrset
except ImportError:
    print("skipped: these tests need dnspython (Debian: python3-dnspython)")
    sys.exit(77)

DARBAN = os.environ.get("DARBAN", "")
LOOPBACK = "127.0.0.1"
PATIENCE = float(os.environ.get("DARBAN_PATIENCE", "10"))  # seconds until something that should happen counts as not happening
CATEGORIES = ["gaming", "trackers", "malware", "social", "gambling", "ads", "learning", "bypass-dns"]
JUDGED_IN_TARGETS = {"malware", "phishing", "ads", "trackers", "bypass-vpn", "bypass-dns", "adult", "crypto-scam"}


_handed_out = set()


def free_port():
    """A port free for UDP and TCP on the loopback address, and never the same one twice. Not one of those that the kernel gives to whoever asks for
    none: it could be gone until the daemon takes it, or takes it again."""
    for _ in range(100):
        port = random.randrange(10000, 32000)
        if port in _handed_out:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp:
            with contextlib.suppress(OSError):
                udp.bind((LOOPBACK, port))
                tcp.bind((LOOPBACK, port))
                _handed_out.add(port)
                return port
    raise RuntimeError("no free port")


def eventually(question, what):
    """Asks `question` until it says yes; the test fails when it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = question()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {PATIENCE:g} s in vain until {what}")


# ---- the world outside


def make_certificate(certificate, key):
    """Of a name that the page has, signed by itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=darban.home"]
        + ["-addext", "subjectAltName=DNS:darban.home", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )


class FakeUpstream:
    """A resolver on UDP and TCP whose answers are made by a function: `script(query, transport)` gives a list of messages (octets or dnspython
    messages) to send back, an empty list for silence, or None for the standard answer. A number in the list is a pause in seconds.
    """

    def __init__(self, script=None):
        self.script = script or (lambda query, transport: None)
        self.asked = []  # (name, type, transport), lower case
        self.seen = []  # the same as it came: (ID, name as spelt, source port)
        self.port = free_port()
        self._stop = threading.Event()
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((LOOPBACK, self.port))
        self._udp.settimeout(0.1)
        self._tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._tcp.bind((LOOPBACK, self.port))
        self._tcp.listen(64)
        self._tcp.settimeout(0.1)
        self._threads = [threading.Thread(target=loop, daemon=True) for loop in (self._serve_udp, self._serve_tcp)]
        for thread in self._threads:
            thread.start()

    def close(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()

    def asked_for(self, name):
        return [entry for entry in self.asked if entry[0] == name]

    def _answers(self, octets, transport, peer):
        query = dns.message.from_wire(octets, ignore_trailing=True)
        question = query.question[0]
        self.asked.append((question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype), transport))
        self.seen.append((query.id, question.name.to_text(omit_final_dot=True), peer[1]))
        answers = self.script(query, transport)
        return [standard_answer(query)] if answers is None else answers

    def _serve_udp(self):
        while not self._stop.is_set():
            try:
                octets, peer = self._udp.recvfrom(65535)
            except socket.timeout:
                continue
            threading.Thread(target=self._reply_udp, args=(octets, peer), daemon=True).start()

    def _reply_udp(self, octets, peer):
        for answer in self._answers(octets, "udp", peer):
            if isinstance(answer, (int, float)):
                time.sleep(answer)
                continue
            with contextlib.suppress(OSError):
                self._udp.sendto(wire(answer), peer)

    def _serve_tcp(self):
        while not self._stop.is_set():
            try:
                connection, peer = self._tcp.accept()
            except socket.timeout:
                continue
            threading.Thread(target=self._serve_connection, args=(connection, peer), daemon=True).start()

    def _serve_connection(self, connection, peer):
        connection.settimeout(PATIENCE)
        with connection, contextlib.suppress(OSError, EOFError):
            while not self._stop.is_set():
                octets = receive_framed(connection)
                for answer in self._answers(octets, "tcp", peer):
                    if isinstance(answer, (int, float)):
                        time.sleep(answer)
                    elif answer is CLOSE:
                        return
                    else:
                        octets = wire(answer)
                        connection.sendall(struct.pack("!H", len(octets)) + octets)


CLOSE = object()  # in a script: the upstream hangs up


def wire(message):
    return message if isinstance(message, bytes) else message.to_wire(max_size=65535)


def reply_to(query, *records, rcode=dns.rcode.NOERROR, authority=(), flags=0):
    """A resolver's answer. Records as text: 'NAME TTL IN TYPE VALUE'."""
    response = dns.message.make_response(query, recursion_available=True)
    response.use_edns(0, payload=1232)
    response.set_rcode(rcode)
    response.flags |= flags
    for section, texts in ((response.answer, records), (response.authority, authority)):
        for text in texts:
            name, ttl, klass, kind, value = text.split(" ", 4)
            section.append(dns.rrset.from_text(name, int(ttl), klass, kind, value))
    return response


def standard_answer(query):
    """192.0.2.1 or 2001:db8::1 for every name, nothing for other types."""
    question = query.question[0]
    name = question.name.to_text()
    if question.rdtype == dns.rdatatype.A:
        return reply_to(query, f"{name} 300 IN A 192.0.2.1")
    if question.rdtype == dns.rdatatype.AAAA:
        return reply_to(query, f"{name} 300 IN AAAA 2001:db8::1")
    return reply_to(query, authority=["example. 60 IN SOA ns.example. root.example. 1 2 3 4 60"])


# ---- the daemon

HOUSEHOLD = """
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    devices:
      - {label: tablet, address: 127.0.1.7}
  - name: Amna
    band: adult
    devices:
      - {label: phone, address: 127.0.1.8}
guest:
  band: adult
"""
TABLET, PHONE = "127.0.1.7", "127.0.1.8"
LISTS = {"gaming": ["games.example"], "trackers": ["tracker.example"], "malware": ["bad.example"]}


def household_file(text):
    return "# written by the tests\n" + text.strip("\n") + "\n"


class Daemon:
    """One darban in a folder of its own. `settings` are added to darban.yaml as YAML text."""

    def __init__(self, upstreams, household=HOUSEHOLD, lists=None, settings="", timeout_ms=400, tries=2, limits="", log_level="debug"):
        self.folder = tempfile.mkdtemp(prefix="darban-test-")
        self.port = free_port()
        self.log_path = self.file("darban.log")
        self.lists = LISTS if lists is None else lists
        self.process = None
        servers = ", ".join(f'"{LOOPBACK}:{port}"' for port in upstreams)
        self.write("household.yaml", household_file(household))
        self.settings_text = "\n".join(
            [
                f'listen: ["{LOOPBACK}:{self.port}"]',
                "household: household.yaml",
                "image: lists.image",
                "state: state.db",
                f"upstreams: {{servers: [{servers}], timeout: {timeout_ms}ms, tries: {tries}}}",
                "clock: {wait-for-sync: false}",
                "process: {control-socket: control.sock}",
                f"log: {{level: {log_level}, sink: journal}}",
                f"limits: {{workers: 1{', ' + limits if limits else ''}}}",
                settings,
                "",
            ]
        )
        self.write("darban.yaml", self.settings_text)
        self.build_lists()

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """Replaces the file in one step, as editors do."""
        with open(self.file(name) + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(self.file(name) + ".new", self.file(name))

    def build_lists(self, lists=None):
        """Compiles the lists with `darban lists build`."""
        if lists is not None:
            self.lists = lists
        topics = [key for key in dict.fromkeys(CATEGORIES + list(self.lists)) if not key.startswith("service:")]
        services = [key for key in self.lists if key.startswith("service:")]
        rows = ["# SPDX-License-Identifier: Apache-2.0", "categories:"]
        for number, key in enumerate(topics, 1):
            rows.append(self._category(number, key))
        if services:
            rows.append("services:")
            rows += [self._category(number, key) for number, key in enumerate(services, 128)]
        self.write("categories.yaml", "\n".join(rows) + "\n")
        manifest = ["lists:"]
        for key, names in self.lists.items():
            name = key.replace(":", "-") + ".txt"
            self.write(name, "\n".join(names) + "\n")
            manifest.append(f'  "{key}": [{{file: {name}, format: {"adblock" if names[0].startswith("|") else "domains"}}}]')
        self.write("manifest.yaml", "\n".join(manifest) + "\n" if self.lists else "lists: {}\n")
        self.command("lists", "build", self.file("manifest.yaml"), "--categories", self.file("categories.yaml"), "--output", self.file("lists.image"))

    @staticmethod
    def _category(number, key):
        judged = "true" if key in JUDGED_IN_TARGETS else "false"
        return (
            f'  - {{id: {number}, key: "{key}", name: "{key}", urdu: "-", covers: "names for tests", never: "-", '
            f"risk: {'security' if key == 'malware' else 'content'}, judged-in-targets: {judged}}}"
        )

    def command(self, *words, check=True):
        done = subprocess.run([DARBAN, *words], capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(f"darban {' '.join(words)} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def start(self, through=(), **process):
        """`through`: a command that becomes the daemon in the end."""
        with open(self.log_path, "ab") as log:
            words = [*through, DARBAN, "run", "--config", self.file("darban.yaml")]
            self.process = subprocess.Popen(words, stdout=log, stderr=log, cwd=self.folder, **process)
        eventually(self._answers_or_dead, "the daemon answers")
        return self

    def _answers_or_dead(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the daemon ended with {self.process.returncode}:\n{self.log()}")
        query = dns.message.make_query("localhost", "A")
        with contextlib.suppress(dns.exception.Timeout, OSError):
            return dns.query.udp(query, LOOPBACK, timeout=0.2, port=self.port)
        return None

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def status(self):
        return json.loads(self.command("status", "--config", self.file("darban.yaml"), "--json").stdout)

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Ends the daemon as a service manager does and gives its exit code."""
        if self.is_alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("the daemon does not stop when it is asked to") from None
        return self.process.returncode if self.process else None

    def close(self):
        code = self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if code not in (0, None):
            raise AssertionError(f"the daemon ended with {code}")

    # -- asking

    def ask(self, name, kind="A", client=LOOPBACK, tcp=False, timeout=None, edns=True, **more):
        query = dns.message.make_query(name, kind, use_edns=0 if edns else None, **more)
        send = dns.query.tcp if tcp else dns.query.udp
        return send(query, LOOPBACK, timeout=timeout or PATIENCE, port=self.port, source=client, one_rr_per_rrset=True)

    def send_udp(self, octets, wait=0.4):
        """The reply to these octets, or None when nothing came."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(wait)
            udp.connect((LOOPBACK, self.port))
            udp.send(octets)
            with contextlib.suppress(socket.timeout):
                return udp.recv(65535)
        return None

    def connect(self, client=LOOPBACK):
        connection = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(client, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def send_tcp(self, octets, wait=0.4):
        """The reply over a connection of its own; None when nothing came, b"" when the daemon hung up."""
        with self.connect() as connection:
            connection.settimeout(wait)
            connection.sendall(struct.pack("!H", len(octets)) + octets)
            try:
                return receive_framed(connection)
            except socket.timeout:
                return None
            except (EOFError, ConnectionResetError):
                return b""


def receive_exactly(connection, count):
    octets = b""
    while len(octets) < count:
        more = connection.recv(count - len(octets))
        if not more:
            raise EOFError
        octets += more
    return octets


def receive_framed(connection):
    (count,) = struct.unpack("!H", receive_exactly(connection, 2))
    return receive_exactly(connection, count)


# ---- what an answer says


def addresses(response):
    return sorted(record.to_text() for rrset in response.answer for record in rrset if rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA))


def rcode(response):
    return dns.rcode.to_text(response.rcode())


def ede(response):
    """The EDE code (RFC 8914), or None."""
    for option in response.options:
        if option.otype == 15:
            data = option.to_wire() if hasattr(option, "to_wire") else option.data
            return struct.unpack("!H", data[:2])[0]
    return None


class DaemonTest(unittest.TestCase):
    """A test class with one upstream and one daemon for all its cases. Override `script` and the keywords in `daemon`."""

    daemon_settings = {}

    @staticmethod
    def script(query, transport):
        return None

    @classmethod
    def setUpClass(cls):
        cls.upstream = FakeUpstream(cls.script)
        cls.daemon = Daemon([cls.upstream.port], **cls.daemon_settings).start()

    @classmethod
    def tearDownClass(cls):
        try:
            cls.daemon.close()
        finally:
            cls.upstream.close()

    def assert_alive(self):
        self.assertTrue(self.daemon.is_alive(), self.daemon.log())
        self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")


def main():
    if not DARBAN or not os.access(DARBAN, os.X_OK):
        print("set DARBAN to the daemon's path")
        sys.exit(2)
    unittest.main(verbosity=2)
