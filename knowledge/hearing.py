"""Hears the preferences in a question: "a short video on istio", "dns by Julia Evans".

Any word that may mean so is a wish, which counts a little. A preference decides what an answer
shows, so that it is heard only where the words hardly mean anything else: in "a video on istio",
and not in "video streaming".
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.models import Format, Level
from knowledge.preferences import NAMED_BY, NO_PREFERENCES, Length, Preferences, Sources
from knowledge.wishes import FORMATS
from knowledge.words import SOFT, is_english, word_of


@dataclass(frozen=True)
class Heard:
    """The preferences in a question, and the question without the words that say nothing else."""

    preferences: Preferences
    rest: str


class Token(NamedTuple):
    """A word of a question in small letters, and from where to where it stands."""

    text: str
    start: int
    end: int


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFERRED: Mapping[str, tuple[Format, ...]] = {
    **FORMATS,
    "lecture": ("video", "talk", "course"),
    "lectures": ("video", "talk", "course"),
    "repo": ("repo",),
    "repos": ("repo",),
    "talk": ("talk", "video"),
}
PARTS_OF_NAMES = _listed("exercises lecture playground repo repos talk")
"""Behind other words these are often a part of what is asked about: a helm repo."""
PLURAL = _listed("articles books courses papers podcasts talks tutorials videos")
INDEFINITE = _listed("a any best conference decent example free github good great nice public some")

# Of these is made what stands before a word for a format, where somebody asks for one.
ASKING = _listed(
    """
    a about absolute advanced all also an any anybody anyone are at beginner best brief can
    complete conference could decent deep detailed do does easy else excellent exist exists
    favorite favourite few find for free friendly full gentle get give good got great guys hands
    have hello hey hi hour i id im in depth interactive intermediate introductory is ive kind know
    learn like link links list long look looking love may me might min minute minutes more need
    nice of official on online open or other please pls prefer public quick read recommend
    recommendation recommendations recommended search searching see seeking send share short show
    simple solid some somebody someone something suggest suggestion suggestions technical thanks
    that the there to try two us useful want watch we what whats where which would yes you
    """
)
FOLLOWING = _listed(
    """
    about anyone anywhere by covering explaining focused for from here i in introducing like
    maybe on online please pls recommendation recommendations regarding series showing so
    suggestion suggestions teaching thanks that thx to under w where which who with without you
    """
)
"""What may come behind a word for a format that is asked for."""
BEHIND_A_NAME = _listed("by for from please pls thanks that thx under which")

# What tells that words are a sentence, and no name for what is looked for.
SENTENCE = _listed(
    """
    am are as at be been but by can cannot cant could did didnt do does doesnt dont each every from
    had has have he her his how i id if im in into is isnt it its ive like me my never no not nor
    our out over per she should so than that the their them they this those through to under us vs
    was we were what when where which while who whose why will with without wont would you your
    don't i'm i've it's can't what's
    """
)
# What is done to a video or a book by who does not want to open one.
MAKING = _listed(
    """
    analyse analysing analyze analyzing build building code compress create creating deploy
    deploying detect document download downloading edit editing encode encoding generate generated
    generating host hosted hosting keep keeping maintain maintaining make making manage managing
    parse parsing process processing publish publishing record recording render rendering review
    reviewing search serve serving sort split store storing stream streaming summarise summarize
    test testing train transcode transcoding translate update updating upload uploading version
    versioning write writing wrote
    """
)
WRITTEN_BY_US = _listed(
    "api architecture code data design engineering internal model our product project software team"
)
"""Whose documentation is to be written, not read."""
LINKING = _listed("a an and as for in of on or the to with")
ASKED_FOR = _listed("find give link looking need recommend send show share want where")
NAMES = {("google", "docs"), ("jupyter", "book"), ("of", "course"), ("run", "book")}
DENYING = _listed("avoid beyond don't dont except hate instead no nor not past rather than without")
KNOWN = DENYING | _listed("already know knows read")
COMPOUNDS = _listed("channel channels clip clips episode episodes post posts recording recordings")
CLAIMING = _listed("are say says shows were")
RELATIVE = _listed("that which who where what how")

_FORMAT = "|".join(sorted(PREFERRED))
_STEPS = "guide|intro|introduction|overview|primer|walkthrough|explanation|summary|explainer"
_OPENED = rf"(?:{_FORMAT}|{_STEPS}|read|material|session)"
_KIND = r"(?:(?:beginner|friendly|free|good|simple|gentle|advanced|intro|hands|on|nice|online) )"
_NEWCOMER = "(?:beginners?|dummies|newbies?|newcomers?|noobs?|starters)"
_ENGINEER = "(?:users?|developers?|devs?|engineers?|people|admins?|folks|practitioners?)"

HEARD_LEVELS: Mapping[tuple[Level, ...], re.Pattern[str]] = {
    ("beginner",): re.compile(
        rf"\bfor (?:an? |the )?(?:absolute |complete |total |true )?{_NEWCOMER}\b"
        rf"|\bas an? (?:absolute |complete |total )?{_NEWCOMER}\b|\bbeginner friendly\b"
        rf"|\bbeginners?(?:'s)? {_KIND}?{_OPENED}\b"
        r"|\b(?:intro|introduction) (?:to|on|into)\b|\b(?:intro|introduction)$"
        r"|\bbasics(?: of\b|$)"
        rf"|\b(?:simple|gentle|introductory) {_KIND}?{_OPENED}\b"
    ),
    ("intermediate",): re.compile(rf"\bintermediate (?:level )?{_KIND}?{_OPENED}\b"),
    ("intermediate", "advanced"): re.compile(
        r"\b(?:something|anything|material|go|going|dig|digs|dive|dives) (?:\w+ )?deeper\b"
        rf"|\bdeeper (?:look|dive|understanding|into|{_OPENED})\b|\bin depth\b"
    ),
    ("advanced",): re.compile(
        rf"\badvanced {_KIND}?{_OPENED}\b|\bdeep dives?\b|\binternals(?: of\b|$)"
        rf"|\bfor (?:advanced|experienced|senior) {_ENGINEER}\b"
        rf"|^(?:an? |any |some |good )*advanced (?:[\w.]+ ){{1,5}}(?:{_FORMAT})\b"
        r"|^(?:something |anything )advanced\b"
    ),
}
"""A phrase of a clause, for the levels that it asks for."""

_MINUTES = r"(?:(?P<number>\d{1,3}) ?(?:m|min|mins|minute|minutes)\b|(?P<half>half an hour)\b)"
_SHORT = re.compile(
    rf"\b(?:short|quick|brief|shortest|quickest)(?= {_KIND}{{0,2}}{_OPENED}\b)"
    r"|\b(?<=something )(?:really |very )?(?:short|quick)\b"
)
_SHORT_ONES = re.compile(
    r"\b(?:short|quick|brief)(?! (?:lived|term|circuit|cut|cuts|sort|sighted)\b)"
    rf"(?= (?:[\w.]+ ){{0,3}}(?:{_FORMAT})\b)"
)
_MINUTES_LONG = re.compile(rf"\b{_MINUTES}(?= {_KIND}{{0,2}}{_OPENED}\b)")
_LIMITED = re.compile(
    rf"\b(?:in )?(?:under|within|below|less than|shorter than|at most|up to|max) {_MINUTES}"
)
_LONG = re.compile(
    rf"\b(?:long|longer|full length|hour long|hours long)(?= {_KIND}{{0,2}}{_OPENED}\b)"
)
MOST_SHORT = 30  # minutes that somebody allows who has little time

HINTS = (
    *("article", "blog", "book", "course", "docs", "documentation", "exercises", "lecture"),
    *("paper", "playground", "podcast", "repo", "talk", "tutorial", "video", "youtube"),
    *("beginner", "newbie", "newcomer", "dummies", "noob", "starters", "intro", "basics"),
    *("simple", "gentle", "intermediate", "advanced", "expert", "deep", "depth", "internals"),
    *("experienced", "senior", "short", "quick", "brief", "long", "min", " by ", "from "),
)
"""Every preference has one of these, so that most questions are not looked at closely."""

_CLAUSE = re.compile(r"""(?:[^.?!;:,()|"“”…—–]|[.:](?=\w))+""")
_WORD = re.compile(r"[^\W_]+(?:[.+'’_][^\W_]+)*")
_HYPHEN = re.compile(r"(?<=\w)[-/](?=\w)")


def heard(text: str, sources: Sources, topics: Container[str]) -> Heard:
    """Hear the preferences in a question; `topics` are the terms that names of topics begin with.

    Who makes docs "from Python" does not name an author.
    """
    flat = _flat(text)
    if not any(map(flat.__contains__, HINTS)):
        return Heard(NO_PREFERENCES, text)
    formats: list[Format] = []
    levels: list[Level] = []
    length: Length | None = None
    source: str | None = None
    silent: list[tuple[int, int]] = []  # what says nothing else, from where to where
    for clause in _clauses(flat):
        said = [token.text for token in clause]
        wanted = tuple(_formats(said))
        formats += wanted
        levels += _levels(said)
        for found, start, end in _lengths(said, bool(wanted)):
            length = length or found
            silent.append((clause[start].start, clause[end - 1].end))
        for written, start, end in _sources(clause, sources, topics):
            source = source or written
            silent.append((clause[start].start, clause[end - 1].end))
    preferences = Preferences(
        formats=tuple(dict.fromkeys(formats)),
        levels=tuple(dict.fromkeys(levels)),
        length=length,
        source=source,
    )
    return Heard(preferences, _without(text, silent))


def _flat(text: str) -> str:
    """Write a text in small letters, compounds apart, each character where it was."""
    if text.isascii():
        return _HYPHEN.sub(" ", text.lower())
    small = (low if len(low := char.lower()) == 1 else char for char in text)
    return _HYPHEN.sub(" ", "".join(small))


def _clauses(flat: str) -> Iterator[list[Token]]:
    for clause in _CLAUSE.finditer(flat):
        start = clause.start()
        tokens = [
            Token(word.group().replace("’", "'"), start + word.start(), start + word.end())
            for word in _WORD.finditer(clause.group())
        ]
        if tokens:
            yield tokens


def _without(text: str, silent: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(silent, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _formats(said: Sequence[str]) -> Iterator[Format]:
    """Give the formats that a clause asks for, in its order."""
    asked: set[int] = set()
    for number in reversed(range(len(said))):
        if said[number] in PREFERRED and _asks_for(said, number, asked):
            asked.add(number)
    for number in sorted(asked):
        if said[number - 1 : number] != ["video"] or said[number] in ("course", "courses"):
            yield from PREFERRED[said[number]]  # a video tutorial is a video


def _asks_for(said: Sequence[str], number: int, asked: Container[int]) -> bool:
    """Tell whether a word for a format is what the clause asks for; those behind it are known."""
    word, before = said[number], said[:number]
    if tuple(said[max(0, number - 1) : number + 1]) in NAMES or _denied(before, DENYING):
        return False
    after = said[number + 1 :]
    behind = number + 1
    if after and after[0] in COMPOUNDS:
        after, behind = after[1:], behind + 1
    chooses = before[:1] in (["which"], ["what"]) and after[:1] in (["is"], ["are"], ["should"])
    if _claims(after) and not chooses:
        return False
    is_listed = behind in asked or (after[:1] in (["or"], ["and"]) and behind + 1 in asked)
    if not after or after[0] in FOLLOWING or is_listed or chooses:
        if all(w in ASKING or w in PREFERRED or w.isdigit() for w in before):
            return _is_one(word, before, after)
        if word not in PARTS_OF_NAMES and _is_manner(before) and not after:
            return True
    is_behind = not after or after[0] in BEHIND_A_NAME or is_listed
    return is_behind and word not in PARTS_OF_NAMES and _is_name(word, before)


def _is_one(word: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether these words ask for some resource, and speak neither of one nor of none."""
    if before[-1:] == ["the"]:
        return not ASKED_FOR.isdisjoint(before)
    if word in PARTS_OF_NAMES:
        return bool(after) and not INDEFINITE.isdisjoint(before) and "you" not in before
    return bool(before or after) or word in PLURAL


def _denied(before: Sequence[str], denying: Container[str]) -> bool:
    return any(word in denying for word in before[-3:])


def _claims(after: Sequence[str]) -> bool:
    """Tell whether something is said of a resource: docs for Istio are outdated."""
    for word in after:
        if word in RELATIVE:
            return False
        if word in CLAIMING:
            return True
    return False


def _is_manner(before: Sequence[str]) -> bool:
    """Tell whether this leads to how something shall be told: explain it in a short video."""
    words = list(before)
    while words and (words[-1].isdigit() or words[-1] in ASKING - LINKING):
        words.pop()
    return words[-2:-1] in (["in"], ["as"]) and words[-1] in ("a", "an")


def _is_name(word: str, before: Sequence[str]) -> bool:
    """Tell whether these words are no more than what a resource shall be about."""
    if not before or before[-1] in LINKING or len(before) > 8:
        return False
    if word in ("docs", "documentation") and before[-1] in WRITTEN_BY_US:
        return False
    asking = 0
    while asking < len(before) and before[asking] in ASKING:
        asking += 1
    named = before[asking:]
    return bool(named) and SENTENCE.isdisjoint(named) and MAKING.isdisjoint(named)


def _levels(said: Sequence[str]) -> Iterator[Level]:
    clause = " ".join(said)
    for levels, phrase in HEARD_LEVELS.items():
        if any(not _denied(clause[: m.start()].split(), KNOWN) for m in phrase.finditer(clause)):
            yield from levels


def _lengths(said: Sequence[str], asks: bool) -> Iterator[tuple[Length, int, int]]:
    """Give the lengths that a clause asks for, and with which of its words.

    A limit in minutes is one of a resource where the clause asks for one.
    """
    clause = " ".join(said)
    for phrase in (*((_SHORT_ONES, _LIMITED) if asks else (_SHORT,)), _MINUTES_LONG):
        for found in phrase.finditer(clause):
            before = clause[: found.start()].split()
            named = found.groupdict()
            minutes = int(named["number"]) if named.get("number") else MOST_SHORT
            if minutes <= MOST_SHORT and not _denied(before, DENYING):
                yield Length.SHORT, len(before), len(before) + len(found.group().split())
    for found in _LONG.finditer(clause):
        before = clause[: found.start()].split()
        if not _denied(before, DENYING):
            yield Length.LONG, len(before), len(before) + len(found.group().split())


# Before a name, behind it, and what may stand before the "by".
LEADING = _listed("by from")
THROUGH = _listed("about and at covering for in on or please pls that thanks under which with")
AUTHORED = _listed("authored given held made presented published recorded written")
DONE = _listed("built done hit hurt kept put run sent set shown sold sped split")
FROM_THERE = _listed("anything material one ones reading resource resources something stuff")


def _sources(
    clause: Sequence[Token], sources: Sources, topics: Container[str]
) -> Iterator[tuple[str, int, int]]:
    """Give the authors and publishers that a clause names, and with which of its words."""
    said = [token.text for token in clause]
    for number, word in enumerate(said):
        if word not in LEADING or not number or not _leads(said, number):
            continue
        start = number + 1 + (said[number + 1 : number + 2] == ["the"])
        for end in range(min(len(said), start + NAMED_BY), start, -1):
            written = _source(said[start:end], word, said[number - 1], sources, topics)
            if written and (end == len(said) or said[end] in THROUGH):
                yield written, number, end
                break


def _leads(said: Sequence[str], number: int) -> bool:
    """Tell whether a name may follow "by" or "from": the docs from Google, and not used by it."""
    before = said[number - 1]
    if before in PREFERRED or before in FROM_THERE or before in AUTHORED:
        return True
    asks = any(word in PREFERRED or word in FROM_THERE for word in said[:number])
    is_done = before.endswith(("ed", "en")) or before in DONE
    return said[number] == "by" and not is_done and (asks or SENTENCE.isdisjoint(said[:number]))


def _source(
    named: Sequence[str], leading: str, before: str, sources: Sources, topics: Container[str]
) -> str | None:
    """Look a name up; plain words and topics are one only where they follow a format."""
    terms = [word_of(word).term for word in named]
    letters = "".join(terms)
    if before in PREFERRED and letters in sources.whole:
        return sources.whole[letters]
    if before in PREFERRED and len(named) > 1 and letters in sources.part:
        return sources.part[letters]
    by_name = (
        len(named) > 1 and leading == "by" and not all(t in topics or t in SOFT for t in terms)
    )
    telling = by_name or any(
        not is_english(word) and term not in topics for word, term in zip(named, terms, strict=True)
    )
    return (sources.whole.get(letters) or sources.part.get(letters)) if telling else None
