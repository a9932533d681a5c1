"""Check a published vote with nothing but Python: `python -m outreach.projects.check ARCHIVE [HASH OF THE HALL]`.

The archive is the JSON file of the result page. The hash is the one that was shown in the hall and stands in the minutes:
with it even whoever owned the server cannot pass another vote off as this one. Prints what is wrong, a line each, and
ends with 1; ends with 0 when nothing is. Recounts where the archive holds the ballots (the congress decides in its
method whether they are published); the scrutineers' own archive always holds them, and the sealed boxes.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from outreach.projects.tally import BadMethod, read_round, tally

# DigestInfo of SHA-256 before the hash: RFC 8017, section 9.2.
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
HEX_LENGTH = 64
# An envelope's code; a token's message, before its signature. Hash and salt of its PSS, and the byte that ends it.
CODE_LENGTH, TOKEN_LENGTH = 26, 64
_SALT, _TRAILER = 48, 0xBC


def canonical(value: Any) -> str:
    """The one text of a JSON value that is hashed and signed: sorted keys, no spaces, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_hash(hashes: Sequence[str]) -> str:
    """The hash of a list of hashes in hex, a line each."""
    return digest("\n".join(hashes))


def ballot_texts(ballots: Sequence[Any]) -> list[str]:
    """The canonical texts of opened ballots in their one order."""
    return sorted(canonical(ballot) for ballot in ballots)


def unpack(text: str) -> bytes:
    """base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed(key: Mapping[str, Any], message: str, signature: str) -> bool:
    """RSA signature, PKCS #1 v1.5 with SHA-256. `key` has `n` (base64url) and `e`."""
    n = int.from_bytes(unpack(key["n"]), "big")
    size = (n.bit_length() + 7) // 8
    signed = pow(int.from_bytes(unpack(signature), "big"), int(key["e"]), n).to_bytes(size, "big")
    tail = _SHA256 + hashlib.sha256(message.encode()).digest()
    return signed == b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail


def is_proved(code: str, name: str, proof: bytes, key: Mapping[str, Any] | None) -> bool:
    """Does `proof` give the credential of this hash (hex): an envelope's code, or a token with the round's signature?"""
    is_token = len(proof) != CODE_LENGTH
    content = proof[:TOKEN_LENGTH] if is_token else proof
    if hashlib.sha256(b"lianxin/credential/1:" + code.encode() + b":" + content).hexdigest() != name:
        return False
    return not is_token or (key is not None and is_token_signed(key, content, proof[TOKEN_LENGTH:]))


