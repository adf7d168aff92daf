#!/usr/bin/env python3
"""What is due, worked out one day at a time: a reference to test the program against.

Written from the text of the rules alone (sections 1 to 7) and the data pack's
table of columns. Every section number below is a section of the rules.

    python3 oracle.py due PACK_DIR --from YYYY-MM-DD --to YYYY-MM-DD
"""

import argparse
import csv
import math
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

# Terms. Those the rules mark "assumed" are assumed here too.
FIRST_PERIOD = date(2024, 4, 1)
PERIOD_DAYS = 28
AFTER_DEATH_DAYS = 3
COUNCIL_NOTICE_DAYS = 28
HOSPITAL_FULL_DAYS = 42
HOLIDAY_DAYS = 28
RETAINER = Fraction(80, 100)
STANDARD_HOURLY_RATE = "20.00"
NATIONAL_NURSING_RATE = {
    2020: "183.92", 2021: "187.60", 2022: "209.19", 2023: "219.71",
    2024: "235.88", 2025: "254.06", 2026: "267.68",
}

FOREVER = date.max
ONE_DAY = timedelta(days=1)
COLUMNS = ("placement_id", "element", "payer", "payee", "period_from", "period_to", "amount")

# Section 5: (payer, collector) of a contribution -> (element, payer, payee) of each row.
CONTRIBUTION_ROWS = {
    ("person", "home"): (("contribution", "person", "home"),),
    ("person", "council"): (("contribution", "person", "council"),),
    ("third_party", "home"): (("top_up", "third_party", "home"),),
    ("third_party", "council"): (("top_up", "third_party", "council"),
                                 ("top_up", "council", "home")),
    ("nhs_nursing", "direct"): (("nursing_contribution", "nhs", "home"),),
    ("nhs_nursing", "council"): (("nursing_contribution", "nhs", "council"),
                                 ("nursing_contribution", "council", "home")),
    ("nhs_share", "council"): (("nhs_share", "nhs", "council"),),
}

# Section 2: what a person or a third party pays is rounded down.
ROUNDED_DOWN = ("contribution", "top_up")


# --- Days and money (section 2) ------------------------------------------------


def parse_day(text, default=None):
    """An ISO date; an empty one is `default`."""
    return date.fromisoformat(text) if text else default


def days(first, last):
    """Every day from `first` to `last`, both included (section 2)."""
    while first <= last:
        yield first
        first += ONE_DAY


def pence(text):
    """Pounds as written, in exact pence."""
    return Fraction(text) * 100


def round_half_away(amount):
    """To the whole penny, half away from zero (section 2)."""
    whole = math.floor(abs(amount) + Fraction(1, 2))
    return whole if amount >= 0 else -whole


def round_period(element, amount):
    """The one rounding of a pay period's exact sum (section 2)."""
    return math.floor(amount) if element in ROUNDED_DOWN else round_half_away(amount)


def pounds(whole_pence):
    """Pence written as pounds with two decimals."""
    return f"{whole_pence // 100}.{whole_pence % 100:02d}"


def period_start(day):
    """The first day of the pay period `day` lies in, counted both ways (section 2)."""
    return day - timedelta(days=(day - FIRST_PERIOD).days % PERIOD_DAYS)


