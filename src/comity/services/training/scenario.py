"""A partnership as a negotiation: a scenario document, its points worked out from the accounts.

The document is in the form `negotiation-scenario/1`. A point is a thousand of the partnership's
currency, worth in the first year. Points are starting points: each party must put its own in their
place. Places, home track and costs act on each other, so their points stand on what is chosen
together; what further issues change is worked out with all else as planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.services.training.guard import watch
from comity.services.training.model import Accounts, accounts_of
from comity.services.training.parties import Party
from comity.services.training.scenario_options import (
    HOME,
    PLACES,
    Option,
    home_options,
    other_issues,
    place_options,
    split_options,
)
from comity.services.training.weighing import Weighed

SCHEMA = "negotiation-scenario/1"
THOUSAND = 1000.0
ILLUSTRATES = (
    "Starting points, worked out from the figures of a training partnership. No party has stated "
    "them; each must put its own in their place."
)


def scenario_of(weighed: Weighed) -> dict[str, Any]:
    """The scenario document: parties, issues, points and constraints, as plain data."""
    made = _Made.of(weighed)
    told = weighed.told
    return {
        "schema": SCHEMA,
        "id": f"training-{told.id}",
        "title": told.title,
        "illustration": ILLUSTRATES,
        "parties": [_party(one) for one in weighed.parties],
        "issues": made.issues(),
        "utilities": {
            party.id: {name: dict.fromkeys(ids, 0) for name, ids in made.ids().items()}
            for party in weighed.parties
        },
        "interactions": [*made.main(), *made.further()],
        "constraints": made.constraints(),
        "provenance": {
            "source": f"training partnership {told.id}",
            "unit": f"a point is 1,000 {told.currency} of {told.prices_of}, worth in the first "
            f"year, over {told.years} years",
            "rule": "Points of places, home track and costs together are exact; those of the other "
            "issues were worked out with all else as planned.",
        },
    }


def _party(party: Party) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": party.id, "label": party.label, "reservation": 0}
    return plain | ({"country": party.country} if party.kind in ("origin", "destination") else {})


@dataclass(frozen=True)
class _Made:
    """The options of every issue of one partnership."""

    weighed: Weighed
    places: tuple[Option, ...]
    homes: tuple[Option, ...]
    splits: tuple[Option, ...]
    others: Mapping[str, tuple[Option, ...]]

    @classmethod
    def of(cls, weighed: Weighed) -> _Made:
        return cls(
            weighed,
            place_options(weighed.told),
            home_options(weighed.told),
            split_options(weighed),
            other_issues(weighed),
        )

    def name(self, kind: str) -> str:
        """The id of an issue: its kind, and the two countries where there are only two."""
        lanes = self.weighed.told.lanes
        return f"{kind}.{lanes[0].destination}.{lanes[0].origin}" if len(lanes) == 1 else kind

    def issues(self) -> list[dict[str, Any]]:
        lanes = self.weighed.told.lanes
        ends = {"giver": lanes[0].destination, "receiver": lanes[0].origin}
        who = ends if len(lanes) == 1 else {}
        found = [
            self._issue(PLACES, "Places for people who leave", self.places, who, "places per year"),
            *(
                [self._issue(HOME, "People who are trained and stay", self.homes, who)]
                if len(self.homes) > 1
                else []
            ),
            self._issue("training", "Who pays for the partnership", self.splits, who),
        ]
        labels = {
            "recruitment_cost": "Who pays language course and recognition",
            "stay_rights": "Length of stay and return",
            "ethical_recruitment": "Safeguard against brain drain",
        }
        return found + [
            self._issue(kind, labels[kind], options, who) for kind, options in self.others.items()
        ]

    def _issue(
        self,
        kind: str,
        label: str,
        options: tuple[Option, ...],
        who: Mapping[str, str],
        unit: str = "",
    ) -> dict[str, Any]:
        plain = {"id": self.name(kind), "label": label, "status_quo": options[0].id, **who}
        plain |= {"type": "ordered", "unit": unit} if unit else {}
        return plain | {"options": [one.as_json() for one in options]}

    def ids(self) -> dict[str, list[str]]:
        """The options that have points, by issue."""
        return {
            one["id"]: [option["id"] for option in one["options"] if "inadmissible" not in option]
            for one in self.issues()
        }

    def main(self) -> list[dict[str, Any]]:
        """Points of places, home track and split together: exact, from the accounts."""
        found = []
        for place in self.places[1:]:
            for home in self.homes:
                accounts = self._accounts(place, home)
                both = [self._choice(PLACES, place)]
                both += [self._choice(HOME, home)] if len(self.homes) > 1 else []
                price = float(accounts.price()[0])
                for party in self.weighed.parties:
                    found += _row(party, float(accounts.worth(party.id)[0]), both)
                    for split in self.splits if party.pays else ():
                        paid = -split.shares.get(party.id, 0.0) * price
                        found += _row(party, paid, [*both, self._choice("training", split)])
        return found

    def further(self) -> list[dict[str, Any]]:
        """Points of the other issues for each number of places, with all else as planned."""
        found = []
        home = self.homes[min(1, len(self.homes) - 1)]
        shares = self.weighed.shares or self.splits[-1].shares
        for place in self.places[1:]:
            plain = self._accounts(place, home)
            for kind, options in self.others.items():
                for option in options[1:]:
                    if option.inadmissible:
                        continue
                    changed = self._accounts(place, home, option)
                    both = [self._choice(PLACES, place), self._choice(kind, option)]
                    for party in self.weighed.parties:
                        more = float((changed.worth(party.id) - plain.worth(party.id))[0])
                        before = shares.get(party.id, 0.0) * float(plain.price()[0])
                        if option.payers:
                            now = _apart(changed, option, shares, party)
                        else:
                            now = shares.get(party.id, 0.0) * float(changed.price()[0])
                        found += _row(party, more + before - now, both)
        return found

    def _accounts(self, place: Option, home: Option, other: Option | None = None) -> Accounts:
        numbers = self.weighed.numbers
        for option in (place, home, other):
            for address, factor in option.factors if option else ():
                top = 1.0 if address.endswith((".returns",)) else float("inf")
                value = min(top, float(numbers.by[address][0]) * factor)
                numbers = numbers.changed_to(address, value)
        return accounts_of(self.weighed.told, numbers)

    def constraints(self) -> list[dict[str, Any]]:
        """What the guard refuses is ruled out; where it watches, places need a safeguard."""
        if not any(one.guard for one in self.weighed.told.origins):
            return []
        found: list[dict[str, Any]] = []
        stays = self.others.get("stay_rights", ())
        for place in self.places[1:]:
            for home in self.homes:
                for stay in stays or (None,):
                    found += self._refused(place, home, stay)
        moved = [one.id for one in self.places[1:]]
        safe = [one.id for one in self.others["ethical_recruitment"][1:]]
        return [
            *found,
            {
                "type": "implication",
                "label": "People are recruited only with a safeguard against brain drain",
                "if": {"issue": self.name(PLACES), "options": moved},
                "then": {"issue": self.name("ethical_recruitment"), "options": safe},
            },
        ]

    def _refused(self, place: Option, home: Option, stay: Option | None) -> list[dict[str, Any]]:
        accounts = self._accounts(place, home, stay)
        refused = [
            one for one in watch(self.weighed.told, (accounts, self.weighed.numbers)) if one.refuses
        ]
        if not refused:
            return []
        choices = [self._choice(PLACES, place)]
        choices += [self._choice(HOME, home)] if len(self.homes) > 1 else []
        choices += [self._choice("stay_rights", stay)] if stay else []
        who = ", ".join(self.weighed.told.origin(one.origin).place.name for one in refused)
        label = f"Too few practitioners would be left ({who})"
        return [{"type": "at_most", "count": len(choices) - 1, "label": label, "choices": choices}]

    def _choice(self, kind: str, option: Option) -> dict[str, Any]:
        return {"issue": self.name(kind), "options": [option.id]}


def _apart(accounts: Accounts, option: Option, shares: Mapping[str, float], party: Party) -> float:
    """What a party pays where language and recognition are paid by others than the rest."""
    apart = sum(float(accounts.now(accounts.costs[item])[0]) for item in option.items)
    rest = float(accounts.price()[0]) - apart
    return shares.get(party.id, 0.0) * rest + option.payers.get(party.id, 0.0) * apart


def _row(party: Party, amount: float, choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    value = round(amount / THOUSAND, 3)
    return [{"party": party.id, "value": value, "all_of": choices}] if value else []
