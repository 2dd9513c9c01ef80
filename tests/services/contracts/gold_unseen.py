"""Six contracts in other words, written after the checks were, and measured before any mending."""

from pathlib import Path

FOLDER = Path(__file__).parent / "unseen"
GOLD = {
    "a_hotel_offer": ("FNFUA FNNN PP PUPP FFPP PP FNP P U N N N U N P", "do not sign yet"),
    "b_care_home_good": ("PPPUA PPPP PP PUPP PPPP PP PPP P P P P P U P P", "no problem found"),
    "c_gulf_driver_bad": ("FFFUF FNNF PP PUPA FFFF FF FFF F U F N N U N F", "do not sign yet"),
    "d_table_dairy": ("FNNUA PNNN PP PUPP PPPP PN PNF N U P N P U N P", "do not sign yet"),
    "e_domestic_lebanon": ("FFFUA FNNN PP PUPP NNPP PF FNP P U N N N U N P", "do not sign yet"),
    "f_shipyard_mixed": ("PNFUA PPPP PP PUPP PPPP PN FNN P P N N N U N P", "do not sign yet"),
}
