"""What a personal field costs: one value encrypted and read back, beside Fernet with a plain string, and plain text.

No server is needed. `scan_mb_per_second`: letters searched for personal data before they are published.
"""

import base64
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

TIMES = 20_000
LETTER = "隆回县桃花坪街道路灯从2026年5月起不亮，共1.2公里，需投资13800000元，请拨打0739-5321234核实。" * 20


def microseconds(call: Callable[[], object]) -> float:
    """Of one call, the best of three rounds."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(TIMES):
            call()
        best = min(best, time.perf_counter() - started)
    return round(best / TIMES * 1e6, 2)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "congress.settings.dev"
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
    import django

    django.setup()
    from cryptography.fernet import Fernet

    from congress.notices.models import OutboxText
    from congress.privacy.blind import blind_index
    from congress.privacy.scan import find_personal_data

    field = OutboxText._meta.get_field("phone")
    fernet = Fernet(base64.urlsafe_b64encode(os.urandom(32)))
    phone = "13812345678"
    stored, token = field.encrypt(phone), fernet.encrypt(phone.encode())
    started = time.perf_counter()
    for _ in range(50):
        find_personal_data(LETTER)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {
                "bench": "privacy",
                "encrypt_us": microseconds(lambda: field.encrypt(phone)),
                "decrypt_and_mask_us": microseconds(lambda: field.decrypt(stored)),
                "fernet_encrypt_us": microseconds(lambda: fernet.encrypt(phone.encode())),
                "fernet_decrypt_us": microseconds(lambda: fernet.decrypt(token).decode()),
                "stored_bytes": len(stored),
                "fernet_bytes": len(token),
                "blind_index_us": microseconds(lambda: blind_index(phone)),
                "scan_mb_per_second": round(50 * len(LETTER.encode()) / seconds / 1e6, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