def financial_year(day):
    """The calendar year in which the day's financial year began, on 1 April (section 4)."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


# --- Facts ---------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """The days asked for."""

    first: date
    last: date


@dataclass
class Placement:
    """A row of placements.csv with the rows of other files that name it."""

    id: str
    home_id: str
    category: str
    route: str
    scheme: str
    generation: str
    started_on: date
    agreed_weekly: str
    ended_on: date | None
    end_reason: str
    room_relet_on: date | None
    category_changes: list = field(default_factory=list)
    assessments: list = field(default_factory=list)
    absences: list = field(default_factory=list)
    one_to_one: list = field(default_factory=list)
    contributions: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    one_offs: list = field(default_factory=list)

    @classmethod
    def from_row(cls, row):
        """Reads a row of placements.csv."""
        return cls(
            id=row["placement_id"], home_id=row["home_id"], category=row["category"],
            route=row["route"], scheme=row["scheme"], generation=row["generation"],
            started_on=parse_day(row["started_on"]), agreed_weekly=row["agreed_weekly"],
            ended_on=parse_day(row["ended_on"]), end_reason=row["end_reason"],
            room_relet_on=parse_day(row["room_relet_on"]))


PLACEMENT_TABLES = ("category_changes", "assessments", "absences", "one_to_one",
                    "contributions", "notices", "one_offs")
DATE_COLUMNS = ("from", "to", "valid_from", "given_on", "on", "effective_on", "base_date")


def with_dates(row):
    """The row with its date columns read; an empty date is None."""
    return {name: parse_day(value) if name in DATE_COLUMNS else value
            for name, value in row.items()}


class Pack:
    """The facts of a county, from tables of CSV rows."""

    def __init__(self, tables):
        self.placements = {}
        for row in tables.get("placements", ()):
            self.placements[row["placement_id"]] = Placement.from_row(row)
        for name in PLACEMENT_TABLES:
            for row in tables.get(name, ()):
                getattr(self.placements[row["placement_id"]], name).append(with_dates(row))
        self.prices = [with_dates(row) for row in tables.get("prices", ())]
        self.blocks = [with_dates(row) for row in tables.get("blocks", ())]
        uplifts = [with_dates(row) for row in tables.get("uplifts", ())]
        self.uplifts = sorted(uplifts, key=lambda u: (u["effective_on"], u["scheme"].encode()))
        self.prices_of = defaultdict(list)
        for price in self.prices:
            key = price["scheme"], price["home_id"], price["category"]
            self.prices_of[key].append(price)

    @classmethod
    def load(cls, folder):
        """Reads the files that money depends on; each must be there."""
        names = ("placements", "prices", "blocks", "uplifts") + PLACEMENT_TABLES
        return cls({name: read_table(Path(folder) / f"{name}.csv") for name in names})


def read_table(path):
    """The rows of a CSV file, as dictionaries."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- Which rate (section 3) ------------------------------------------------------


def uplift_counts(uplift, placement):
    """Whether an uplift is one of this placement's at all, its date apart (section 3)."""
    if placement.route == "complex" or uplift["applies_to"] != placement.route:
        return False
    if placement.route == "framework":
        return uplift["scheme"] == placement.scheme
    if placement.route in ("dps", "cost_model"):
        schemes = uplift["scheme"], placement.scheme
        return "" in schemes or schemes[0] == schemes[1]
    return True


@lru_cache(maxsize=None)
def chain(price, percents):
    """Each uplift multiplies and rounds to the penny, half away from zero (section 3)."""
    for percent in percents:
        price = Fraction(round_half_away(price * (1 + Fraction(percent) / 100)))
    return price


def tendered_price(pack, placement, category):
    """The price row of the placement's own generation for a category (section 3)."""
    generation = placement.generation or pinned_generation(pack, placement, category)
    for price in pack.prices_of[placement.scheme, placement.home_id, category]:
        if price["generation"] == generation:
            return price
    raise ValueError(f"{placement.id}: no {category} price in generation {generation!r}")


def pinned_generation(pack, placement, category):
    """The generation in force on the first day (section 3).

    Read from the prices of the category the placement started in; a placement
    that started as complex, which has no tendered price, uses the category asked for.
    """
    if placement.category != "complex":
        category = placement.category
    prices = pack.prices_of[placement.scheme, placement.home_id, category]
    begun = [price for price in prices if price["base_date"] <= placement.started_on]
    if not begun:
        raise ValueError(f"{placement.id}: no generation in force on its first day")
    return max(begun, key=lambda price: price["base_date"])["generation"]


def assessed_price(placement, day):
    """The latest assessment valid on or before the day (section 3, route complex)."""
    valid = [a for a in placement.assessments if a["valid_from"] <= day]
    if not valid:
        raise ValueError(f"{placement.id}: complex without a valid assessment on {day}")
    return pence(max(valid, key=lambda a: (a["valid_from"], int(a["version"])))["weekly"])


