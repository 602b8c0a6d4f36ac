"""One connection that stays open, as a browser's: as little work as can be, because it shares the processors."""

import socket
import urllib.parse
import zlib


class Line:
    """HTTP/1.1 to this machine, with cookies; answers may come compressed, as browsers take them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.kept: dict[str, str] = {}
        self._socket: socket.socket | None = None
        self._left = b""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; its status and body. A connection that was closed meanwhile is opened once more."""
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        cookies = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        head = (f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\nX-Desk: part\r\n"
                f"Accept-Language: th\r\nAccept-Encoding: gzip\r\nContent-Length: {len(body)}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode()
        for fresh in (self._socket is None, True):
            line = self._open() if fresh or self._socket is None else self._socket
            try:
                line.sendall(head + body)
                return self._read(line)
            except ConnectionError:
                self._socket = None
                if fresh:
                    raise
        raise ConnectionError

    def _open(self) -> socket.socket:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self, line: socket.socket) -> tuple[int, str]:
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._some(line)
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        length, packed = 0, False
        for said in lines:
            name, _, value = said.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "content-encoding":
                    packed = value == "gzip"
                case "set-cookie":
                    cookie = value.split(";", 1)[0].partition("=")
                    self.kept[cookie[0]] = cookie[2]
        while len(body) < length:
            body += self._some(line)
        return int(first.split(" ", 2)[1]), (zlib.decompress(body, 31) if packed else body).decode()

    def _some(self, line: socket.socket) -> bytes:
        if not (read := line.recv(65_536)):
            raise ConnectionResetError
        return read
