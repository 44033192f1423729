"""Makes an authority that nobody knows, and the certificate of a server at 127.0.0.1, in a folder."""

import datetime
import ipaddress
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

folder = pathlib.Path(sys.argv[1])
now = datetime.datetime.now(datetime.timezone.utc)
day = datetime.timedelta(days=1)


def name(of):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of)])


def begun(subject, issuer, key):
    begun = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
    begun = begun.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return begun.not_valid_before(now - day).not_valid_after(now + day)


def keep(file, certificate):
    (folder / file).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


authority = ec.generate_private_key(ec.SECP256R1())
made = begun("Nobody in particular", "Nobody in particular", authority)
made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
keep("authority.pem", made.sign(authority, hashes.SHA256()))

server = ec.generate_private_key(ec.SECP256R1())
made = begun("127.0.0.1", "Nobody in particular", server)
here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
made = made.add_extension(here, critical=False)
made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
keep("server.pem", made.sign(authority, hashes.SHA256()))
(folder / "server.key").write_bytes(
    server.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
)
