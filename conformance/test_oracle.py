"""Tests of the oracle by worked example, and of the random packs' validity.

    python3 -m unittest test_oracle
"""

import tempfile
import unittest
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import oracle
import random_pack
from oracle import Pack, Window

P1 = "PL000001"


def row(table, **values):
    """A row of a table, empty where nothing is given; `on_` and `from_` lose their mark."""
    values = {name.rstrip("_"): value for name, value in values.items()}
    unknown = set(values) - set(random_pack.SCHEMA[table].split())
    assert not unknown, unknown
    return {name: values.get(name, "") for name in random_pack.SCHEMA[table].split()}


def placement(**values):
    """A spot nursing placement at £880 from 1 April 2024, changed as asked."""
    given = {"placement_id": P1, "person_id": "P000001", "home_id": "H0001",
             "category": "nursing", "route": "spot", "stay": "long_term",
             "started_on": "2024-04-01", "agreed_weekly": "880.00"}
    return row("placements", **(given | values))


def about(table, **values):
    """A row of another table that names the placement."""
    return row(table, placement_id=P1, **values)


def due(first, last, main, **tables):
    """Amounts due in a window: (element, payer, payee) -> those of each period, in order."""
    pack = Pack({"placements": [main], **tables})
    found = defaultdict(list)
    for cells in oracle.due(pack, Window(date.fromisoformat(first), date.fromisoformat(last))):
        found[cells[1:4]].append(cells[6])
    return dict(found)


def fees(first, last, main, **tables):
    """The care fee of each period in a window."""
    return due(first, last, main, **tables).get(("care_fee", "council", "home"), [])


def fee_days(main, **tables):
    """How many days from 1 April 2024 a £700 placement is paid in full."""
    total = sum(Decimal(a) for a in fees("2024-04-01", "2025-03-31", main, **tables))
    return total / 100


class DaysAndMoney(unittest.TestCase):
    """Section 2."""

    def test_a_whole_period(self):
        self.assertEqual(fees("2024-04-01", "2024-04-28", placement()), ["3520.00"])

    def test_ten_days(self):
        self.assertEqual(fees("2024-04-01", "2024-04-10", placement()), ["1257.14"])

    def test_two_segments_are_rounded_together(self):
        change = about("category_changes", category="nursing_high", from_="2024-04-04",
                       agreed_weekly="881.50")
        main = placement(agreed_weekly="881.00")
        self.assertEqual(fees("2024-04-01", "2024-04-07", main, category_changes=[change]),
                         ["881.29"])

    def test_periods_are_counted_both_ways(self):
        self.assertEqual(oracle.period_start(date(2024, 3, 31)), date(2024, 3, 4))
        self.assertEqual(oracle.period_start(date(2024, 4, 28)), date(2024, 4, 1))
        self.assertEqual(oracle.period_start(date(2024, 4, 29)), date(2024, 4, 29))

    def test_half_a_penny_goes_away_from_zero(self):
        self.assertEqual(oracle.round_half_away(oracle.Fraction(5, 2)), 3)
        self.assertEqual(oracle.round_half_away(oracle.Fraction(-5, 2)), -3)

    def test_a_person_is_rounded_down(self):
        paid = about("contributions", payer="person", collector="home", weekly="100.01",
                     from_="2024-04-01")
        found = due("2024-04-01", "2024-04-05", placement(), contributions=[paid])
        # 10001 x 5 / 7 = 7143.571...
        self.assertEqual(found["contribution", "person", "home"], ["71.43"])

    def test_the_window_clips_the_period(self):
        pack = Pack({"placements": [placement(started_on="2024-05-02")]})
        rows = oracle.due(pack, Window(date(2024, 4, 5), date(2024, 5, 10)))
        self.assertEqual([r[4:6] for r in rows], [("2024-04-29", "2024-05-10")])


