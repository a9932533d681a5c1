"""The archive of a round: what is signed, published and checked. Reads alone."""

import base64
import json
from typing import Any

from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.rules import participants
from outreach.projects.vote.selectors import envelope_figures, paper_of, roll_figures


def counting_data(vote: VoteRound) -> dict[str, Any]:
    """What tally.py counts: `method`, `roll`, `ballots`, `paper`, as plain JSON."""
    frozen = json.loads(vote.frozen)
    paper, paper_issued = paper_of(vote)
    figures = roll_figures(vote)
    returned = (vote.received or 0) + sum(pile["returned"] for pile in paper)
    return {
        "method": frozen["method"],
        "roll": {
            "deputies": vote.deputies_total,
            "present": vote.present or 0,
            # Who exchanged an envelope for paper holds one ballot, not two.
            "issued": figures.issued + paper_issued - figures.exchanged,
            "returned": returned,
        },
        "ballots": json.loads(vote.opened or "[]"),
        "paper": paper,
    }


def build(vote: VoteRound, *, with_ballots: bool) -> dict[str, Any]:
    """The archive without its signature. `with_ballots` False leaves the opened ballots out: their hash remains."""
    data = counting_data(vote)
    paper, paper_issued = paper_of(vote)
    entries = list(vote.roll.order_by("seat"))
    spent = [
        (bytes(each).hex(), pack(bytes(proof)))
        for each, proof in vote.spent.order_by("hash").values_list("hash", "proof")
    ]
    made = [bytes(each).hex() for each in vote.credentials.order_by("hash").values_list("hash", flat=True)]
    receipts = [bytes(each).hex() for each in vote.boxes.order_by("hash").values_list("hash", flat=True)]
    voided = list(vote.credentials.filter(voided=True).order_by("number").values_list("number", flat=True))
    return {
        "version": 1,
        "frozen": json.loads(vote.frozen),
        "frozen_hash": vote.frozen_hash,
        "roll": data["roll"],
        "participants": participants(entries),
        "figures": {
            **envelope_figures(vote),
            "credentials_given": roll_figures(vote).issued,
            "paper_issued": paper_issued,
            "exchanged": roll_figures(vote).exchanged,
            "paper_returned": sum(pile["returned"] for pile in paper),
        },
        "credentials": {
            "made": made,
            "spent": [name for name, _proof in spent],
            "proofs": [proof for _name, proof in spent],
            "voided": voided,
        },
        "receipts": receipts,
        "list_hash": vote.list_hash,
        "opened_hash": vote.opened_hash,
        "ballots": data["ballots"] if with_ballots else None,
        "paper": paper,
        "result": json.loads(vote.result),
        "decision": json.loads(vote.decision) if vote.decision else None,
    }


def sealed_boxes(vote: VoteRound) -> list[str]:
    """The boxes in the order of their hashes, base64url: for scrutineers, and for their own archive."""
    rows = vote.boxes.order_by("hash").values_list("box", flat=True)
    return [pack(bytes(row)) for row in rows]


def pack(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
