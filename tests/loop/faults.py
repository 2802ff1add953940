# SPDX-License-Identifier: GPL-3.0-or-later
"""Small servers with one fault each, in threads of the test: what a real server will not do on request.

A server is a function that is given a Line for each connection; what the client sent is kept in .heard.
"""
import socket
import ssl
import threading


class Line:
    """One connection, line by line. Everything received in clear or out of TLS goes to the server's .heard."""

    def __init__(self, sock, server):
        self.sock = sock
        self.server = server
        self.rest = b''

    def say(self, text):
        self.sock.sendall(text.encode() if isinstance(text, str) else text)

    def drip(self, text):
        """Each octet in a segment of its own."""
        for octet in text.encode():
            self.sock.sendall(bytes([octet]))

    def hear(self):
        """The next line without its end; b'' when the client is gone."""
        while b'\n' not in self.rest:
            data = self.sock.recv(4096)
            if not data:
                return b''
            self.server.heard += data
            self.rest += data
        line, _, self.rest = self.rest.partition(b'\n')
        return line.rstrip(b'\r')

    def start_tls(self, context):
        self.sock = context.wrap_socket(self.sock, server_side=True)

    def wait_for_end(self):
        while self.hear():
            pass


class FaultServer:
    def __init__(self, serve):
        self.serve = serve
        self.heard = b''
        self.connections = 0
        self.closing = threading.Event()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.lines = []
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            line = Line(sock, self)
            self.lines.append(line)
            threading.Thread(target=self._run, args=(line,), daemon=True).start()

    def _run(self, line):
        try:
            self.serve(line)
        except (OSError, ssl.SSLError):
            pass  # the client left, which is its right
        finally:
            try:
                line.sock.close()
            except OSError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for line in self.lines:
            try:
                line.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def server_context(certificate, oldest=None, newest=None):
    """A TLS server's side from (chain file, key file, ...); oldest and newest are ssl.TLSVersion."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0], certificate[1])
    if newest:
        context.set_ciphers('ALL:@SECLEVEL=0')
        context.minimum_version = oldest
        context.maximum_version = newest
    return context