class Rate(unittest.TestCase):
    """Section 3."""

    uplift = {"applies_to": "framework", "scheme": "F", "effective_on": "2026-06-01",
              "percent": "2.82307"}
    prices = [row("prices", scheme="F", generation=g, home_id="H0001", category=c,
                  weekly_price=p, base_date=b)
              for g, c, p, b in (("1", "nursing", "1050.00", "2026-04-01"),
                                 ("1", "residential", "600.00", "2026-04-01"),
                                 ("2", "nursing", "1090.00", "2027-04-01"))]

    def week(self, day, main, **tables):
        """The care fee of one full week that lies in one pay period."""
        return fees(day, str(date.fromisoformat(day) + 6 * oracle.ONE_DAY), main, **tables)

    def framework(self, **values):
        """A framework placement that starts after its price was uplifted."""
        return placement(**({"route": "framework", "scheme": "F", "agreed_weekly": "",
                             "started_on": "2026-07-01"} | values))

    def test_framework_is_pinned_and_uplifted_from_its_base(self):
        tables = {"prices": self.prices, "uplifts": [row("uplifts", **self.uplift)]}
        for generation in ("1", ""):
            main = self.framework(generation=generation)
            self.assertEqual(self.week("2027-06-21", main, **tables), ["1079.64"])

    def test_another_schemes_framework_uplift_does_not_count(self):
        uplift = row("uplifts", **self.uplift | {"scheme": "G"})
        tables = {"prices": self.prices, "uplifts": [uplift]}
        self.assertEqual(self.week("2027-06-21", self.framework(), **tables), ["1050.00"])

    def test_a_change_takes_its_own_generation_from_its_base(self):
        change = about("category_changes", category="residential", from_="2027-05-01")
        tables = {"prices": self.prices, "uplifts": [row("uplifts", **self.uplift)],
                  "category_changes": [change]}
        self.assertEqual(self.week("2027-06-21", self.framework(), **tables), ["616.94"])

    def test_uplifts_chain_and_round_at_each_step(self):
        ups = [row("uplifts", applies_to="spot", scheme=s, effective_on="2024-05-06", percent=p)
               for s, p in (("b", "0.3"), ("a", "0.25"))]
        # 100.01 x 1.0025 = 100.26 (100.260025), x 1.003 = 100.56 (100.56078)
        main = placement(agreed_weekly="100.01")
        self.assertEqual(self.week("2024-05-06", main, uplifts=ups), ["100.56"])

    def test_an_uplift_on_the_first_day_does_not_count(self):
        up = row("uplifts", applies_to="spot", effective_on="2024-04-01", percent="10")
        self.assertEqual(self.week("2024-04-01", placement(), uplifts=[up]), ["880.00"])

    def test_dps_uplift_of_another_scheme(self):
        for scheme, fee in (("D", "968.00"), ("E", "880.00"), ("", "968.00")):
            up = row("uplifts", applies_to="dps", scheme=scheme, effective_on="2024-04-02",
                     percent="10")
            main = placement(route="dps", scheme="D")
            self.assertEqual(self.week("2024-04-08", main, uplifts=[up]), [fee])

    def test_complex_takes_the_latest_assessment(self):
        found = [about("assessments", version=v, weekly=w, valid_from=f)
                 for v, w, f in (("9", "1500.00", "2024-03-01"), ("2", "1700.00", "2024-04-08"),
                                 ("10", "1600.00", "2024-04-08"), ("11", "9.00", "2024-04-15"))]
        up = row("uplifts", applies_to="spot", effective_on="2024-04-05", percent="10")
        for route in ("spot", "complex", "block"):
            main = placement(route=route, category="complex")
            tables = {"assessments": found, "uplifts": [up]}
            self.assertEqual(self.week("2024-04-08", main, **tables), ["1600.00"])

    def test_complex_without_an_assessment_is_an_error(self):
        with self.assertRaises(ValueError):
            self.week("2024-04-08", placement(category="complex"))

    def test_a_block_owes_no_care_fee_but_its_beds(self):
        block = row("blocks", block_id="B0001", beds="4", weekly_price_per_bed="700.00",
                    from_="2024-04-01")
        paid = about("contributions", payer="person", collector="home", weekly="90.00",
                     from_="2024-04-01")
        found = due("2024-04-01", "2024-04-07", placement(route="block"), blocks=[block],
                    contributions=[paid])
        self.assertEqual(found, {("block_fee", "council", "home"): ["2800.00"]})

    def test_one_to_one_is_hours_times_rate_until_its_end(self):
        extra = about("one_to_one", hours_per_week="7.25", hourly_rate="20.01", to="2024-04-05",
                      from_="2024-04-01")
        found = due("2024-04-01", "2024-04-28", placement(), one_to_one=[extra])
        # 7.25 x 20.01 = 145.0725; x 5 / 7 = 103.623...
        self.assertEqual(found["one_to_one", "council", "home"], ["103.62"])


