"""The twelve contracts of `twelve/` with the answer that a careful reader gives to each check.

The texts are made up. Answers follow the rules of `checks.csv` and the conventions of
docs/services-contract.md: P pass, F fail, N not stated, A not applicable, U not checked.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "twelve"
NAMES = {"P": "pass", "F": "fail", "N": "not stated", "A": "not applicable", "U": "not checked"}
ORDER = [
    "FEE_01",
    "FEE_02",
    "FEE_03",
    "FEE_04",
    "FEE_05",
    "DOC_01",
    "DOC_02",
    "DOC_03",
    "DOC_04",
    "TERM_01",
    "TERM_02",
    "WAGE_01",
    "WAGE_02",
    "WAGE_03",
    "WAGE_04",
    "HOUR_01",
    "HOUR_02",
    "HOUR_03",
    "HOUR_04",
    "LIVE_01",
    "MOVE_01",
    "END_01",
    "END_02",
    "END_03",
    "SOC_01",
    "EQUAL_01",
    "UNION_01",
    "DISC_01",
    "AGE_01",
    "LIC_01",
    "DATA_01",
    "REM_01",
]
# One letter a check, in the order above: FEE(5) DOC(4) TERM(2) WAGE(4) HOUR(4) LIVE MOVE END(3) SOC
# EQUAL UNION DISC AGE LIC DATA REM.
GOLD = {
    "01_domestic_gulf_good": ("PPPUA PPPP PP PUPP PPPP PP PPP P U P P P P P P", "no problem found"),
    "02_malaysia_factory_bad": (
        "FFFUA FNNN PP PUPP FFPP FF FFN P U F F N U N F",
        "do not sign yet",
    ),
    "03_farm_eu_mixed": ("FNNUA PPPP PP PUFP PPPP PP PNF P P N N N A N P", "do not sign yet"),
    "04_hongkong_domestic_mixed": (
        "PNNUA NNNP PP PUPP FNPP FN PFP P U N N N U N N",
        "do not sign yet",
    ),
    "05_construction_table_bad": (
        "FFFUA FFNF PP PUPP PPPN PF FFP P U N N N U N N",
        "do not sign yet",
    ),
    "06_nurse_good": ("PPPUA PPPP PP PUPP PPPP PP PPP P P P P N P P P", "no problem found"),
    "07_fishing_bad": ("FFFUA FNNN PP PUFP FFFN PF FFN F U N N F U N F", "do not sign yet"),
    "08_cleaning_annex_fees": ("FFNUF PPPP PP PUPP PPPP PP PNP P U N N N U N N", "do not sign yet"),
    "11_passport_negation_good": (
        "PPPUA PPPP PP PUPP PPPP PP PPP P U P P P U P P",
        "no problem found",
    ),
    "12_passport_negation_bad": (
        "FNFUA FNNN PF PUFP FNFF FF FFP N U N F P U N F",
        "do not sign yet",
    ),
}
UNREADABLE = {"09_bad_scan": "scan", "10_french": "French"}


def gold_of(name: str) -> dict[str, str]:
    """The answers of one contract by check."""
    letters = GOLD[name][0].replace(" ", "")
    return {check: NAMES[letter] for check, letter in zip(ORDER, letters, strict=True)}
