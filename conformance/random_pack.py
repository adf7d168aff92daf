#!/usr/bin/env python3
"""Writes a random, valid data pack that exercises every rule of sections 2 to 7.

    python3 random_pack.py --seed 1 --placements 200 --out DIR
    python3 random_pack.py --seed 1 --placements 200 --mutate 7 --out DIR

The second form writes the same pack after random late corrections: same keys,
other values, and new rows, but no row taken away.
"""

import argparse
import csv
import hashlib
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

# The data pack's table: file -> columns.
SCHEMA = {
    "providers": "provider_id name cqc_provider_id companies_house_number email phone",
    "homes": "home_id provider_id name cqc_location_id address town postcode district latitude"
             " longitude beds nursing specialisms cqc_overall cqc_rated_on",
    "appointments": "scheme generation lot home_id admitted_on left_on",
    "prices": "scheme generation home_id category weekly_price base_date",
    "indicative_prices": "home_id category weekly_price from to",
    "people": "person_id nhs_number family_name given_name date_of_birth sex ethnicity postcode",
    "placements": "placement_id person_id home_id category route scheme generation stay"
                  " started_on agreed_weekly ended_on end_reason room_relet_on",
    "category_changes": "placement_id category from agreed_weekly",
    "assessments": "placement_id reference version weekly valid_from file_sha256",
    "absences": "placement_id kind from to",
    "one_to_one": "placement_id hours_per_week hourly_rate from to reason",
    "contributions": "placement_id payer collector weekly from to",
    "uplifts": "scheme applies_to effective_on percent decision",
    "notices": "placement_id given_by given_on reason",
    "self_funders": "person_id home_id capital weekly_income weekly_fee reported_on",
    "vacancies": "home_id category available as_of",
    "one_offs": "placement_id amount on reason",
    "blocks": "block_id home_id beds weekly_price_per_bed from to",
    "budgets": "financial_year category amount",
    "postings": "placement_id element period_from amount pay_run",
}

FIRST_DAY, LAST_START, LAST_DAY = date(2023, 1, 1), date(2028, 6, 30), date(2028, 12, 31)
FRAMEWORK_OPENS = date(2026, 4, 1)
FRAMEWORK, DPS, COST_MODEL = "oprn-framework-2026", "oprn-dps-2016", "ldpdmh-dps-2019"
GENERATIONS = {"1": date(2026, 4, 1), "2": date(2027, 4, 1), "3": date(2028, 4, 1)}
# Tendered prices in whole pounds, in steps of 10 (section 3, bands).
BANDS = {
    "residential": range(600, 881, 10), "residential_high": range(950, 1031, 10),
    "nursing": range(1050, 1091, 10), "nursing_high": range(1150, 1211, 10),
}
# Pounds a week between which an agreed price is drawn, never above 1,210.
AGREED = {
    "residential": (450, 900), "residential_high": (700, 1050), "nursing": (800, 1100),
    "nursing_high": (950, 1210), "complex": (1000, 1210),
}
COLLECTORS = {
    "person": ("home", "council"), "third_party": ("home", "council"),
    "nhs_nursing": ("direct", "council"), "nhs_share": ("council",),
}
WEEKLY = {"person": (20, 400), "third_party": (5, 250), "nhs_nursing": (150, 300),
          "nhs_share": (50, 900)}
STAY_LENGTHS = {"long_term": (40, 1300), "short_term": (14, 84), "respite": (5, 28),
                "day": (28, 300)}
TOWNS = (("Maidstone", "ME14", "51.27", "0.52"), ("Canterbury", "CT1", "51.28", "1.08"),
         ("Ashford", "TN23", "51.15", "0.87"), ("Dartford", "DA1", "51.44", "0.22"),
         ("Folkestone", "CT20", "51.08", "1.17"), ("Tonbridge", "TN9", "51.20", "0.27"))