class PayableDays(unittest.TestCase):
    """Section 4, on a placement of £700 a week, so £100 a day."""

    def left(self, reason, ended="2024-04-11", **values):
        """The £700 placement, ended."""
        return placement(agreed_weekly="700.00", end_reason=reason, ended_on=ended, **values)

    def test_death_pays_three_days_after(self):
        self.assertEqual(fee_days(self.left("died")), 14)

    def test_leaving_pays_to_the_day_before(self):
        for reason in ("moved", "discharged", "notice_provider", "notice_council"):
            self.assertEqual(fee_days(self.left(reason)), 10)

    def test_council_notice(self):
        told = [about("notices", given_by=by, given_on=on)
                for by, on in (("council", "2024-03-20"), ("council", "2024-04-05"),
                               ("provider", "2024-04-06"), ("council", "2024-04-12"))]
        self.assertEqual(fee_days(self.left("notice_council"), notices=told), 33)
        relet = self.left("notice_council", room_relet_on="2024-04-15")
        self.assertEqual(fee_days(relet, notices=told), 14)

    def test_other_elements_stop_at_death_or_the_day_before_leaving(self):
        paid = about("contributions", payer="person", collector="council", weekly="70.00",
                     from_="2024-04-01")
        for reason, amount in (("died", "110.00"), ("moved", "100.00")):
            found = due("2024-04-01", "2024-04-28", self.left(reason), contributions=[paid])
            self.assertEqual(found["contribution", "person", "council"], [amount])

    def absent(self, *spells):
        """Absences of the placement."""
        return [about("absences", kind=kind, from_=first, to=last) for kind, first, last in spells]

    def days(self, *spells):
        """Full days' worth of fee over the year's 365 days, with these absences."""
        return fee_days(placement(agreed_weekly="700.00"), absences=self.absent(*spells))

    def test_hospital_goes_to_the_retainer_after_forty_two_days(self):
        self.assertEqual(self.days(("hospital", "2024-05-01", "2024-06-11")), 365)
        self.assertEqual(self.days(("hospital", "2024-05-01", "2024-06-16")), 364)

    def test_hospital_absences_that_touch_are_one(self):
        self.assertEqual(self.days(("hospital", "2024-05-01", "2024-05-31"),
                                   ("hospital", "2024-06-01", "2024-06-16")), 364)
        self.assertEqual(self.days(("hospital", "2024-05-01", "2024-05-31"),
                                   ("hospital", "2024-06-02", "2024-06-17")), 365)

    def test_holiday_goes_to_the_retainer_after_twenty_eight_days_of_a_year(self):
        self.assertEqual(self.days(("holiday", "2024-04-01", "2024-04-20"),
                                   ("holiday", "2024-06-01", "2024-06-13")), 364)

    def test_holiday_across_the_first_of_april_counts_afresh(self):
        main = placement(agreed_weekly="700.00", started_on="2024-01-01")
        spells = self.absent(("holiday", "2024-03-10", "2024-04-28"))
        paid = fees("2024-04-01", "2024-04-28", main, absences=spells)
        self.assertEqual(paid, ["2800.00"])

    def test_a_hospital_day_is_not_a_holiday_day(self):
        self.assertEqual(self.days(("holiday", "2024-05-01", "2024-06-02"),
                                   ("hospital", "2024-05-10", "2024-05-14")), 365)

    def test_days_count_from_the_first_recorded_day(self):
        self.assertEqual(self.days(("hospital", "2024-02-19", "2024-04-05")), 364)

    def test_days_after_death_are_in_full(self):
        main = self.left("died", ended="2024-05-17")
        spells = self.absent(("hospital", "2024-04-01", ""))
        # 42 days in full, 5 at 80% up to the death, 3 in full after it.
        self.assertEqual(fee_days(main, absences=spells), 42 + 4 + 3)

    def test_hospital_rules_even_after_the_holiday_days_are_spent(self):
        self.assertEqual(self.days(("holiday", "2024-04-01", "2024-05-10"),
                                   ("hospital", "2024-05-05", "2024-05-08")),
                         365 - Decimal("1.6"))

    def test_holiday_days_before_the_start_are_counted(self):
        main = placement(agreed_weekly="700.00", started_on="2024-04-10")
        spells = self.absent(("holiday", "2024-04-01", "2024-04-30"))
        paid = fees("2024-04-01", "2024-05-26", main, absences=spells)
        self.assertEqual(paid, ["1900.00", "2760.00"])

    def test_a_room_re_let_before_leaving(self):
        main = self.left("notice_council", room_relet_on="2024-04-06")
        paid = [about("contributions", payer=payer, collector="home", weekly="70.00",
                      from_="2024-04-01") for payer in ("person", "third_party")]
        found = due("2024-04-01", "2024-04-28", main, contributions=paid)
        self.assertEqual(found, {("care_fee", "council", "home"): ["500.00"],
                                 ("contribution", "person", "home"): ["50.00"],
                                 ("top_up", "third_party", "home"): ["100.00"]})

    def test_re_letting_does_not_shorten_the_days_after_death(self):
        self.assertEqual(fee_days(self.left("died", room_relet_on="2024-04-12")), 14)

    def test_what_stops_during_an_absence(self):
        tables = {
            "absences": self.absent(("hospital", "2024-04-02", "2024-04-03"),
                                    ("holiday", "2024-04-04", "2024-04-05")),
            "one_to_one": [about("one_to_one", hours_per_week="7.00", hourly_rate="20.00",
                                 from_="2024-04-01", to="2024-04-07")],
            "contributions": [about("contributions", payer=payer, collector=collector,
                                    weekly="70.00", from_="2024-04-01")
                              for payer, collector in (("nhs_nursing", "direct"),
                                                       ("nhs_share", "council"))]}
        found = due("2024-04-01", "2024-04-07", placement(), **tables)
        self.assertEqual(found["one_to_one", "council", "home"], ["60.00"])
        self.assertEqual(found["nursing_contribution", "nhs", "home"], ["50.00"])
        self.assertEqual(found["nhs_share", "nhs", "council"], ["70.00"])


