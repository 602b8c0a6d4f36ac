"""Servers over TLS, on real sockets of this machine: what is fetched from outside is fetched from these."""

import contextlib
import datetime
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("pictures.test", "other.test", "inside.test")


def certified(folder):
    """A folder with a certificate for the names, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in NAMES]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return folder


class Server:
    """Answers by path; remembers what it was asked, as host and path."""

    def __init__(self, papers, address, port=0, answers=None):
        self.answers, self.asked, self.reached = answers or {}, [], 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(papers / "cert.pem", papers / "key.pem")
        self.socket = socket.create_server((str(address), port))
        self.port = self.socket.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        self.socket.settimeout(0.1)
        while not self.over.is_set():
            with contextlib.suppress(OSError, IndexError, StopIteration):  # who hangs up is no fault
                raw, _ = self.socket.accept()
                self.reached += 1
                raw.settimeout(2)
                with self.context.wrap_socket(raw, server_side=True) as client:
                    self.answer(client)

    def answer(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(4096) or b"\r\n\r\n"
        path = head.split(b" ")[1].decode()
        host = next(line for line in head.decode().split("\r\n") if line.lower().startswith("host:")).split(" ")[1]
        self.asked.append(host + path)
        for part in self.answers.get(path, [b"HTTP/1.1 404 Nothing\r\nContent-Length: 0\r\n\r\n"]):
            if self.over.wait(part) if isinstance(part, float) else client.sendall(part):
                return

    def close(self):
        self.over.set()
        self.thread.join()
        self.socket.close()


def said(body: bytes, *more: str) -> list[bytes]:
    head = "".join(f"{line}\r\n" for line in ("HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *more))
    return [head.encode() + b"\r\n" + body]


def sent_on(to: str, status: int = 302) -> list[bytes]:
    return [f"HTTP/1.1 {status} On\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()]