class Rates:
    """The weekly care fee of one placement, before any absence (section 3)."""

    def __init__(self, pack, placement):
        self.pack = pack
        self.placement = placement
        self.uplifts = [u for u in pack.uplifts if uplift_counts(u, placement)]
        self.changes = sorted(placement.category_changes, key=lambda c: c["from"])

    def change_on(self, day):
        """The category change that governs a day, if any."""
        begun = [change for change in self.changes if change["from"] <= day]
        return begun[-1] if begun else None

    def weekly(self, day):
        """The care fee per week on a day."""
        placement, change = self.placement, self.change_on(day)
        category = change["category"] if change else placement.category
        if category == "complex" or (placement.route == "complex" and change is None):
            return assessed_price(placement, day)
        if placement.route == "block":
            return Fraction(0)
        price, since = self.before_uplift(category, change)
        percents = [u["percent"] for u in self.uplifts if since < u["effective_on"] <= day]
        return chain(price, tuple(percents))

    def before_uplift(self, category, change):
        """The price, and the day after which uplifts count."""
        placement = self.placement
        if placement.route == "framework":
            row = tendered_price(self.pack, placement, category)
            return pence(row["weekly_price"]), row["base_date"]
        if change:
            return pence(change["agreed_weekly"]), change["from"]
        return pence(placement.agreed_weekly), placement.started_on


# --- Which days (section 4) ------------------------------------------------------


def last_day_present(placement):
    """Presence runs to the day before leaving, or to the day of death (section 4)."""
    if placement.ended_on is None:
        return FOREVER
    return placement.ended_on if placement.end_reason == "died" else placement.ended_on - ONE_DAY


def last_fee_day(placement):
    """The last payable day of the care fee (section 4)."""
    if placement.end_reason == "died":
        return placement.ended_on + timedelta(days=AFTER_DEATH_DAYS)
    if placement.end_reason == "notice_council":
        return last_day_of_council_notice(placement)
    return last_day_present(placement)


def last_day_of_council_notice(placement):
    """The later of D - 1 and N + P, but not past the day before re-letting (section 4)."""
    last, left = last_day_present(placement), placement.ended_on
    given = [n["given_on"] for n in placement.notices
             if n["given_by"] == "council" and n["given_on"] <= left]
    if given:
        last = max(last, max(given) + timedelta(days=COUNCIL_NOTICE_DAYS))
    if placement.room_relet_on:
        last = min(last, placement.room_relet_on - ONE_DAY)
    return last


class Absences:
    """The days of one placement that are hospital, absent, or at the retainer (section 4)."""

    def __init__(self, placement, until):
        last = min(last_day_present(placement), until)
        hospital = recorded_days(placement, "hospital", last)
        holiday = recorded_days(placement, "holiday", last) - hospital
        present = {d for d in hospital | holiday if d >= placement.started_on}
        self.hospital = hospital & present
        self.absent = present
        self.retainer = (long_hospital_days(hospital) | spent_holiday_days(holiday)) & present


def recorded_days(placement, kind, last):
    """Every day of the recorded absences of a kind, up to `last`."""
    rows = [a for a in placement.absences if a["kind"] == kind]
    return {d for a in rows for d in days(a["from"], min(a["to"] or last, last))}


def long_hospital_days(hospital):
    """Days past the first 42 of an unbroken absence (section 4)."""
    past, number = set(), {}
    for day in sorted(hospital):
        number[day] = number.get(day - ONE_DAY, 0) + 1
        if number[day] > HOSPITAL_FULL_DAYS:
            past.add(day)
    return past


def spent_holiday_days(holiday):
    """Days past the first 28 absent in a financial year (section 4)."""
    past, used = set(), defaultdict(int)
    for day in sorted(holiday):
        used[financial_year(day)] += 1
        if used[financial_year(day)] > HOLIDAY_DAYS:
            past.add(day)
    return past


# --- Who pays whom (section 5) ---------------------------------------------------


def national_nursing_rate(day):
    """The standard weekly rate of the day; the last one known goes on."""
    known = [year for year in NATIONAL_NURSING_RATE if year <= financial_year(day)]
    if not known:
        raise ValueError(f"no national nursing rate for {day}")
    return pence(NATIONAL_NURSING_RATE[max(known)])


def one_to_one_weekly(row):
    """Hours a week times the hourly rate, exactly (section 3)."""
    return Fraction(row["hours_per_week"]) * pence(row["hourly_rate"] or STANDARD_HOURLY_RATE)


def in_force(rows, day):
    """The rows whose from and to take in the day; an empty `to` has no end."""
    return [row for row in rows if row["from"] <= day <= (row["to"] or FOREVER)]


