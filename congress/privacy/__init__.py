"""Personal data: encrypted columns, blind index, masks.

What needs the database stands in `services`, `phone_codes` and `models`.
"""

from congress.privacy.blind import blind_index
from congress.privacy.fields import EncryptedTextField, Masked, Unreadable
from congress.privacy.phones import normalise_phone, phone_or_none

__all__ = ["EncryptedTextField", "Masked", "Unreadable", "blind_index", "normalise_phone", "phone_or_none"]