TREES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Larch", "Oak", "Rowan", "Willow", "Yew")
ENDINGS = ("House", "Court", "Lodge", "Grange", "View")
FAMILY = ("Baker", "Carter", "Dyer", "Fuller", "Glover", "Harper", "Mason", "Potter", "Sawyer")
GIVEN = ("Alice", "Bernard", "Clara", "Desmond", "Edith", "Frank", "Grace", "Harold", "Iris")


def plus(day, count):
    """The day `count` days later."""
    return day + timedelta(days=count)


def iso(day):
    """A date as the pack writes it; None is empty."""
    return day.isoformat() if day else ""


def read(text):
    """A date from the pack; empty is None."""
    return date.fromisoformat(text) if text else None


def half_year(day):
    """The half-year a day lies in: 1 Apr to 30 Sep, 1 Oct to 31 Mar (section 3)."""
    if 4 <= day.month <= 9:
        return date(day.year, 4, 1), date(day.year, 9, 30)
    first = day.year if day.month >= 10 else day.year - 1
    return date(first, 10, 1), date(first + 1, 3, 31)


def nhs_number(nine):
    """The nine digits with their modulus 11 check digit, or None if there is none."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1)))
    check = (11 - total % 11) % 11
    return None if check == 10 else nine + str(check)


def last_present(placement):
    """The last day of presence of a placement row, or None (section 4)."""
    ended = read(placement["ended_on"])
    if ended and placement["end_reason"] != "died":
        return plus(ended, -1)
    return ended


class Dice:
    """Random draws in the shapes a pack needs."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.whole = self.random.randint

    def chance(self, share):
        """True for this share of throws."""
        return self.random.random() < share

    def day(self, first, last):
        """A day between two, both included."""
        return plus(first, self.whole(0, max(0, (last - first).days)))

    def money(self, low, high):
        """Pounds with odd pence, two decimals."""
        pence = self.whole(low * 100, high * 100)
        return f"{pence // 100}.{pence % 100:02d}"

    def percent(self):
        """An exact decimal, often an odd one."""
        return self.pick(("2.82307", "3.5", "0", "1.00", f"{self.random.uniform(0.2, 7.5):.5f}",
                          f"{self.random.uniform(0.2, 7.5):.3f}"))

    def postcode(self, area):
        """A postcode of a valid shape in an area such as ME14."""
        return f"{area} {self.whole(1, 9)}" + "".join(self.pick("ABDEFGHJLNPQRSTUWXYZ")
                                                     for _ in "12")


