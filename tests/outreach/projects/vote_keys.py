"""A fixed key of scrutineers for tests: making one is the browser's work."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PRIVATE = 0x1C0DE0F5AFE5EEDD1CE5ADDB1A5EDBA11005EC0DE5C0FFEE0FACADE0DEC0DE15
PUBLIC = (
    ec.derive_private_key(PRIVATE, ec.SECP256R1())
    .public_key()
    .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)
