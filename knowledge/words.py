"""Words of the field: how text falls into terms, and which words carry no meaning here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_SYMBOL = r"(?<![^\w\s])[<>&|$!?*#=~^;@%]{2,3}(?![^\w\s])"  # && and <<< are words, too
_WORD = re.compile(rf"[^\W_]+(?:[-_./+'’][^\W_]+)*|{_SYMBOL}")
_WORD_OR_BREAK = re.compile(rf"\n|{_WORD.pattern}")
_PART = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$", re.IGNORECASE)


class Word(NamedTuple):
    """A word as written, and the term under which it is looked up.

    A compound such as `kube-proxy` or `EndpointSlices` is looked up joined and by its parts.
    """

    text: str
    term: str
    parts: tuple["Word", ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return (self.term, *(part.term for part in self.parts))


BREAK = Word("\n", "\n")


def words(text: str) -> Iterator[Word]:
    """Split text into words, in order. Case, accents and possessive endings do not count."""
    return map(word_of, _WORD.findall(text))


def words_of(texts: Iterable[str]) -> list[Word]:
    """Split several texts into words, with a `BREAK` after each text and line."""
    return list(map(word_of, split(texts)))


def split(texts: Iterable[str]) -> list[str]:
    """Split several texts into words as they are written, with a new line after each text."""
    return _WORD_OR_BREAK.findall("".join([f"{text}\n" for text in texts]))


@lru_cache(maxsize=100_000)
def word_of(found: str) -> Word:
    """Make a word of what is written as one."""
    if found.isascii() and found.islower() and found.isalpha():
        return Word(found, stem(found))
    if found == BREAK.text:
        return BREAK
    written = found if found.isalnum() else _ENDINGS.sub("", found)
    pieces = [part for piece in _PART.findall(written) for part in _humps(piece)]
    joined = stem("".join(fold(piece) for piece in pieces)) or written
    parts = (Word(piece, stem(fold(piece))) for piece in pieces)
    return Word(written, joined, tuple(parts) if len(pieces) > 1 else ())


def _humps(piece: str) -> list[str]:
    """Split camel case where every hump is a word: LoadBalancer, but not MetalLB or eBPF."""
    humps = _HUMP.split(piece)
    return humps if all(len(hump) > 2 for hump in humps) else [piece]


def fold(text: str) -> str:
    """Make spellings that look alike equal: width, case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Bring the forms of a word together: policies and policy, routes and routing.

    Light on purpose: plurals and the endings -ing and -ed go, where a word is left. Short words
    and names with digits stay whole, since k8s is no plural.
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 1 and re.search("[aeiouy]", root):
            word = _infinitive(root, word)
            break
    is_known = word in english() or word[:-1] in english()
    return word if is_known else word.removesuffix("e")


def is_english(word: str) -> bool:
    """Tell whether a word is a common English one, or a regular form of one."""
    if word in english() or _singular(word) in english():
        return True
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 1:
            if root[-1] == root[-2] and root[:-1] in english():
                return True
            doubles = re.fullmatch("[^aeiou]*[aeiou][^aeiouwxy]", root)
            return root + "e" in english() or (root in english() and not doubles)
    return False


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    hisses = word.endswith(("sses", "xes", "ches", "shes", "zes"))
    return word[:-2] if hisses and word[:-1] not in english() else word[:-1]


def _infinitive(root: str, word: str) -> str:
    """Find the word that a form in -ing or -ed was made of.

    English doubles the last letter of a short word (planning) or else dropped an e (staging).
    """
    undoubled = root[:-1] if root[-1] == root[-2] else root
    short = re.fullmatch("[^aeiou]*[aeiou][^aeiouwxy]|rout", root)
    candidates = (root + "e", root, undoubled) if short else (root, root + "e", undoubled)
    for candidate in candidates:
        if candidate in english():
            return candidate
    if word in english() or len(root) < 3:
        return word
    return root if root[-1] in "lsz" else undoubled


@cache
def plain_english() -> frozenset[str]:
    """Stems of common English words, so that none of them is taken for a slip of the keyboard."""
    inflected = ("s", "ing", "ed")  # the stem of any other known word is the word
    return frozenset(stem(word) if word.endswith(inflected) else word for word in english())


@cache
def english() -> frozenset[str]:
    """Common English words, without regular plurals."""
    lines = (Path(__file__).parent / "english.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


# Words that every question is made of. They say how something is asked, not what about.
EMPTY = _stems(
    """
    a about above after again all also am an and another any anybody anyone anything are as at
    back be because been before being between both but by came can cannot cant come could did do
    does doesn doing don dont done down during each either else etc even ever every few for from
    further get gets getting give go goes going good got great had has have having he hello help
    her here hey hi him his how i id if ill im in instead into is isn isnt it its ive just keep
    know let lets like lot lots made make makes making many may maybe me mean might mine more most
    much must my need needed needs never new no not now of off often ok on once one only or other
    our out over own per please possible put rather really right said same see seem should
    show so some somebody someone something still such sure take tell than thank thanks that the
    their them then there these they thing things think this those though through to together too
    tried try trying under until up upon us used uses using very via want wants was way we well
    were what when where whether which while who whole whose why will with within without won
    wont work working works would wouldn yes yet you your yours
    """
)

# Words that ask for learning itself: worth a little beside those that say what about.
SOFT = _stems(
    """
    actually article articles basic basics beginner beginners best better book books bad broken
    case cases choose common compare compared comparison concept concepts configure configured
    configuration course courses create creating difference different differences doc docs
    documentation easy error errors example examples explain explained explanation exactly fail
    failed failing fails feel find first fix good guide guides hard idea ideas important intro
    introduction issue issues kind last learn learning link links long look looking material
    mode next newbie old paper papers part people person place podcast podcasts point practice
    practices problem problems question questions read reading recommend recommendation
    recommendations recommended resource resources result run running say set setting setup
    set-up short simple simply start started starting stop stuff support task tell thoughts time
    today tool tools tutorial tutorials type types understand understanding use usage useful
    user video videos vs versus watch work write year
    """
)