class Account:
    """What one placement owes on a day, as (element, payer, payee, exact pence)."""

    def __init__(self, pack, placement, until):
        self.placement = placement
        self.rates = Rates(pack, placement)
        self.absences = Absences(placement, until)
        self.last_fee = last_fee_day(placement)
        self.last_other = last_day_present(placement)
        self.last = max(self.last_fee, self.last_other)

    def owed(self, day):
        """Every row of one day (sections 4 and 5)."""
        fee = self.care_fee(day)
        yield "care_fee", "council", "home", fee / 7
        if day <= self.last_other:
            yield from self.one_to_one(day)
            yield from self.one_offs(day)
            yield from self.contributions(day, fee)

    def care_fee(self, day):
        """The weekly care fee after any retainer, nothing past its last day (section 4)."""
        if day > self.last_fee:
            return Fraction(0)
        fee = self.rates.weekly(day)
        return fee * RETAINER if day in self.absences.retainer else fee

    def one_to_one(self, day):
        """Not due on an absent day of either kind (section 4)."""
        if day not in self.absences.absent:
            for row in in_force(self.placement.one_to_one, day):
                yield "one_to_one", "council", "home", one_to_one_weekly(row) / 7

    def one_offs(self, day):
        """An agreed single cost, whole on its day (section 5)."""
        for row in self.placement.one_offs:
            if row["on"] == day:
                yield "one_off", "council", "home", pence(row["amount"])

    def contributions(self, day, fee):
        """Contributions, top-ups and what the NHS pays (section 5)."""
        for row in in_force(self.placement.contributions, day):
            weekly = self.contribution_weekly(row, day, fee)
            for element, payer, payee in CONTRIBUTION_ROWS[row["payer"], row["collector"]]:
                yield element, payer, payee, weekly / 7

    def contribution_weekly(self, row, day, fee):
        """A row's weekly amount on a day (sections 4 and 5)."""
        if row["payer"] == "nhs_nursing":
            if day in self.absences.hospital:
                return Fraction(0)
            return pence(row["weekly"]) if row["weekly"] else national_nursing_rate(day)
        weekly = pence(row["weekly"])
        return min(weekly, fee) if row["payer"] == "person" else weekly


# --- The whole pack --------------------------------------------------------------


def add_placement(sums, pack, placement, window):
    """Adds a placement's days to the exact sums of its pay periods."""
    account = Account(pack, placement, window.last)
    first = max(placement.started_on, window.first)
    for day in days(first, min(account.last, window.last)):
        start = period_start(day)
        for element, payer, payee, amount in account.owed(day):
            sums[placement.id, element, payer, payee, start] += amount


def add_block(sums, block, window):
    """A block is due whether filled or not: beds times the weekly price (section 3)."""
    daily = int(block["beds"]) * pence(block["weekly_price_per_bed"]) / 7
    first, last = max(block["from"], window.first), min(block["to"] or FOREVER, window.last)
    for day in days(first, last):
        sums[block["block_id"], "block_fee", "council", "home", period_start(day)] += daily


def due(pack, window):
    """The rows due in the window, rounded once a period and sorted (section 2)."""
    sums = defaultdict(Fraction)
    for placement in pack.placements.values():
        add_placement(sums, pack, placement, window)
    for block in pack.blocks:
        add_block(sums, block, window)
    rows = [as_row(key, amount, window) for key, amount in sums.items()]
    rows = [row for row in rows if row[-1] != "0.00"]
    return sorted(rows, key=lambda row: [cell.encode() for cell in row])


def as_row(key, amount, window):
    """One printed row: the pay period is clipped to the window (section 2)."""
    placement_id, element, payer, payee, start = key
    first = max(start, window.first)
    last = min(start + timedelta(days=PERIOD_DAYS - 1), window.last)
    whole = round_period(element, amount)
    return placement_id, element, payer, payee, str(first), str(last), pounds(whole)


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("due", help="what is due, per placement, element and period")
    command.add_argument("pack", metavar="PACK_DIR")
    command.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    command.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    return parser.parse_args()


def main():
    """Reads a pack and prints what is due."""
    args = arguments()
    try:
        rows = due(Pack.load(args.pack), Window(args.first, args.last))
    except (OSError, ValueError) as problem:
        sys.exit(f"oracle: {problem}")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


if __name__ == "__main__":
    main()
