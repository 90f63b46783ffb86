# SPDX-License-Identifier: Apache-2.0
"""A browser as the page's tests need one: keeps its cookie, sends the page token with every change, and says where it comes from."""
import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import struct
import time

from harness import LOOPBACK, PATIENCE

API = "/api/v1"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.fields = response.headers
        self.octets = response.read()

    @property
    def json(self):
        return json.loads(self.octets)

    def __repr__(self):
        return f"{self.status} {self.octets[:300]!r}"


class Browser:
    """`address`: the loopback address it comes from, as another device would."""

    def __init__(self, port, address=LOOPBACK):
        self.port = port
        self.address = address
        self.cookie = None
        self.token = ""

    def send(self, method, path, body=None, fields=None, octets=None):
        """One request with the fields that a browser would send, those in `fields` in their place (None: left out)."""
        wanted = {"Host": "darban.home"}
        if self.cookie:
            wanted["Cookie"] = f"darban={self.cookie}"
        if method not in ("GET", "HEAD"):
            wanted["Origin"] = "http://darban.home"
            if self.token:
                wanted["X-Darban-Token"] = self.token
        if body is not None:
            octets = json.dumps(body).encode()
        if octets is not None:
            wanted["Content-Type"] = "application/json"
        wanted.update(fields or {})
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE, source_address=(self.address, 0))
        with contextlib.closing(connection):
            connection.request(method, path if path.startswith("/") else f"{API}/{path}", octets, {key: value for key, value in wanted.items() if value is not None})
            answer = Answer(connection.getresponse())
        self._keep(answer)
        return answer

    def _keep(self, answer):
        for line in answer.fields.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            if name == "darban":
                self.cookie = value or None
        if answer.status == 200 and answer.octets.startswith(b"{"):
            said = answer.json
            if said.get("token") and self.cookie:
                self.token = said["token"]

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, body=None):
        return self.send("POST", path, body)

    def put(self, path, body):
        return self.send("PUT", path, body)

    def patch(self, path, body):
        return self.send("PATCH", path, body)

    def delete(self, path):
        return self.send("DELETE", path)

    def set_up(self, daemon, name, password):
        """Makes the first owner, as the page does with the code that the box shows; logged in from then on."""
        return self.post("setup", {"code": daemon.status()["setup_code"], "name": name, "password": password, "language": "en"})

    def log_in(self, name, password, code=None, **fields):
        body = {"name": name, "password": password, **({"code": code} if code else {})}
        return self.send("POST", "session", body, fields)

    def me(self):
        return self.get("me").json


def app_code(secret, steps=0):
    """What an authenticator app shows (RFC 6238), written without darban's own code."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack("!Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('!I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"
