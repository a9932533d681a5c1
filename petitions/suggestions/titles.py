"""A title out of somebody's words: what the matter is, without the greeting and the introduction. Pure."""

import re

LONGEST, SHORTEST = 30, 4
_WHO = "领导|书记|市长|县长|区长|局长|主任|代表|同志|老师"
_GREETINGS = (
    re.compile(r"^(尊敬的|敬爱的|亲爱的)[^，。：:！!,\n]{0,14}[，。：:！!,\s]+"),
    re.compile(rf"^(各位)?({_WHO})们?[，,\s]*[您你]?们?好[呀啊]?[，。：:！!,\s]*"),
    re.compile(r"^[您你]们?好[呀啊]?[，。：:！!,\s]*"),
    re.compile(r"^(我|本人|我们)(是|叫|们是|家住|住在)[^，。！!,；;\n]{1,24}[，。！!,；;\n\s]+"),
    re.compile(r"^(请问|请教一下|咨询一下|想问一下|我想反映|想反映|反映一个问题|反映一下|投诉)[，：:,\s]*"),
)
_SENTENCE = re.compile(r"[。！？!?；;\n]")
_CLAUSE = re.compile(r"[，、：:,]")


def title_from(words: str) -> str:
    """The first sentence that says something, at most 30 characters; cut between clauses where it can be."""
    text = " ".join(words.split())
    before = None
    while text != before:
        before = text
        for greeting in _GREETINGS:
            shorter = greeting.sub("", text, count=1)
            # Somebody who writes nothing but a greeting keeps it.
            text = shorter if len(shorter) >= SHORTEST else text
    first = next((part.strip() for part in _SENTENCE.split(text) if len(part.strip()) >= SHORTEST), text)
    if len(first) <= LONGEST:
        return first
    fitting = ""
    for end in (match.start() for match in _CLAUSE.finditer(first)):
        if SHORTEST + 2 <= end <= LONGEST:
            fitting = first[:end]
    return fitting or first[: LONGEST - 1] + "…"
