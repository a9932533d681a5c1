"""Python and the browser seal and open the same boxes, and split and join the same keys."""

import base64

import pytest

from outreach.projects.check import canonical
from outreach.projects.vote import box, shares
from tests.outreach.projects.vote_keys import PRIVATE, PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FROZEN = "5e" * 32
BALLOT = [["1", "approve"], ["12", "abstain"]]
SIZE = 128


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


ROUND = {"public_key": text(PUBLIC), "box_size": SIZE}

# Written once: boxes and shares of a past vote must open with every later version of the program.
KEPT_BOX = (
    "TFgxzX_208N_pfkELr7VX7l9NBIgatBWCbEginUuQ8O5HKsrwuAV-"
    "x3XsRr9iyUj5HAAt8xCbhRP1E7UQyxfIuI8D3NNdA8OnAZIjDSSZLJwDo4wow2rSn_xNfZ_eusGRP2lopa1OHYx5cLIkcw0YOp_B"
    "JqpOM7EZ4BdFHC20dNfo2n68swj-KdMv8lOTpZqFd7JivpHlDTR_Dny"
)
KEPT_RECEIPT = "AOVB-D7ZJ-JHBS-VP3T"
KEPT_SHARES = [
    "LXS1-cd7ff6d3c37fa5f9-2-1-aee29dd9a7a9af6d97210b8b5099379193d38ae52c3c2a2d842d95d607676cf3-60f96479",
    "LXS1-cd7ff6d3c37fa5f9-2-3-d48c17a29731308d8b97c6ebbd0def72de87cde6121ae02779759afd5c51655e-93853935",
]


@pytest.fixture
def scripts(page):
    """A page of ours, from which the modules can be loaded."""
    page.goto("/accessibility/")

    def run(module: str, code: str, *given: object) -> object:
        return page.evaluate(
            f"async (given) => {{ const m = await import('/static/js/vote/{module}.js');"
            f" const b = await import('/static/js/vote/bytes.js'); {code} }}",
            list(given),
        )

    return run


def test_what_the_browser_seals_python_opens(scripts):
    sealed = scripts(
        "box", "return b.toBase64(await m.seal(given[0], given[1], given[2]))", BALLOT, ROUND, FROZEN
    )
    raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    box.require_box(raw, kid=box.key_id(PUBLIC), size=SIZE)
    assert box.open_box(raw, private=PRIVATE, frozen_hash=FROZEN) == BALLOT


def test_what_python_seals_the_browser_opens_and_nothing_else(scripts):
    raw = box.seal(BALLOT, public=PUBLIC, frozen_hash=FROZEN, size=SIZE)
    code = """
        const pub = b.fromBase64(given[1]);
        const key = await m.privateKey(BigInt(given[2]), pub);
        try { return await m.open(b.fromBase64(given[0]), key, pub, given[3]); }
        catch (wrong) { return wrong.message; }
    """
    arguments = (text(PUBLIC), str(PRIVATE))
    assert scripts("box", code, text(raw), *arguments, FROZEN) == BALLOT
    assert scripts("box", code, text(raw), *arguments, "ab" * 32) == "not a box of this round"
    assert scripts("box", code, text(raw[:-1]), *arguments, FROZEN) == "not a box of this round"
    assert scripts("box", code, text(b"LX9" + raw[3:]), *arguments, FROZEN) == "sealed to another key"


def test_keys_split_in_the_browser_are_joined_by_python_and_the_other_way_round(scripts):
    kid = box.key_id(PUBLIC)
    made = scripts("shares", "return await m.split(BigInt(given[0]), given[1], 3, 5)", str(PRIVATE), kid)
    assert shares.join(made[1:4]) == PRIVATE
    code = "try { return String(await m.joinShares(given[0])); } catch (wrong) { return wrong.message; }"
    ours = shares.split(PRIVATE, kid=kid, k=2, n=3)
    assert scripts("shares", code, [ours[2], f" {ours[0].upper()} "]) == str(PRIVATE)
    assert scripts("shares", code, ours[:1]) == "需要 2 份不同的密钥，现在只有 1 份。"
    assert scripts("shares", code, [ours[0], ours[1][:-1] + "x"]) == "这份密钥抄错了，请对照原件。"
    other = shares.split(PRIVATE, kid="ab" * 8, k=2, n=3)
    assert scripts("shares", code, [ours[0], other[1]]) == "这几份密钥不属于同一次投票。"


def test_receipts_and_hashed_texts_are_the_same_on_both_sides(scripts):
    hashed = box.box_hash(b"anything")
    assert scripts("bytes", "return m.receiptOf(m.fromBase64(given[0]))", text(hashed)) == box.receipt(hashed)
    value = {"b": [1, '路灯\n"亮"', None, True], "a": {"z": [], "y": {}}, "é": "\u2028 </script>"}
    assert scripts("bytes", "return m.canonical(given[0])", value) == canonical(value)


def test_a_box_and_shares_of_former_times_open_on_both_sides(scripts):
    raw = base64.urlsafe_b64decode(KEPT_BOX + "=" * (-len(KEPT_BOX) % 4))
    assert box.receipt(box.box_hash(raw)) == KEPT_RECEIPT
    private = shares.join(KEPT_SHARES)
    assert private == PRIVATE
    assert box.open_box(raw, private=private, frozen_hash=FROZEN) == BALLOT
    assert scripts("shares", "return String(await m.joinShares(given[0]))", KEPT_SHARES) == str(PRIVATE)
    code = """
        const [pub, sealed] = [b.fromBase64(given[1]), b.fromBase64(given[0])];
        const ballot = await m.open(sealed, await m.privateKey(BigInt(given[2]), pub), pub, given[3]);
        return [ballot, b.receiptOf(await b.sha256(sealed))];
    """
    told = scripts("box", code, KEPT_BOX, text(PUBLIC), str(PRIVATE), FROZEN)
    assert told == [BALLOT, KEPT_RECEIPT]
