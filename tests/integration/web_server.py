# SPDX-License-Identifier: Apache-2.0
"""Servers that lists are fetched from: a real nginx in a folder of its own, and two small ones that do what nginx never would (cut a transfer, promise
a wrong length). Loopback and free high ports only; everything is ended by its own process id.
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import zlib

from harness import LOOPBACK, eventually, free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")
if NGINX is None or OPENSSL is None:
    print("skipped: these tests need nginx (Debian: nginx-light) and openssl")
    sys.exit(77)

CONFIGURATION = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format asked escape=none '$request_uri|$status|$http_if_none_match|$http_if_modified_since|$http_range|$http_if_range|$http_accept_encoding|$http_user_agent|$request_completion';
  access_log {folder}/access.log asked;
  client_body_temp_path {folder}/tmp-body;
  proxy_temp_path {folder}/tmp-proxy;
  fastcgi_temp_path {folder}/tmp-fastcgi;
  uwsgi_temp_path {folder}/tmp-uwsgi;
  scgi_temp_path {folder}/tmp-scgi;
  types {{ }}
  default_type text/plain;
  root {folder}/www;
  sendfile on;
  server {{
    listen {address}:{port};
    location /packed/ {{ alias {folder}/www/lists/; gzip on; gzip_types text/plain; gzip_min_length 0; }}
    location /slow/ {{ alias {folder}/www/lists/; limit_rate 200; }}
    location /steady/ {{ alias {folder}/www/lists/; limit_rate 6m; }}
    location = /error {{ return 500; }}
    location = /later {{ add_header Retry-After 7200 always; return 503; }}
    location = /silence {{ return 444; }}
    location = /forbidden {{ return 403; }}
    location = /page {{ default_type "text/html"; return 200 "<!DOCTYPE html><title>Log in</title>"; }}
    location = /page-as-text {{ return 200 "\\n<!DOCTYPE html><title>Log in</title>"; }}
    location = /empty {{ return 200; }}
    location = /round {{ return 302 /about; }}
    location = /about {{ return 302 /round; }}
    location = /hops/0 {{ return 301 /lists/small.txt; }}
    location = /hops/1 {{ return 307 /hops/0; }}
    location = /hops/2 {{ return 308 /hops/1; }}
    location = /hops/3 {{ return 302 /hops/2; }}
    location = /nowhere-to {{ return 302 "ftp://{address}/x"; }}
    location = /bomb {{ add_header Content-Encoding gzip; alias {folder}/www/bomb.gz; }}
    location = /not-gzip {{ add_header Content-Encoding gzip; return 200 "this is not gzip at all"; }}
    location = /odd-packing {{ add_header Content-Encoding rot13; return 200 "nzr.rknzcyr"; }}
  }}
  {secure}
}}
"""
SECURE = """
  server {{
    listen {address}:{port} ssl;
    ssl_certificate {folder}/{name}.pem;
    ssl_certificate_key {folder}/{name}.key;
    location = /to-http {{ return 302 http://{address}:{plain}/lists/small.txt; }}
  }}
"""


