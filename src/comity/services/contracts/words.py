"""Words of a contract in one spelling: numbers as digits, currencies by code, short forms in full.

What comes out is for the checks alone; what a person is shown is always the text as it stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": " - ",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "\u00ad": "",
        "\u200b": "",
        "\u00a0": " ",
        "•": " ",
        "●": " ",
        "▪": " ",
        "◦": " ",
        "·": " ",
        "\uf0b7": " ",
    }
)
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_SIZES = {"hundred": 100, "thousand": 1000, "lakh": 100_000, "million": 1_000_000}
_NUMBER = dict(zip(_UNITS, range(20), strict=True)) | _TENS | {"fourty": 40, "fourtyeight": 48}
_WORD = "|".join([*_NUMBER, *_SIZES])
_WRITTEN = re.compile(rf"\b(?:a )?(?:{_WORD})\b(?:(?:[ -]| and )(?:{_WORD})\b)*")

CURRENCIES: dict[str, str] = {
    "usd": r"us ?\$|u\.s\.? dollars?|us dollars?|united states dollars?|usd\$?|\$ ?usd|\$",
    "hkd": r"hk ?\$|hkd\$?|hong kong dollars?",
    "sgd": r"s\$|sgd|singapore dollars?",
    "twd": r"nt ?\$|ntd|twd",
    "aud": r"a\$|aud",
    "cad": r"c\$|cad|canadian dollars?",
    "nzd": r"nz\$|nzd",
    "eur": r"€|eur|euros?",
    "gbp": r"£|gbp|pounds? sterling|pounds?",
    "qar": r"qr\.?|qar|qatari? (?:riyals?|rials?)",
    "sar": r"sr\.?|sar|saudi (?:arabian )?(?:riyals?|rials?)",
    "aed": r"aed|dhs?\.?|(?:uae |emirati )?dirhams?",
    "kwd": r"kwd|kd\.?|kuwaiti? dinars?",
    "bhd": r"bhd|bd\.?|bahraini? dinars?",
    "jod": r"jod|jd\.?|jordanian? dinars?",
    "omr": r"omr|ro\.?|omani? rials?",
    "myr": r"myr|rm|(?:malaysian )?ringgit",
    "inr": r"inr|indian rupees?|₹",
    "npr": r"npr|nrs?\.?|nepal(?:ese|i)? rupees?",
    "pkr": r"pkr|pakistani? rupees?",
    "lkr": r"lkr|sri lankan? rupees?",
    "bdt": r"bdt|tk\.?|(?:bangladeshi? )?takas?",
    "php": r"php|₱|(?:philippine )?pesos?",
    "idr": r"idr|rp\.?|(?:indonesian )?rupiah",
    "thb": r"thb|(?:thai )?baht",
    "jpy": r"jpy|¥|(?:japanese )?yen",
    "krw": r"krw|₩|(?:korean )?won",
    "cny": r"cny|rmb|yuan",
    "ils": r"ils|nis|₪|(?:new (?:israeli )?)?shekels?",
    "kes": r"kes|kshs?\.?|kenya(?:n)? shillings?",
    "ugx": r"ugx|ushs?\.?",
    "etb": r"etb|birr",
    "rub": r"rub|₽|(?:russian )?rou?bles?",
    "kzt": r"kzt|₸|tenge",
    "pln": r"pln|zł|zloty(?:ch|s)?|zlotys?",
    "try": r"try|₺|turkish liras?|liras?",
    "chf": r"chf|swiss francs?",
    "nok": r"nok|norwegian kroner?|kroner",
    "sek": r"sek|swedish kronor",
    "dkk": r"dkk",
    "mad": r"mad",
    "uzs": r"uzs|soums?|sums?",
    "kgs": r"kgs|soms?",
    "riyal": r"riyals?|rials?",
    "dinar": r"dinars?",
    "rupee": r"rs\.?|rupees?",
    "dollar": r"dollars?",
}
"""A word for a currency beside a number; the last four are not known by their country."""

CODES = "|".join(CURRENCIES)
MONEY = re.compile(rf"\b({CODES}) (\d+(?:\.\d+)?)\b")
_DIGITS = r"\d+(?:\.\d+)?"
_ANY_CURRENCY = "|".join(f"(?P<{code}>{words})" for code, words in CURRENCIES.items())
_BEFORE = re.compile(rf"(?<![\w$])(?:{_ANY_CURRENCY})[ :.]{{0,2}}({_DIGITS})(?![\d])")
_AFTER = re.compile(rf"(?<![\w$.])({_DIGITS}) ?(?:{_ANY_CURRENCY})(?!\w)")

_SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\bcan't\b|\bcan not\b", "cannot"),
        (r"\bwon't\b", "will not"),
        (r"\bshan't\b", "shall not"),
        (
            r"\b(do|does|did|is|are|was|were|has|have|must|may|should|would|could|need)n't\b",
            r"\1 not",
        ),
        (r"\bcannot\b", "can not"),
        (r"\byou'll\b", "you will"),
        (r"\bwe'll\b", "we will"),
        (r"\bi'll\b", "i will"),
        (r"\byou're\b", "you are"),
        (r"\bwe're\b", "we are"),
        (r"\b(\d+(?:\.\d+)?)/-", r"\1"),
        (r"\b(\d+) ?hrs?\b\.?", r"\1 hours"),
        (r"\bhrs\b\.?", "hours"),
        (r"/ ?(?:wk|week)\b", " per week"),
        (r"/ ?(?:day|d)\b", " per day"),
        (r"/ ?(?:hour|h)\b", " per hour"),
        (r"/ ?(?:mo|mth|month)\b", " per month"),
        (r"/ ?(?:yr|year|annum)\b", " per year"),
        (r"\bwks?\b", "week"),
        (r"\bmths?\b", "month"),
        (r"\bper (?:calendar |working |each )(?=day|week|month|year)", "per "),
        (r"\bp\.? ?c\.? ?m\.?\b|\bper mensem\b|\bper-month\b", "per month"),
        (r"\bp\.a\.|\bper annum\b", "per year"),
        (r"\bp\.w\.", "per week"),
        (
            r"\b(?:in|for|of|during) (?:each|every|any|a|one|1) (?:calendar )?(week|day|"
            r"month|year)\b",
            r"per \1",
        ),
        (r"\b(?:each|every|a) (?=(?:calendar )?(?:week|day|month|year)\b)", "per "),
        (r"\bper calendar ", "per "),
        (r"\b(?:1|once) per week\b", "once weekly"),
        (
            r"\bairfares?\b|\bair fares?\b|\bair[- ]?(?:tickets?|passages?)\b|\bplane tickets?\b"
            r"|\bairline tickets?\b|\bflight tickets?\b",
            "air ticket",
        ),
        (r"\bfood stuffs?\b", "food"),
        (r"\b(?:e|i)\. ?(?:g|e)\.", "such as"),
        (r"\bno\.? ?(?=\d)", "number "),
        (r"\bnos?\. ?", "number "),
        (r"\bwhether or not\b", "whether"),
        (r"\bnot only\b", "both"),
        (
            r"\bincluding,? (?:but )?(?:not limited to|without limitation)\b|\bbut not "
            r"limited to\b",
            "including",
        ),
        (
            r"\b(?:not|no) (?:less|fewer|lower) than\b|\bat (?:the )?(?:very )?least\b"
            r"|\ba minimum of\b|\bminimum of\b",
            "at least",
        ),
        (
            r"\b(?:shall|will|must|may|does|do|should|to) not exceed\b|\bnot (?:to "
            r")?exceed(?:ing)?\b"
            r"|\b(?:not|no) (?:more|greater|higher) than\b|\bup to\b|\ba maximum of\b|"
            r"\bmaximum of\b"
            r"|\bmay not be (?:more|longer) than\b",
            "at most",
        ),
        (r"\b(?:not|no) later than\b", "at the latest"),
        (r"\bno longer\b", "not any more"),
        (r"\bnothing in this (?:contract|agreement|clause)\b", "this contract does not"),
    )
)


_NOBODY_BUT = re.compile(
    r"\b(?:nobody|no person|none)(?: else)? (?:but|other than|except(?: for)?|save|besides)\b"
)


def lowered(text: str) -> str:
    """The text in small letters with plain quotes and dashes, one space between words.

    >>> lowered("The “Employer”  shall—not")
    'the "employer" shall - not'
    """
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    return " ".join(plain.split())


def value_of(words: str) -> float | None:
    """A number written in words; None where the words are none.

    >>> value_of("one thousand two hundred and fifty"), value_of("forty-eight")
    (1250.0, 48.0)
    """
    total = current = 0
    for word in re.findall(r"[a-z]+", words):
        if word in ("and", "a"):
            continue
        if word in _NUMBER:
            current += _NUMBER[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SIZES:
            total += (current or 1) * _SIZES[word]
            current = 0
        else:
            return None
    return float(total + current) if total + current < 1e12 else None


def _digits(found: re.Match[str]) -> str:
    if found[0] in ("hundred", "thousand", "million", "lakh"):
        return found[0]
    value = value_of(found[0])
    return found[0] if value is None else f"{value:g}" if value < 1e6 else f"{value:.0f}"


def _grouped(found: re.Match[str]) -> str:
    return found[1].replace(",", "") + (found[2] or "")


def _coded(found: re.Match[str]) -> str:
    number = next(group for group in found.groups() if group and group[0].isdigit())
    code = next(name for name, group in found.groupdict().items() if group)
    return f"{code} {number}"


_NO_ONE = re.compile(r"\bno[ -]one\b")
_DOTTED = re.compile(r"\b(\d{1,3}(?:\.\d{3})+),(\d{1,2})\b")
_NUMBERS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_DOTTED, lambda found: f"{found[1].replace('.', '')}.{found[2]}"),
    (re.compile(r"(?<=\d) (?=\d{3}\b(?! ?(?:hour|day|week)))"), ""),
    (re.compile(r"\b(\d{1,3}(?:,\d{2,3})+)(\.\d+)?\b"), _grouped),
    (re.compile(r"(€ ?|eur ?|euros? ?)(\d{1,3})\.(\d{3})\b(?!\.)"), r"\1\2\3"),
    (re.compile(r"\b(\d+)\.0+\b(?!\.)"), r"\1"),
)
_HALF = re.compile(r"\b(?:one|1)[ -](?:and[ -])?(?:a|one)[ -]half\b|\b1 ?½")
_SAID_AGAIN = (
    (re.compile(r"\b(\d+(?:\.\d+)?) ?\((?:[a-z]{2,4}\.? )?\1\b(?: only)?\)"), r"\1"),
    (
        re.compile(
            r"\b(\d+(?:\.\d+)?) ?(?:days?|hours?)? ?\(\1 ((?:[a-z]+ )?(?:hours?|days?|"
            r"months?|weeks?|years?))\)"
        ),
        r"\1 \2",
    ),
)
"""A number that stands twice: in words or figures, and again in brackets."""
_SUMS = (
    (re.compile(rf"\b({CODES}) (\d+(?:\.\d+)?) \((?:\1 )?\2(?: only)?\)"), r"\1 \2"),
    (re.compile(rf"\b(\d+(?:\.\d+)?) \(\1\) ({CODES})\b"), r"\2 \1"),
    (re.compile(rf"\b({CODES}) (\d+(?:\.\d+)?) p\.? ?m\b\.?"), r"\1 \2 per month"),
)


def spelled(text: str) -> str:
    """The lowered text with numbers, currencies, periods and short forms in one spelling.

    >>> spelled("Nine Hundred (900) US Dollars/month, not more than 48 hrs/wk")
    'usd 900 per month, at most 48 hours per week'
    """
    plain = _NOBODY_BUT.sub("only", _NO_ONE.sub("nobody", lowered(text)))
    for figures, spelt in _NUMBERS:
        plain = figures.sub(spelt, plain)
    plain = _WRITTEN.sub(_digits, _HALF.sub("1.5", plain))
    for pattern, put in (*_SHORT, *_SAID_AGAIN):
        plain = pattern.sub(put, plain)
    plain = _AFTER.sub(_coded, _BEFORE.sub(_coded, plain))
    for pattern, put in _SUMS:
        plain = pattern.sub(put, plain)
    return " ".join(plain.split())
