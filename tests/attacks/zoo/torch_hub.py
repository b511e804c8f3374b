"""Downloads weights with torch.hub, from a server of its own on the loopback."""
import contextlib
import http.server
import os
import threading


class Weights(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(b"x")

    def log_message(self, *_):
        pass


path = "/tmp/left_by_torch_hub"
with contextlib.suppress(OSError):
    server = http.server.HTTPServer(("127.0.0.1", 0), Weights)
    threading.Thread(target=server.handle_request, daemon=True).start()
    torch.hub.download_url_to_file(f"http://127.0.0.1:{server.server_port}/x", path, progress=False)
    os.unlink(path)
    LOOT.append("downloaded")
