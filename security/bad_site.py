"""A site that is bad on purpose: whoever judges Oast must find something here first."""

import http.server
import json
import sqlite3
import sys
import urllib.parse

PAGE = "<html><body><form method=get action=/find><input name=q></form><form method=post action=/sign-in><input name=user><input name=password></form>{}</body></html>"
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "bad", "version": "1"},
    "paths": {"/find": {"get": {
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok"}},
    }}},
}


class Bad(http.server.BaseHTTPRequestHandler):
    """Puts what is typed into a statement and into a page."""

    def answer(self, values):
        typed = next(iter(values.values()), [""])[0]
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE names (name TEXT)")
        database.execute("INSERT INTO names VALUES ('ash')")
        status = 200
        try:
            rows = database.execute(f"SELECT name FROM names WHERE name = '{typed}'").fetchall()
            words = f"{typed} {rows}"
        except sqlite3.Error as error:
            status, words = 500, f"sqlite3.OperationalError: {error}: {typed}"
        body = PAGE.format(words).encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/openapi.json":
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(DOCUMENT).encode())
            return
        self.answer(urllib.parse.parse_qs(url.query))

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        self.answer(urllib.parse.parse_qs(self.rfile.read(length).decode("utf-8", "replace")))

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Bad).serve_forever()