class WhoPaysWhom(unittest.TestCase):
    """Section 5."""

    def rows(self, payer, collector, weekly, main=None, week="2024-04-01", **tables):
        """What a contribution gives in one week, the care fee left out."""
        paid = about("contributions", payer=payer, collector=collector, weekly=weekly,
                     from_="2024-04-01")
        last = str(date.fromisoformat(week) + 6 * oracle.ONE_DAY)
        found = due(week, last, main or placement(), contributions=[paid], **tables)
        found.pop(("care_fee", "council", "home"))
        return found

    def test_each_payer_and_collector(self):
        for payer, collector, expected in (
                ("person", "home", [("contribution", "person", "home")]),
                ("person", "council", [("contribution", "person", "council")]),
                ("third_party", "home", [("top_up", "third_party", "home")]),
                ("third_party", "council", [("top_up", "council", "home"),
                                            ("top_up", "third_party", "council")]),
                ("nhs_nursing", "direct", [("nursing_contribution", "nhs", "home")]),
                ("nhs_nursing", "council", [("nursing_contribution", "council", "home"),
                                            ("nursing_contribution", "nhs", "council")]),
                ("nhs_share", "council", [("nhs_share", "nhs", "council")])):
            found = self.rows(payer, collector, "70.00")
            self.assertEqual(found, {key: ["70.00"] for key in expected})

    def test_an_empty_nursing_amount_is_the_national_rate_of_the_day(self):
        found = self.rows("nhs_nursing", "direct", "", week="2025-03-30")
        # Two days at 235.88 and five at 254.06, in one pay period from 3 to 30 March
        # and the next from 31 March: 33.697... then 33.697... + 181.471...
        self.assertEqual(found["nursing_contribution", "nhs", "home"], ["33.70", "215.17"])

    def test_both_rows_of_a_top_up_are_one_sum_rounded_down(self):
        paid = about("contributions", payer="third_party", collector="council", weekly="12.50",
                     from_="2024-04-01", to="2024-04-10")
        found = due("2024-04-01", "2024-04-28", placement(), contributions=[paid])
        self.assertEqual(found["top_up", "third_party", "council"], ["17.85"])
        self.assertEqual(found["top_up", "council", "home"], ["17.85"])

    def test_each_row_is_rounded_apart_when_the_collector_changes(self):
        paid = [about("contributions", payer="person", collector=collector, weekly="100.00",
                      from_=first, to=last)
                for collector, first, last in (("home", "2024-04-01", "2024-04-10"),
                                               ("council", "2024-04-11", ""))]
        found = due("2024-04-01", "2024-04-28", placement(), contributions=paid)
        self.assertEqual(found["contribution", "person", "home"], ["142.85"])
        self.assertEqual(found["contribution", "person", "council"], ["257.14"])

    def test_a_person_never_pays_more_than_the_days_fee(self):
        away = about("absences", kind="hospital", from_="2024-01-01", to="2024-04-03")
        found = self.rows("person", "home", "2000.00", absences=[away])
        # Three days at 80% of 880 and four at 880.
        self.assertEqual(found["contribution", "person", "home"], ["804.57"])

    def test_one_offs_are_due_whole_between_start_and_last_day(self):
        main = placement(ended_on="2024-04-08", end_reason="moved")
        costs = [about("one_offs", amount=amount, on_=on)
                 for amount, on in (("1.01", "2024-03-31"), ("2.02", "2024-04-01"),
                                    ("4.04", "2024-04-07"), ("8.08", "2024-04-08"))]
        found = due("2024-03-04", "2024-04-28", main, one_offs=costs)
        self.assertEqual(found["one_off", "council", "home"], ["6.06"])


