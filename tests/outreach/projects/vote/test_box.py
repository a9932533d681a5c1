"""Sealing, opening and the scrutineers' shares."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.projects.vote import box, shares
from tests.outreach.projects.vote_keys import PRIVATE, PUBLIC

FROZEN = "ab" * 32
BALLOT = [["1", "approve"], ["2", "abstain"], ["3", "approve"]]
SIZE = box.box_size(["1", "2", "3"], ["approve", "abstain"])
KID = box.key_id(PUBLIC)


def seal(ballot=BALLOT, *, frozen=FROZEN, size=SIZE):
    return box.seal(ballot, public=PUBLIC, frozen_hash=frozen, size=size)


def test_a_box_opens_with_the_key_and_for_its_own_round_alone():
    sealed = seal()
    assert box.open_box(sealed, private=PRIVATE, frozen_hash=FROZEN) == BALLOT
    with pytest.raises(box.BadBox):
        box.open_box(sealed, private=PRIVATE + 1, frozen_hash=FROZEN)
    with pytest.raises(box.BadBox):
        box.open_box(sealed, private=PRIVATE, frozen_hash="cd" * 32)


def test_every_changed_byte_is_noticed():
    sealed = seal()
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(box.BadBox):
            box.open_box(bytes(changed), private=PRIVATE, frozen_hash=FROZEN)


def test_all_boxes_of_a_round_are_equally_long_and_no_two_are_alike():
    sealed = [seal(), seal(), seal([]), seal([["2", "approve"]])]
    assert {len(one) for one in sealed} == {3 + 8 + 65 + 64 + 16}
    assert len(set(sealed)) == 4


def test_the_server_takes_no_box_of_another_length_or_key():
    sealed = seal()
    box.require_box(sealed, kid=KID, size=SIZE)
    for bad in (sealed[:-1], b"LX2" + sealed[3:], b"", seal(size=SIZE + 64)):
        with pytest.raises(box.BadBox):
            box.require_box(bad, kid=KID, size=SIZE)
    with pytest.raises(box.BadBox, match="another key"):
        box.require_box(sealed, kid="00" * 8, size=SIZE)
    with pytest.raises(box.BadBox, match="longer than the box"):
        seal([["1", "approve"] * 20])


def test_a_receipt_is_sixteen_characters_in_groups():
    assert box.receipt(bytes(32)) == "AAAA-AAAA-AAAA-AAAA"
    assert box.receipt(b"\xff" * 32) == "7777-7777-7777-7777"


def test_any_three_of_five_shares_give_the_key_and_no_two_do():
    texts = shares.split(PRIVATE, kid=KID, k=3, n=5)
    for chosen in combinations(texts, 3):
        assert shares.join(chosen) == PRIVATE
    for chosen in combinations(texts, 2):
        with pytest.raises(shares.BadShares, match="需要 3 份"):
            shares.join(chosen)
    with pytest.raises(shares.BadShares, match="现在只有 2 份"):
        shares.join([texts[0], texts[0], texts[1]])


def test_two_shares_of_three_fit_every_key():
    # Whatever the key were, there is a third share that makes the two seen ones true: they say nothing.
    texts = shares.split(PRIVATE, kid=KID, k=3, n=3)
    first, second = (int(text.split("-")[4], 16) for text in texts[:2])
    for guess in (1, PRIVATE, 12345678901234567890):
        # f(3) = f(0) - 3 f(1) + 3 f(2) for a parabola.
        third = (guess - 3 * first + 3 * second) % shares.ORDER
        body = f"LXS1-{KID}-3-3-{third:064x}"
        assert shares.join([*texts[:2], f"{body}-{shares._check(body)}"]) == guess % shares.ORDER


def test_a_mistyped_share_and_one_of_another_vote_are_said_so():
    texts = shares.split(PRIVATE, kid=KID, k=2, n=3)
    wrong = texts[0][:-20] + ("1" if texts[0][-20] != "1" else "2") + texts[0][-19:]
    with pytest.raises(shares.BadShares, match="抄错"):
        shares.join([wrong, texts[1]])
    other = shares.split(PRIVATE, kid="11" * 8, k=2, n=3)
    with pytest.raises(shares.BadShares, match="不属于同一次"):
        shares.join([texts[0], other[1]])
    with pytest.raises(shares.BadShares):
        shares.split(PRIVATE, kid=KID, k=4, n=3)


@given(st.integers(1, shares.ORDER - 1), st.integers(1, 5), st.integers(0, 4))
def test_splitting_and_joining_gives_the_key_again(private, k, more):
    n = min(k + more, 9)
    assert shares.join(shares.split(private, kid=KID, k=k, n=n)[n - k :]) == private
