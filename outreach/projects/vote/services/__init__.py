"""Verbs of a vote, by what they touch: rounds, roll, envelopes, casting, closing, publishing."""