class Builder:
    """Builds the tables of one pack."""

    def __init__(self, seed, placements):
        self.dice = Dice(seed)
        self.wanted = placements
        self.tables = {name: [] for name in SCHEMA}
        self.prices = {}
        self.indicative = {}
        self.nhs_numbers = set()
        self.references = 0
        self.nursing_homes = set()
        self.block_homes = []

    def add(self, table, *values):
        """Adds a row, its values in the order of the table's columns."""
        row = dict(zip(SCHEMA[table].split(), map(str, values), strict=True))
        self.tables[table].append(row)
        return row

    def build(self):
        """Every table of the pack."""
        self.add_homes(max(6, self.wanted // 12))
        self.add_prices()
        self.add_uplifts()
        self.add_blocks()
        while len(self.tables["placements"]) < self.wanted:
            self.add_life(self.add_person())
        self.add_grouped_notices()
        self.add_self_funders()
        self.add_vacancies()
        return self.tables

    # --- Homes and prices ---

    def add_homes(self, count):
        """Homes, about three to a provider."""
        for number in range(1, count + 1):
            if number % 3 == 1:
                self.add_provider(number // 3 + 1)
            self.add_home(number, f"PR{(number - 1) // 3 + 1:04d}")

    def add_provider(self, number):
        """One provider."""
        self.add("providers", f"PR{number:04d}", f"{TREES[number % 10]} Care {number} Ltd",
                 f"1-{101000000 + number}", f"{1000000 + number:08d}",
                 f"office{number}@example.org", f"01632 96{number % 10000:04d}")

    def add_home(self, number, provider):
        """One home; two in three are registered for nursing."""
        dice, home = self.dice, f"H{number:04d}"
        town, area, latitude, longitude = dice.pick(TOWNS)
        nursing = number % 3 != 0
        if nursing:
            self.nursing_homes.add(home)
        if number % 5 == 1:
            self.block_homes.append(home)
        self.add("homes", home, provider, f"{dice.pick(TREES)} {dice.pick(ENDINGS)} {number}",
                 f"1-{123000000 + number}", f"{dice.whole(1, 99)} High Street", town,
                 dice.postcode(area), town, f"{latitude}{dice.whole(0, 99):02d}",
                 f"{longitude}{dice.whole(0, 99):02d}", dice.whole(20, 90),
                 "yes" if nursing else "no", dice.pick(("", "dementia", "dementia|physical")),
                 dice.pick(("Outstanding", "Good", "Good", "Requires improvement")),
                 iso(dice.day(date(2019, 1, 1), date(2022, 12, 31))))

    def homes(self):
        """Every home id."""
        return [row["home_id"] for row in self.tables["homes"]]

    def categories(self, home):
        """The categories a home may take."""
        nursing = ["nursing", "nursing_high"] if home in self.nursing_homes else []
        return ["residential", "residential_high", "complex"] + nursing

    def add_prices(self):
        """Framework prices; every home has generation 1, fewer the later ones."""
        shares = {"1": 1, "2": 0.8, "3": 0.5}
        for home in self.homes():
            for generation, opens in GENERATIONS.items():
                if self.dice.chance(shares[generation]):
                    self.add("appointments", FRAMEWORK, generation, "1", home, iso(opens), "")
                    self.add_home_prices(home, generation, opens)

    def add_home_prices(self, home, generation, opens):
        """A home's tendered prices in one generation; some have a later base date."""
        for category in self.categories(home):
            if category != "complex":
                base = plus(opens, self.dice.whole(1, 60) if self.dice.chance(0.1) else 0)
                price = self.dice.pick(BANDS[category])
                self.add("prices", FRAMEWORK, generation, home, category, f"{price}.00", iso(base))
                self.prices[home, category, generation] = base

    def add_uplifts(self):
        """Uplifts of every kind, some on one day, some of other schemes."""
        for year in range(2023, 2029):
            for kind, schemes in (("framework", (FRAMEWORK, "oprn-framework-2021")),
                                  ("dps", (DPS, COST_MODEL, "")), ("legacy", (DPS, "")),
                                  ("spot", (DPS, COST_MODEL)), ("cost_model", (COST_MODEL, DPS))):
                self.add_year_uplifts(year, kind, schemes)

    def add_year_uplifts(self, year, kind, schemes):
        """The uplifts of one kind in a year: April, for most schemes, and often another day."""
        april = date(year, 4, 1)
        for scheme in schemes:
            if scheme == schemes[0] or self.dice.chance(0.4):
                self.add_uplift(scheme, kind, april)
        if self.dice.chance(0.6):
            self.add_uplift(schemes[0], kind, self.dice.day(plus(april, 1), date(year, 12, 31)))

    def add_uplift(self, scheme, kind, day):
        """One uplift."""
        number = len(self.tables["uplifts"]) + 1
        self.add("uplifts", scheme, kind, iso(day), self.dice.percent(), f"DEC-{number:03d}")

    def add_blocks(self):
        """Block contracts that cover every day, in one block or in two that follow on."""
        for home in self.block_homes:
            first = date(2022, 10, 3)
            if self.dice.chance(0.5):
                last = self.dice.day(date(2024, 1, 1), date(2027, 12, 31))
                self.add_block(home, first, last)
                first = plus(last, 1)
            self.add_block(home, first, None)

    def add_block(self, home, first, last):
        """One block contract: an even number of beds."""
        number = len(self.tables["blocks"]) + 1
        self.add("blocks", f"B{number:04d}", home, 2 * self.dice.whole(1, 5),
                 self.dice.money(600, 1100), iso(first), iso(last))

    # --- People and their placements ---

    def add_person(self):
        """One person; NHS numbers begin 999, which is never issued."""
        dice, number = self.dice, len(self.tables["people"]) + 1
        nhs = None
        while nhs is None or nhs in self.nhs_numbers:
            nhs = nhs_number(f"999{dice.whole(0, 999999):06d}")
        self.nhs_numbers.add(nhs)
        self.add("people", f"P{number:06d}", nhs, dice.pick(FAMILY), dice.pick(GIVEN),
                 iso(dice.day(date(1924, 1, 1), date(1985, 12, 31))),
                 dice.pick(("female", "male")), "White British",
                 dice.postcode(dice.pick(TOWNS)[1]))
        return f"P{number:06d}"

    def add_life(self, person):
        """A person's placements, one after another, never two at once."""
        start, home = self.dice.day(FIRST_DAY, LAST_START), None
        while start and start <= LAST_START and len(self.tables["placements"]) < self.wanted:
            home = self.dice.pick([other for other in self.homes() if other != home])
            placement = self.add_placement(person, home, start)
            self.add_facts(placement)
            start = self.next_start(placement)

    def next_start(self, placement):
        """When the person's next placement starts, if there is one."""
        ended, reason = read(placement["ended_on"]), placement["end_reason"]
        if ended is None or reason == "died":
            return None
        if reason == "moved" and self.dice.chance(0.8):
            return ended
        return plus(ended, self.dice.whole(0, 200)) if self.dice.chance(0.25) else None

    def add_placement(self, person, home, start):
        """One placement, with whatever price its route needs."""
        route = self.pick_route(home, start)
        category = self.pick_category(home, route, start)
        stay = self.dice.pick(("long_term",) * 6 + ("short_term", "respite", "day"))
        ended, reason, relet = self.pick_ending(stay, start)
        scheme = {"framework": FRAMEWORK, "dps": DPS, "cost_model": COST_MODEL}.get(route, "")
        if route in ("legacy", "spot") and self.dice.chance(0.5):
            scheme = DPS
        agreed = "" if route in ("framework", "block") else self.agree(home, route, category, start)
        number = len(self.tables["placements"]) + 1
        return self.add("placements", f"PL{number:06d}", person, home, category, route, scheme,
                        self.pick_generation(home, route, category, start), stay, iso(start),
                        agreed, iso(ended), reason, iso(relet))

    def pick_route(self, home, start):
        """A route open to the home on the day."""
        routes = ["dps", "dps", "spot", "cost_model", "complex"]
        routes += ["block", "block"] if home in self.block_homes else []
        if start < FRAMEWORK_OPENS:
            routes += ["legacy", "legacy"]
        if self.generation_on(home, "residential", start):
            routes += ["framework"] * 6
        return self.dice.pick(routes)

    def pick_category(self, home, route, start):
        """A category the home takes and, on the framework, has a price for."""
        if route == "complex" or self.dice.chance(0.06):
            return "complex"
        categories = [c for c in self.categories(home) if c != "complex"]
        if route == "framework":
            categories = [c for c in categories if self.generation_on(home, c, start)]
        return self.dice.pick(categories)

    def generation_on(self, home, category, day):
        """The generation whose price has the latest base date on or before the day."""
        begun = [(base, generation) for (h, c, generation), base in self.prices.items()
                 if (h, c) == (home, category) and base <= day]
        return max(begun)[1] if begun else ""

    def pick_generation(self, home, route, category, start):
        """The generation pinned on the first day, sometimes left to be worked out."""
        if route != "framework":
            return ""
        if category == "complex":
            return self.generation_on(home, "residential", start)
        return "" if self.dice.chance(0.3) else self.generation_on(home, category, start)

    def pick_ending(self, stay, start):
        """The day of leaving, its reason, and when the room was re-let, or nothing."""
        dice = self.dice
        ended = plus(start, dice.whole(*STAY_LENGTHS[stay]))
        if ended > LAST_DAY or (stay == "long_term" and dice.chance(0.35)):
            return None, "", None
        reason = dice.pick(("died", "died", "moved", "moved", "discharged", "notice_provider",
                            "notice_council", "notice_council"))
        relet = None
        if dice.chance(0.5 if reason == "notice_council" else 0.15):
            relet = plus(ended, dice.whole(1 if reason == "died" else 0, 35))
        return ended, reason, relet

    def agree(self, home, route, category, day):
        """An agreed price; on the DPS not above the indicative price (section 3)."""
        low, high = AGREED[category]
        if route != "dps":
            return self.dice.money(low, high)
        key = home, category, half_year(day)
        if key not in self.indicative:
            self.indicative[key] = self.dice.money(low + 50, high)
            first, last = half_year(day)
            self.add("indicative_prices", home, category, self.indicative[key], iso(first),
                     iso(last))
        if self.dice.chance(0.2):
            return self.indicative[key]
        return self.dice.money(low, int(Decimal(self.indicative[key])))

    # --- What happens in a placement ---

    def add_facts(self, placement):
        """Everything the other files say of a placement."""
        first = read(placement["started_on"])
        last = last_present(placement) or LAST_DAY
        self.add_changes(placement, first, last)
        self.add_assessments(placement, first, last)
        self.add_absences(placement, first, last)
        self.add_one_to_one(placement, first, last)
        self.add_contributions(placement, first, last)
        self.add_one_offs(placement, first, last)
        self.add_notices(placement, first)

    def add_changes(self, placement, first, last):
        """Changes of category, strictly inside presence."""
        category, day = placement["category"], first
        for share in (0.3, 0.4, 0.4):
            if not self.dice.chance(share) or (last - day).days < 3:
                return
            day = self.dice.day(plus(day, 1), plus(last, -1))
            choices = self.change_choices(placement, category, day)
            if not choices:
                return
            category = self.dice.pick(choices)
            priced = placement["route"] not in ("framework", "block") and category != "complex"
            agreed = self.agree(placement["home_id"], placement["route"], category, day)
            self.add("category_changes", placement["placement_id"], category, iso(day),
                     agreed if priced else "")

    def change_choices(self, placement, category, day):
        """The categories a placement may change to on a day, complex more often."""
        home, choices = placement["home_id"], []
        for other in self.categories(home):
            if other == "complex" or placement["route"] != "framework":
                choices.append(other)
            elif self.pinned_base(placement, other, day) is not None:
                choices.append(other)
        choices += ["complex"]
        return [other for other in choices if other != category]

    def pinned_base(self, placement, category, day):
        """The base date of the pinned generation's price, if it is not after the day."""
        home, start = placement["home_id"], read(placement["started_on"])
        generation = placement["generation"]
        generation = generation or self.generation_on(home, placement["category"], start)
        base = self.prices.get((home, category, generation))
        return base if base and base <= day else None

    def complex_days(self, placement):
        """The days on which a placement becomes complex."""
        found = [read(placement["started_on"])] if placement["category"] == "complex" else []
        for change in self.tables["category_changes"]:
            if change["placement_id"] == placement["placement_id"]:
                found += [read(change["from"])] if change["category"] == "complex" else []
        return found

    def add_assessments(self, placement, first, last):
        """An assessment valid when complex begins, then reassessments in several versions."""
        begins = self.complex_days(placement)
        if not begins:
            return
        self.references += 1
        valid = plus(begins[0], -self.dice.whole(0, 60)) if self.dice.chance(0.4) else begins[0]
        self.add_assessment(placement, self.references, 1, valid)
        for version in range(2, self.dice.whole(1, 5)):
            if self.dice.chance(0.6):
                valid = self.dice.day(first, last)
            self.add_assessment(placement, self.references, version, valid)

    def add_assessment(self, placement, reference, version, valid):
        """One version of an assessment."""
        digest = hashlib.sha256(f"{reference}/{version}".encode()).hexdigest()
        self.add("assessments", placement["placement_id"], f"CA{reference:05d}", version,
                 self.dice.money(900, 3500), iso(valid), digest)

    def add_absences(self, placement, first, last):
        """Stays in hospital and holidays, alone and in awkward pairs."""
        if not self.dice.chance(0.45):
            return
        for _ in range(self.dice.whole(1, 4)):
            begins = self.dice.day(first, last)
            if self.dice.chance(0.05):
                begins = plus(first, -self.dice.whole(1, 50))
            if self.dice.chance(0.25):
                begins = min(max(first, date(begins.year, 3, 20)), last)
            self.add_absence_pattern(placement, begins, last)

    def add_absence_pattern(self, placement, begins, last):
        """One pattern of absences from a day."""
        dice, length = self.dice, self.dice.whole
        patterns = {
            "short": [(dice.pick(("hospital", "holiday")), 0, length(0, 20))],
            "long hospital": [("hospital", 0, length(40, 120))],
            "long holiday": [("holiday", 0, length(25, 70))],
            "touching": [("hospital", 0, 29), ("hospital", 30, 30 + length(8, 40))],
            "overlapping": [("hospital", 0, 35), ("hospital", 20, 20 + length(5, 60))],
            "one day apart": [("hospital", 0, 29), ("hospital", 31, 31 + length(8, 40))],
            "holidays overlap": [("holiday", 0, 15), ("holiday", 10, 10 + length(5, 40))],
            "both kinds": [("holiday", 0, length(20, 50)), ("hospital", 5, 5 + length(5, 60))],
            "open": [(dice.pick(("hospital", "holiday")), 0, None)],
        }
        for kind, offset, until in patterns[dice.pick(sorted(patterns))]:
            to = None if until is None else plus(begins, until)
            if to and to > last and dice.chance(0.7):
                to = max(last, plus(begins, offset))
            self.add_absence(placement, kind, plus(begins, offset), to)

    def add_absence(self, placement, kind, begins, to):
        """One absence, unless that kind already has one from the same day."""
        key = placement["placement_id"], kind, iso(begins)
        if key not in {tuple(row.values())[:3] for row in self.tables["absences"][-40:]}:
            self.add("absences", *key, iso(to))

    def add_one_to_one(self, placement, first, last):
        """Extra hours, with a from and a to; two may run at once."""
        for begins in sorted({self.dice.day(first, last) for _ in "12" if self.dice.chance(0.2)}):
            to = min(plus(begins, self.dice.whole(0, 200)), last)
            self.add("one_to_one", placement["placement_id"],
                     self.dice.pick(("7.25", "10.50", "12.75", "3.33", "14.00", "35.10")),
                     self.dice.pick(("20.00", "20.00", "20.00", "21.37")), iso(begins), iso(to),
                     "Falls at night")

    def add_contributions(self, placement, first, last):
        """What a person, a third party and the NHS pay."""
        nursing = placement["category"].startswith("nursing")
        shares = {"person": 0.7, "third_party": 0.25, "nhs_nursing": 0.7 if nursing else 0,
                  "nhs_share": 0.12}
        for payer, share in shares.items():
            if self.dice.chance(share):
                self.add_payer(placement, payer, first, last)

    def add_payer(self, placement, payer, first, last):
        """One payer's amounts, one after another, sometimes with gaps between."""
        begins = first if self.dice.chance(0.8) else self.dice.day(first, last)
        for more in (0.5, 0.4, 0.3, 0):
            to = plus(begins, self.dice.whole(0, 240))
            final = to >= last or not self.dice.chance(more)
            if final:
                to = None if self.dice.chance(0.8) else min(to, last)
            self.add("contributions", placement["placement_id"], payer,
                     self.dice.pick(COLLECTORS[payer]), self.weekly(payer), iso(begins), iso(to))
            if final:
                return
            begins = plus(to, self.dice.pick((1, 1, 1, self.dice.whole(2, 30))))
            if begins > last:
                return

    def weekly(self, payer):
        """A weekly amount in odd pence; empty is the national rate; a few pass any fee."""
        if payer == "nhs_nursing" and self.dice.chance(0.5):
            return ""
        if payer == "person" and self.dice.chance(0.12):
            return self.dice.money(1250, 4000)
        return self.dice.money(*WEEKLY[payer])

    def add_one_offs(self, placement, first, last):
        """Single costs, some on the very first and last days and some outside them."""
        days = [(0.12, self.dice.day(first, last)), (0.02, first), (0.02, last),
                (0.02, plus(last, 1)), (0.01, plus(first, -1))]
        chosen = {day for share, day in days if self.dice.chance(share)}
        for day in sorted(chosen):
            self.add("one_offs", placement["placement_id"], self.dice.money(10, 900), iso(day),
                     "Transport")

    def add_notices(self, placement, first):
        """Notice behind an ending; a council ending may have several or none."""
        ended, reason = read(placement["ended_on"]), placement["end_reason"]
        days = set()
        if reason == "notice_council" and self.dice.chance(0.85):
            days = {plus(ended, -self.dice.whole(0, 50)) for _ in range(self.dice.pick((1, 1, 2)))}
            days |= {plus(ended, 5)} if self.dice.chance(0.08) else set()
        if reason == "notice_provider":
            days = {plus(ended, -self.dice.whole(20, 95))}
        giver = "council" if reason == "notice_council" else "provider"
        for day in sorted({max(day, first) for day in days}):
            self.add("notices", placement["placement_id"], giver, iso(day), "Needs have changed")

    def add_grouped_notices(self):
        """Provider's notices close together on placements of one home (section 7)."""
        for home in self.homes()[::7]:
            open_here = [p for p in self.tables["placements"]
                         if p["home_id"] == home and not p["ended_on"]]
            common = self.dice.day(date(2028, 7, 1), date(2028, 10, 31))
            for placement in open_here[:4]:
                day = plus(common, self.dice.whole(0, 40))
                self.add("notices", placement["placement_id"], "provider", iso(day), "Closure")

    def add_self_funders(self):
        """People who pay for themselves and have no placement."""
        for _ in range(self.wanted // 50 + 1):
            self.add("self_funders", self.add_person(), self.dice.pick(self.homes()),
                     self.dice.money(24000, 90000), self.dice.money(150, 500),
                     self.dice.money(700, 1400), iso(self.dice.day(FIRST_DAY, LAST_DAY)))

    def add_vacancies(self):
        """Rooms said to be free."""
        for home in self.homes()[::4]:
            self.add("vacancies", home, "residential", self.dice.whole(0, 5), "2026-05-04")


class Corrections:
    """Late corrections to a pack: rows change or are added, none is taken away."""

    def __init__(self, tables, seed):
        self.tables = tables
        self.dice = Dice(seed)

    def apply(self):
        """Corrects about one placement in ten, and one uplift in ten."""
        placements = self.tables["placements"]
        for placement in self.sample(placements):
            self.correct(placement)
        for uplift in self.sample(self.tables["uplifts"]):
            uplift["percent"] = self.dice.percent()

    def sample(self, rows):
        """A tenth of the rows, one at least, in the order of the table."""
        count = min(len(rows), max(1, len(rows) // 10))
        return [rows[i] for i in sorted(self.dice.random.sample(range(len(rows)), count))]

    def correct(self, placement):
        """One correction of a kind that fits; an absence can always be added."""
        kinds = [self.record_death, self.move_end, self.change_contribution,
                 self.lengthen_absence, self.reprice, self.reassess, self.add_absence]
        self.dice.random.shuffle(kinds)
        next(kind for kind in kinds if kind(placement))

    def rows(self, table, placement):
        """The rows of a table that name a placement."""
        return [r for r in self.tables[table] if r["placement_id"] == placement["placement_id"]]

    def earliest_end(self, placement):
        """The first day of leaving that keeps every category change inside presence."""
        days = [plus(read(c["from"]), 2) for c in self.rows("category_changes", placement)]
        return max(days + [plus(read(placement["started_on"]), 1)])

    def next_start(self, placement):
        """The start of the person's next placement, if any."""
        starts = [read(p["started_on"]) for p in self.tables["placements"]
                  if p["person_id"] == placement["person_id"]]
        return min((s for s in starts if s > read(placement["started_on"])), default=None)

    def record_death(self, placement):
        """A death recorded on an open placement."""
        first = self.earliest_end(placement)
        if placement["ended_on"] or first > LAST_DAY:
            return False
        placement["ended_on"] = iso(self.dice.day(first, LAST_DAY))
        placement["end_reason"] = "died"
        return True

    def move_end(self, placement):
        """The day of leaving moved, not past the person's next placement."""
        ended = read(placement["ended_on"])
        if not ended:
            return False
        first = max(self.earliest_end(placement), plus(ended, -60))
        last = self.next_start(placement) or plus(ended, 60)
        if first > last:
            return False
        moved = self.dice.day(first, last)
        if placement["room_relet_on"]:
            gap = (read(placement["room_relet_on"]) - ended).days
            placement["room_relet_on"] = iso(plus(moved, gap))
        placement["ended_on"] = iso(moved)
        return moved != ended

    def change_contribution(self, placement):
        """A contribution's amount changed."""
        rows = self.rows("contributions", placement)
        if rows:
            row = self.dice.pick(rows)
            row["weekly"] = self.dice.money(*WEEKLY[row["payer"]])
        return bool(rows)

    def lengthen_absence(self, placement):
        """An absence that lasted longer than was known."""
        rows = [row for row in self.rows("absences", placement) if row["to"]]
        if rows:
            row = self.dice.pick(rows)
            row["to"] = iso(plus(read(row["to"]), self.dice.whole(1, 60)))
        return bool(rows)

    def add_absence(self, placement):
        """An absence nobody had told the council of."""
        first = read(placement["started_on"])
        taken = {(row["kind"], row["from"]) for row in self.rows("absences", placement)}
        begins, kind = first, self.dice.pick(("hospital", "holiday"))
        while (kind, iso(begins)) in taken:
            begins = plus(begins, 1)
        limit = max(begins, last_present(placement) or LAST_DAY)
        later = self.dice.day(begins, limit)
        begins = begins if (kind, iso(later)) in taken else later
        to = plus(begins, self.dice.whole(0, 70))
        self.tables["absences"].append({"placement_id": placement["placement_id"], "kind": kind,
                                        "from": iso(begins), "to": iso(to)})
        return True

    def reprice(self, placement):
        """A tendered price corrected to another spinal point of its band."""
        prices = [row for row in self.tables["prices"]
                  if (row["home_id"], row["category"])
                  == (placement["home_id"], placement["category"])]
        if placement["route"] != "framework" or not prices:
            return False
        row = self.dice.pick(prices)
        points = [f"{point}.00" for point in BANDS[row["category"]]]
        row["weekly_price"] = self.dice.pick([p for p in points if p != row["weekly_price"]])
        return True

    def reassess(self, placement):
        """A further version of an assessment, from an old day or a new one."""
        rows = self.rows("assessments", placement)
        if not rows:
            return False
        row = dict(self.dice.pick(rows))
        row["version"] = str(max(int(other["version"]) for other in rows) + 1)
        row["weekly"] = self.dice.money(900, 3500)
        if self.dice.chance(0.5):
            row["valid_from"] = iso(plus(read(row["valid_from"]), self.dice.whole(1, 200)))
        name = f"{row['reference']}/{row['version']}"
        row["file_sha256"] = hashlib.sha256(name.encode()).hexdigest()
        self.tables["assessments"].append(row)
        return True


def make(seed, placements, mutate=None):
    """The tables of a random pack, corrected when `mutate` is a seed."""
    tables = Builder(seed, placements).build()
    if mutate is not None:
        Corrections(tables, mutate).apply()
    return tables


def write(tables, folder):
    """Writes every file of the data pack, with its header even if it has no rows."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in SCHEMA.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns.split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[name])


def main():
    """Reads the command line and writes a pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--placements", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--mutate", type=int, metavar="SEED")
    args = parser.parse_args()
    write(make(args.seed, args.placements, args.mutate), args.out)


if __name__ == "__main__":
    main()