def faults(tables):
    """What is wrong with a pack, as sentences."""
    return [*bad_people(tables), *bad_lives(tables), *bad_prices(tables), *bad_changes(tables),
            *bad_contributions(tables), *bad_keys(tables)]


def bad_people(tables):
    """NHS numbers that fail modulus 11."""
    for person in tables["people"]:
        number = person["nhs_number"]
        if random_pack.nhs_number(number[:9]) != number:
            yield f"NHS number {number}"


def bad_lives(tables):
    """Endings that do not hold together, and placements of one person that overlap."""
    lives = defaultdict(list)
    for p in tables["placements"]:
        if bool(p["ended_on"]) != bool(p["end_reason"]):
            yield f"ending of {p['placement_id']}"
        if p["ended_on"] and p["ended_on"] <= p["started_on"]:
            yield f"{p['placement_id']} ends before it starts"
        lives[p["person_id"]].append((p["started_on"], str(random_pack.last_present(p) or "9")))
    for person, stays in lives.items():
        for (_, ended), (started, _) in zip(sorted(stays), sorted(stays)[1:]):
            if ended >= started:
                yield f"{person} in two places"


def bad_prices(tables):
    """Tendered prices out of band, and agreed prices too high."""
    for p in tables["prices"]:
        if Decimal(p["weekly_price"]) not in random_pack.BANDS[p["category"]]:
            yield f"price {p}"
    for p in tables["placements"]:
        yield from bad_agreed(tables, p, p["route"], p["home_id"], p["started_on"])
    for c in tables["category_changes"]:
        p = next(p for p in tables["placements"] if p["placement_id"] == c["placement_id"])
        yield from bad_agreed(tables, c, p["route"], p["home_id"], c["from"])


