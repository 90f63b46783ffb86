# SPDX-License-Identifier: Apache-2.0
"""The API's routes as the daemon itself describes them (GET /openapi.json), so that a route which is added is tested too."""
CHANGES_NOTHING = ("get", "head")


class Route:
    def __init__(self, method, path, operation, name):
        self.method = method.upper()
        self.path = path
        self.place = path.lstrip("/").replace("{id}", "999").replace("{name}", name)  # for Browser.send
        self.roles = operation["x-darban-roles"]
        self.for_anybody = "anybody" in self.roles
        self.has_body = "requestBody" in operation
        self.changes = method not in CHANGES_NOTHING
        self.streams = "text/event-stream" in operation["responses"].get("200", {}).get("content", {})

    def __repr__(self):
        return f"{self.method} {self.path}"


def routes_of(browser, name):
    """All of them. `name`: the person who is asked about."""
    paths = browser.get("openapi.json").json["paths"]
    return [Route(method, path, operation, name) for path, methods in paths.items() for method, operation in methods.items()]
