# SPDX-License-Identifier: Apache-2.0
"""A child's device with a browser that has no JavaScript: pages as a reader sees them, forms with their hidden fields."""
import contextlib
import html.parser
import http.client
import urllib.parse

from harness import LOOPBACK, PATIENCE

PAGES = ("/", "/ask", "/help", "/recorded", "/changes", "/test", "/closed")


class Page(html.parser.HTMLParser):
    """What a reader and a form see: text, links, headings, hidden fields."""

    def __init__(self, response, octets):
        super().__init__()
        self.status, self.headers, self.octets = response.status, response.headers, octets
        self.text, self.links, self.tags, self.fields = "", [], [], {}
        if response.headers.get_content_type() == "text/html":
            self.feed(octets.decode("utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append((tag, values))
        if tag == "a":
            self.links.append(values["href"])
        if tag == "input" and values.get("type") == "hidden":
            self.fields[values["name"]] = values["value"]

    def handle_data(self, data):
        self.text += data

    def root(self):
        return next(values for tag, values in self.tags if tag == "html")


class Visitor:
    """`address`: the loopback address of the device."""

    def __init__(self, port, address):
        self.port = port
        self.address = address

    def send(self, method, path, body=None, **headers):
        """`body`: the fields of a form. Header fields have _ in the place of -; None leaves one out."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE, source_address=(self.address, 0))
        with contextlib.closing(connection):
            fields = {"Host": "darban.home", "Accept-Language": "en", "Accept-Encoding": "gzip"}
            if body is not None:
                fields["Content-Type"] = "application/x-www-form-urlencoded"
                body = urllib.parse.urlencode(body)
            fields |= {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers={name: value for name, value in fields.items() if value is not None})
            response = connection.getresponse()
            return Page(response, response.read())

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def submit(self, path, action=None, **fields):
        """The form of the page, with its hidden fields, as a browser sends it."""
        token = self.get(path).fields["token"]
        return self.send("POST", action or path, {"token": token} | fields, Origin="http://darban.home")