class WebServer:
    """nginx: `url(path)`, and `secure_url(path)` with a certificate that only `authority` vouches for; `expired_url(path)` with one that is out of date."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port, self.secure_port, self.expired_port = free_port(), free_port(), free_port()
        (self.folder / "www" / "lists").mkdir(parents=True)
        self.authority = self._certificate("good")
        self.expired_authority = self._certificate("expired", "20200101000000Z", "20200201000000Z")
        secure = "".join(
            SECURE.format(folder=self.folder, name=name, address=LOOPBACK, port=port, plain=self.port)
            for name, port in (("good", self.secure_port), ("expired", self.expired_port))
        )
        text = CONFIGURATION.format(folder=self.folder, address=LOOPBACK, port=self.port, secure=secure)
        (self.folder / "nginx.conf").write_text(text, encoding="utf-8")
        words = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        eventually(self._answers_or_dead, "nginx answers")

    def _answers_or_dead(self):
        if self.process.poll() is not None:
            raise AssertionError(f"nginx ended with {self.process.returncode}:\n{(self.folder / 'error.log').read_text(errors='replace')}")
        try:
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
            return True
        except OSError:
            return False

    def _certificate(self, name, start=None, end=None):
        """A certificate for 127.0.0.1 and lists.test that vouches for itself."""
        key, pem, request = (str(self.folder / f"{name}.{ending}") for ending in ("key", "pem", "csr"))
        run = lambda *words: subprocess.run([OPENSSL, *words], check=True, capture_output=True, cwd=self.folder)
        names = f"subjectAltName=IP:{LOOPBACK},DNS:lists.test"
        run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}.test", "-addext", names)
        (self.folder / "ca").mkdir(exist_ok=True)
        (self.folder / "index").write_text("")
        (self.folder / "ca.conf").write_text(
            "[ca]\ndefault_ca=me\n[me]\ndatabase=index\nnew_certs_dir=ca\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nx509_extensions=ext\n"
            f"[any]\ncommonName=supplied\n[ext]\nbasicConstraints=CA:TRUE\n{names}\n"
        )
        dates = ["-startdate", start, "-enddate", end] if start else ["-days", "3650"]
        run("ca", "-batch", "-config", "ca.conf", "-selfsign", "-keyfile", key, "-in", request, "-out", pem, "-notext", *dates)
        return pem

    def url(self, path):
        return f"http://{LOOPBACK}:{self.port}/{path}"

    def secure_url(self, path):
        return f"https://{LOOPBACK}:{self.secure_port}/{path}"

    def expired_url(self, path):
        return f"https://{LOOPBACK}:{self.expired_port}/{path}"

    def write(self, name, text):
        path = self.folder / "www" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def asked(self, path):
        """The requests for this path, as dictionaries, the oldest first."""
        keys = ["uri", "status", "if_none_match", "if_modified_since", "range", "if_range", "accept_encoding", "user_agent", "completion"]
        rows = [dict(zip(keys, line.split("|"))) for line in (self.folder / "access.log").read_text().splitlines()]
        return [row for row in rows if row["uri"] == "/" + path]

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class RawServer:
    """Answers each connection with what `script(number of the connection, request)` gives: octets to send before hanging up."""

    def __init__(self, script):
        self.script = script
        self.requests = []
        self._listener = socket.create_server((LOOPBACK, 0))
        self._listener.settimeout(0.1)
        self.port = self._listener.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, path):
        return f"http://{LOOPBACK}:{self.port}/{path}"

    def _serve(self):
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except socket.timeout:
                continue
            with connection:
                connection.settimeout(10)
                try:
                    request = self._request(connection)
                    self.requests.append(request)
                    connection.sendall(self.script(len(self.requests), request))
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                except OSError:
                    pass

    @staticmethod
    def _request(connection):
        octets = b""
        while b"\r\n\r\n" not in octets:
            more = connection.recv(65536)
            if not more:
                break
            octets += more
        return octets.decode("latin-1")

    def close(self):
        self._stop.set()
        self._thread.join()
        self._listener.close()


class CuttingProxy(RawServer):
    """Passes requests on to nginx and answers back; of the first `times` answers only the first `octets`, then it hangs up."""

    def __init__(self, web, octets, times=1):
        self.web, self.octets, self.times = web, octets, times
        super().__init__(self._pass_on)

    def _pass_on(self, number, request):
        request = re.sub(r"\r\nConnection:[^\r]*", "", request).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
        with socket.create_connection((LOOPBACK, self.web.port), timeout=10) as server:
            server.sendall(request.encode("latin-1"))
            answer = b""
            while more := server.recv(1 << 20):
                answer += more
        return answer[: self.octets] if number <= self.times else answer


def gzip_bomb(octets):
    """A valid gzip file of about a thousandth of the size, that unpacks to so many zeros: one packed megabyte, again and again."""
    megabyte = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    count = octets >> 20
    crc = 0
    for _ in range(count):
        crc = zlib.crc32(megabyte, crc)
    end = b"\x03\x00"  # a last, empty block
    size = (count << 20) & 0xFFFFFFFF
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + piece * count + end + crc.to_bytes(4, "little") + size.to_bytes(4, "little")