def is_token_signed(key: Mapping[str, Any], message: bytes, signature: bytes) -> bool:
    """RSASSA-PSS with SHA-384 and 48 bytes of salt: RFC 8017, sections 8.1.2 and 9.1.2."""
    n = int.from_bytes(unpack(key["n"]), "big")
    size, bits = (n.bit_length() + 7) // 8, n.bit_length() - 1
    if len(signature) != size or int.from_bytes(signature, "big") >= n:
        return False
    length = (bits + 7) // 8
    encoded = pow(int.from_bytes(signature, "big"), int(key["e"]), n).to_bytes(length, "big")
    masked, told, trailer = encoded[: -_SALT - 1], encoded[-_SALT - 1 : -1], encoded[-1]
    mask = b"".join(
        hashlib.sha384(told + number.to_bytes(4, "big")).digest()
        for number in range(-(-len(masked) // _SALT))
    )
    free = 8 * length - bits
    block = int.from_bytes(masked, "big") ^ int.from_bytes(mask[: len(masked)], "big")
    block &= (1 << (8 * len(masked) - free)) - 1
    opened = block.to_bytes(len(masked), "big")
    padding, salt = opened[:-_SALT], opened[-_SALT:]
    again = hashlib.sha384(b"\0" * 8 + hashlib.sha384(message).digest() + salt).digest()
    clean = masked[0] >> (8 - free) == 0 if free else True
    return clean and trailer == _TRAILER and padding == b"\0" * (len(padding) - 1) + b"\1" and again == told


def signed_text(archive: Mapping[str, Any]) -> str:
    """What the signature covers: all but itself, the boxes and the ballots, whose hashes it covers."""
    return canonical({key: archive[key] for key in archive if key not in {"signature", "boxes", "ballots"}})


# ---- what is looked at; each gives sentences


def _frozen(archive: Mapping[str, Any]) -> Iterator[str]:
    frozen = archive["frozen"]
    if digest(canonical(frozen)) != archive["frozen_hash"]:
        yield "封存文件与其散列值不符。"
    adopted, method = frozen["adopted"], frozen["method"]
    if digest(canonical(adopted)) != frozen["method_hash"]:
        yield "票决办法与封存的散列值不符。"
    same = ("ballot_type", "base", "threshold", "quorum", "tie_rule", "shortfall_rule")
    if any(method[name] != adopted[name] for name in same):
        yield "计票用的办法与通过的票决办法不同。"
    if frozen["kind"] == "first" and method["places"] != adopted["places"]:
        yield "应选数与通过的票决办法不同。"
    roll = archive["participants"]
    if digest(canonical([[row["seat"], row["name"]] for row in roll])) != frozen["roll"]["entitled_hash"]:
        yield "名册与封存的散列值不符。"
    if len(roll) != frozen["roll"]["deputies"]:
        yield "名册人数与封存的代表总数不符。"


def _signature(archive: Mapping[str, Any]) -> Iterator[str]:
    if not is_signed(archive["frozen"]["signing_key"], signed_text(archive), archive["signature"]):
        yield "档案的签名不对：公布以后有改动。"


def _lists(archive: Mapping[str, Any]) -> Iterator[str]:
    receipts, spent = archive["receipts"], archive["credentials"]["spent"]
    for name, hashes in (("选票清单", receipts), ("已用凭证清单", spent)):
        if list(hashes) != sorted(set(hashes)):
            yield f"{name}没有按顺序排列，或有重复。"
        if any(len(text) != HEX_LENGTH for text in hashes):
            yield f"{name}中有不是散列值的内容。"
    if list_hash(receipts) != archive["list_hash"]:
        yield "选票清单与其散列值不符。"
    made, proofs = set(archive["credentials"]["made"]), archive["credentials"]["proofs"]
    frozen = archive["frozen"]
    key = frozen["blind_key"]
    proved = len(proofs) == len(spent) and all(
        is_proved(frozen["round"], name, unpack(proof), key)
        and (name in made or len(unpack(proof)) != CODE_LENGTH)
        for name, proof in zip(spent, proofs, strict=True)
    )
    if not proved:
        yield "有已用凭证拿不出信封里的字符或签名：不是代表投的。"
    if len(made) != archive["figures"]["envelopes"]:
        yield "凭证清单与信封数不符。"
    if len(receipts) != len(spent):
        yield f"选票 {len(receipts)} 张，已用凭证 {len(spent)} 个，两数不同。"


def _figures(archive: Mapping[str, Any]) -> Iterator[str]:
    roll, figures, there = archive["roll"], archive["figures"], archive["participants"]
    if roll["deputies"] != archive["frozen"]["roll"]["deputies"]:
        yield "代表总数与封存文件不符。"
    given = sum(row["given"] or row["signed"] for row in there)
    if given != figures["credentials_given"]:
        yield "名册上领取凭证的人数与发出数不符。"
    if len(archive["receipts"]) > given:
        yield "电子选票比领取的凭证多。"
    if roll["issued"] != figures["credentials_given"] + figures["paper_issued"] - figures["exchanged"]:
        yield "发出数与电子凭证、纸质票之和减去换票数不符。"
    if sum(row["exchanged"] for row in there) != figures["exchanged"]:
        yield "名册上换票的人数与换票数不符。"
    if any(row["paper"] for row in there) and sum(row["paper"] for row in there) != figures["paper_issued"]:
        yield "名册上领取纸质票的人数与发出的纸质票不符。"
    if figures["exchanged"] > figures["voided"]:
        yield "换票数比作废的信封多。"
    if roll["issued"] > roll["present"]:
        yield "发出的选票比到会的代表多。"
    if roll["returned"] != len(archive["receipts"]) + figures["paper_returned"]:
        yield "收回数与电子选票、纸质票之和不符。"
    if figures["envelopes"] != figures["spent"] + figures["voided"] + figures["unused"]:
        yield "信封数与已用、作废、未用之和不符。"


def _boxes(archive: Mapping[str, Any]) -> Iterator[str]:
    if archive.get("boxes") is None:
        return
    found = [hashlib.sha256(unpack(box)).hexdigest() for box in archive["boxes"]]
    if found != list(archive["receipts"]):
        yield "密封选票与公布的清单不是同一批。"


def _ballots(archive: Mapping[str, Any]) -> Iterator[str]:
    ballots = archive.get("ballots")
    if ballots is None:
        return
    texts = [canonical(ballot) for ballot in ballots]
    if texts != sorted(texts):
        yield "匿名选票没有按内容排列。"
    if digest("\n".join(texts)) != archive["opened_hash"]:
        yield "匿名选票与启封时的散列值不符。"
    if len(texts) != len(archive["receipts"]):
        yield f"匿名选票 {len(texts)} 张，清单 {len(archive['receipts'])} 张，两数不同。"
    try:
        again = recount({**archive, "method": archive["frozen"]["method"]})
    except (BadMethod, KeyError, TypeError, ValueError) as wrong:
        yield f"无法重新计票：{wrong}"
        return
    if again != archive["result"]:
        yield "重新计票的结果与公布的不同。"


def recount(data: Mapping[str, Any]) -> dict[str, Any]:
    """The result of `method`, `roll`, `ballots` and `paper` as plain JSON. Raises BadMethod."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(tally(*read_round(data))), ensure_ascii=False))
    return plain


LOOKS: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _frozen,
    _signature,
    _lists,
    _figures,
    _boxes,
    _ballots,
)


def examine(archive: Mapping[str, Any], frozen_hash: str = "") -> list[str]:
    """What is wrong with an archive, in sentences; empty when nothing is. Never raises for a bad archive."""
    findings = []
    if frozen_hash and archive.get("frozen_hash") != frozen_hash.strip().lower():
        findings.append("不是会场公布的那一次投票：封存文件的散列值不同。")
    for look in LOOKS:
        try:
            findings.extend(look(archive))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
            findings.append(f"档案缺少内容或格式不对：{wrong!r}")
    return findings


def main(arguments: Sequence[str]) -> int:
    """Print the findings; 0 when there are none, 1 when there are, 2 for a file that cannot be read."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python -m outreach.projects.check ARCHIVE [HASH]\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 - nothing but plain Python here
            archive = json.load(file)
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    findings = examine(archive, *arguments[1:])
    if findings:
        sys.stdout.write("\n".join(findings) + "\n")
        return 1
    counted = "并重新计票，结果相同" if archive.get("ballots") is not None else "（选票未公布，没有重新计票）"
    sys.stdout.write(f"没有发现问题：{len(archive['receipts'])} 张电子选票，散列值和签名相符{counted}。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