def bad_agreed(tables, agreed, route, home, day):
    """An agreed price missing, above £1,210, or above the home's indicative price."""
    if agreed["category"] == "complex" or route in ("framework", "block"):
        return
    price = Decimal(agreed["agreed_weekly"])
    caps = [Decimal(i["weekly_price"]) for i in tables["indicative_prices"]
            if (i["home_id"], i["category"]) == (home, agreed["category"])
            and i["from"] <= day <= i["to"]]
    if price > 1210 or (route == "dps" and (len(caps) != 1 or price > caps[0])):
        yield f"agreed price {agreed}"


def bad_changes(tables):
    """Category changes not strictly inside presence."""
    lives = {p["placement_id"]: p for p in tables["placements"]}
    for change in tables["category_changes"]:
        p = lives[change["placement_id"]]
        last = str(random_pack.last_present(p) or "9")
        if not p["started_on"] < change["from"] <= last:
            yield f"change {change}"


def bad_contributions(tables):
    """Contributions of one payer on one placement that overlap."""
    payers = defaultdict(list)
    for c in tables["contributions"]:
        payers[c["placement_id"], c["payer"]].append((c["from"], c["to"] or "9"))
    for payer, spans in payers.items():
        for (_, ended), (started, _) in zip(sorted(spans), sorted(spans)[1:]):
            if ended >= started:
                yield f"contributions {payer}"


KEYS = {
    "people": "person_id", "homes": "home_id", "providers": "provider_id",
    "placements": "placement_id", "prices": "scheme generation home_id category",
    "category_changes": "placement_id from", "assessments": "placement_id reference version",
    "absences": "placement_id kind from", "one_to_one": "placement_id from",
    "contributions": "placement_id payer from", "uplifts": "applies_to scheme effective_on",
    "notices": "placement_id given_on", "one_offs": "placement_id on", "blocks": "block_id",
    "indicative_prices": "home_id category from", "appointments": "scheme generation lot home_id",
}


def keys(tables, table):
    """The keys of a table's rows."""
    return [tuple(r[name] for name in KEYS[table].split()) for r in tables[table]]


def bad_keys(tables):
    """Rows that share a key, and rows that start after they end."""
    for table in KEYS:
        if len(set(keys(tables, table))) != len(tables[table]):
            yield f"keys of {table}"
        for r in tables[table]:
            if r.get("to") and r["to"] < r["from"]:
                yield f"{table} {r}"


class RandomPacks(unittest.TestCase):
    """The packs are valid, repeatable and exercise everything."""

    def test_packs_are_valid_before_and_after_corrections(self):
        for seed in range(6):
            self.assertEqual(faults(random_pack.make(seed, 150)), [])
            self.assertEqual(faults(random_pack.make(seed, 150, mutate=seed)), [])

    def test_corrections_keep_every_key(self):
        before, after = random_pack.make(3, 200), random_pack.make(3, 200, mutate=5)
        self.assertNotEqual(before, after)
        for table in KEYS:
            self.assertLessEqual(set(keys(before, table)), set(keys(after, table)))

    def test_everything_is_exercised(self):
        tables = random_pack.make(1, 600)
        for column, count in (("route", 7), ("stay", 4), ("category", 5), ("end_reason", 6)):
            self.assertEqual(len({p[column] for p in tables["placements"]}), count, column)
        payers = {(c["payer"], c["collector"]) for c in tables["contributions"]}
        self.assertEqual(payers, set(oracle.CONTRIBUTION_ROWS))
        self.assertTrue(all(rows for name, rows in tables.items()
                            if name not in ("budgets", "postings")))

    def test_a_written_pack_can_be_read_and_added_up(self):
        with tempfile.TemporaryDirectory() as folder:
            random_pack.write(random_pack.make(2, 60), folder)
            self.assertEqual(len(list(Path(folder).glob("*.csv"))), 20)
            rows = oracle.due(Pack.load(folder), Window(date(2026, 1, 1), date(2026, 12, 31)))
        self.assertTrue(rows)
        self.assertTrue(all(Decimal(r[-1]) > 0 for r in rows))
        self.assertEqual(rows, sorted(rows))


if __name__ == "__main__":
    unittest.main()
