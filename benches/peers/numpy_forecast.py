"""The same forecast in NumPy: every place of many draws moves to its next event at once.

It reads the plans that oast-bench wrote and draws them with NumPy's own chance, so its means agree with Oast's but for
the luck of the draw. Each round handles one event of every place that is not at its end; what happens is booked with
bincount, as Oast books it: a change at both ends of a stay.
"""

import argparse
import json
import math
import resource
import time
from multiprocessing import Pool

import numpy as np

SPAN_ENDS = np.array([1.0, 3.0, 6.0, 12.0, 24.0, 36.0, 48.0, 60.0])
KINDS = ["Legacy", "Framework", "Spot", "Complex", "Block"]
FRAMEWORK, SPOT, COMPLEX_KIND, BLOCK = 1, 2, 3, 4
CATEGORIES, PRICED, COMPLEX = 5, 4, 4
EKED_OUT = 0.5
TOGETHER = 32


class Plan:
    def __init__(self, plan):
        self.months = plan["layout"]["months"]
        self.seed = plan["seed"]
        self.weeks = np.array(plan["weeks"])
        self.raised = np.array(plan["raised"])
        self.market = np.array(plan["market"])
        self.districts = plan["districts"]
        places = plan["places"]
        self.category = np.array([place["category"] for place in places], dtype=np.int16)
        self.begins_in = np.array([place["begins_in"] for place in places], dtype=np.int16)
        self.district = np.array([place["district"] for place in places], dtype=np.int16)
        self.kind = np.array([KINDS.index(place["kind"]) for place in places], dtype=np.int16)
        self.since = np.array([place["since"] for place in places])
        self.weekly = np.array([place["weekly"] for place in places])
        self.rates, self.until = self.hazards(plan)
        self.rises = np.array(plan["rises"])
        self.replaced = np.array(plan["replaced"])
        self.gap = plan["gap"]
        self.growth = np.array(plan["growth"])
        self.growth_districts = [np.array(parts) for parts in plan["growth_districts"]]
        self.complex = plan["complex"]
        homes = plan["homes"]
        self.usual = np.array(homes["usual"])
        self.tendered = np.array(homes["tendered"])
        self.asked, self.open, self.share = homes["asked"], homes["open"], homes["share"]
        self.bidding, self.acceptance, self.step = homes["bidding"], homes["acceptance"], homes["step"]
        self.prices, self.opens = homes["prices"], homes["opens"]
        self.ladders(homes["could"])

    @staticmethod
    def hazards(plan):
        rates = np.zeros((CATEGORIES, len(SPAN_ENDS) + 1))
        for category, record in enumerate(plan["records"]):
            months, left = np.array(record["months"]), np.array(record["left"])
            if months.sum() > 0:
                more = EKED_OUT * months.sum() / max(left.sum(), EKED_OUT)
                rates[category] = (left + EKED_OUT) / (months + more) * plan["leaving"]
        widths = np.diff(np.concatenate([[0.0], SPAN_ENDS]))
        until = np.concatenate([np.zeros((CATEGORIES, 1)), np.cumsum(rates[:, :-1] * widths, axis=1)], axis=1)
        return rates, until

    def ladders(self, could):
        """One list of all homes of all ladders: a ladder's number and a fraction lead to a home."""
        self.sizes = np.array([len(ladder["homes"]) for ladder in could])
        self.home, at = [], []
        for number, ladder in enumerate(could):
            up_to = np.array(ladder["up_to"])
            if len(up_to):
                at.append(number + up_to / up_to[-1])
                self.home.append(np.array(ladder["homes"]))
        self.at, self.home = np.concatenate(at), np.concatenate(self.home)

    def index(self, row, at):
        return row[np.minimum(at.astype(np.int64), self.months - 1)]


def bids(plan, rng, draws):
    """What every home bids for each framework: by draw and home with category; 0 for nothing."""
    found = []
    for number, opens in enumerate(plan.opens):
        if number == 0 and plan.bidding is None:
            found.append(np.broadcast_to(plan.tendered, (draws, len(plan.tendered))))
            continue
        bands = np.array(plan.bidding if plan.bidding else bands_there(plan.tendered))
        low = np.tile(bands[:, 0], len(plan.usual) // PRICED)
        high = np.tile(bands[:, 1], len(plan.usual) // PRICED)
        month = min(int(opens), plan.months - 1)
        usual = plan.usual * plan.market[month] / plan.raised[FRAMEWORK][month]
        at = plan.acceptance["at_market"]
        with np.errstate(divide="ignore"):
            odds = math.log(at / (1 - at)) + plan.acceptance["steepness"] * np.log(high / usual)
        chance = np.where(usual > 0, 1 / (1 + np.exp(-odds)), 0)
        own = np.clip(np.floor(usual / plan.step) * plan.step, low, high)
        found.append(np.where(rng.random((draws, len(usual))) < chance, own, 0.0))
    return found


def bands_there(tendered):
    by_category = tendered.reshape(-1, PRICED)
    return [
        (own[own > 0].min(), own[own > 0].max()) if (own > 0).any() else (1.0, 1.0) for own in by_category.T
    ]


def scatter(rng, count, deviation):
    return np.exp(deviation * rng.standard_normal(count) - deviation * deviation / 2)


def agree(plan, rng, offers, draw, district, category, at):
    """The kind and the price of new placements, at the prices of the first day."""
    kind = np.full(len(draw), SPOT, dtype=np.int16)
    weekly = np.zeros(len(draw))
    complex_care = category == COMPLEX
    mean, deviation = plan.complex
    count = int(complex_care.sum())
    kind[complex_care] = COMPLEX_KIND
    weekly[complex_care] = mean * scatter(rng, count, deviation)
    priced = np.flatnonzero(~complex_care)
    own, where = category[priced].astype(np.int64), district[priced].astype(np.int64)
    ladder = where * PRICED + own
    ladder = np.where(plan.sizes[ladder] > 0, ladder, plan.districts * PRICED + own)
    framework = np.searchsorted(plan.opens, at[priced], side="right") - 1
    offer = np.zeros(len(priced))
    first = None
    left = plan.asked if plan.open else 1.0
    asking = np.arange(len(priced))
    while len(asking):
        place = np.searchsorted(plan.at, ladder[asking] + rng.random(len(asking)), side="right")
        home = plan.home[np.minimum(place, len(plan.home) - 1)] * PRICED + own[asking]
        if first is None:
            first = home
        if plan.open:
            found = np.zeros(len(asking))
            for number, prices in enumerate(offers):
                of = framework[asking] == number
                found[of] = prices[draw[priced[asking[of]]], home[of]]
            offer[asking] = found
            asking = asking[found <= 0]
        left -= 1.0
        if left <= 0 or not plan.open:
            break
        if left < 1.0:
            asking = asking[rng.random(len(asking)) < left]
    bought = offer > 0
    kind[priced[bought]] = FRAMEWORK
    weekly[priced[bought]] = offer[bought]
    spot = ~bought
    own_price = plan.usual[first[spot]] * plan.index(plan.market, at[priced[spot]])
    own_price *= (1 + plan.prices["premium"] / 100) * scatter(rng, int(spot.sum()), plan.prices["scatter"] / 100)
    weekly[priced[spot]] = own_price / plan.index(plan.raised[SPOT], at[priced[spot]])
    return kind, weekly


def draw_some(plan, rng, draws):
    end = float(plan.months)
    width = plan.months + 2
    money = np.zeros(draws * len(KINDS) * CATEGORIES * width)
    people = np.zeros(draws * plan.districts * CATEGORIES * width)
    offers = bids(plan, rng, draws)
    count = len(plan.category)
    draw = np.repeat(np.arange(draws), count)
    tiled = [np.tile(own, draws) for own in (plan.category, plan.begins_in, plan.district, plan.kind)]
    category, begins_in, district, kind = tiled
    since, weekly = np.tile(plan.since, draws), np.tile(plan.weekly, draws)
    at = np.zeros(len(draw))
    new = grown(plan, rng, draws)
    if len(new[0]):
        new_kind, new_weekly = agree(plan, rng, offers, *new)
        draw, district = np.concatenate([draw, new[0]]), np.concatenate([district, new[1]])
        category, begins_in = np.concatenate([category, new[2]]), np.concatenate([begins_in, new[2]])
        at, since = np.concatenate([at, new[3]]), np.concatenate([since, -new[3]])
        kind, weekly = np.concatenate([kind, new_kind]), np.concatenate([weekly, new_weekly])
    while len(draw):
        more = stay(plan, rng, category, at + since)
        with np.errstate(divide="ignore"):
            rises = rng.standard_exponential(len(draw)) / plan.rises[category]
        until = at + np.minimum(more, rises)
        to = np.minimum(until, end)
        book(money, (draw * len(KINDS) + kind) * CATEGORIES + category, width, at, to, weekly)
        book(people, (draw * plan.districts + district) * CATEGORIES + category, width, at, to, 1.0)
        rose = (rises < more) & (category < COMPLEX) & (kind != BLOCK)
        block = kind == BLOCK
        at = until
        lost = ~rose & ~block
        with np.errstate(invalid="ignore"):
            month = np.minimum(at, end - 1).astype(np.int64)
        kept = at < end
        kept &= ~lost | (rng.random(len(draw)) < plan.replaced[begins_in, month])
        if plan.gap > 0:
            at = at + np.where(lost, plan.gap * rng.standard_exponential(len(draw)), 0.0)
            kept &= at < end
        category = np.where(rose, category + 1, np.where(block, category, begins_in))
        since = np.where(rose, since, -at)
        keep = np.flatnonzero(kept)
        draw, category, begins_in, district = draw[keep], category[keep], begins_in[keep], district[keep]
        kind, weekly, at, since = kind[keep], weekly[keep], at[keep], since[keep]
        again = np.flatnonzero(kind != BLOCK)
        kind[again], weekly[again] = agree(
            plan, rng, offers, draw[again], district[again], category[again], at[again]
        )
    return told(plan, draws, width, money, people)


def stay(plan, rng, category, since):
    span = np.searchsorted(SPAN_ENDS, since, side="right")
    begins = np.concatenate([[0.0], SPAN_ENDS])
    target = plan.until[category, span] + plan.rates[category, span] * (since - begins[span])
    target += rng.standard_exponential(len(category))
    reached = np.zeros(len(category), dtype=np.int64)
    for end in range(1, len(begins)):
        reached += plan.until[category, end] <= target
    with np.errstate(divide="ignore", invalid="ignore"):
        return begins[reached] + (target - plan.until[category, reached]) / plan.rates[category, reached] - since


def book(rows, row, width, start, to, amount):
    for at, sign in ((start, 1.0), (to, -1.0)):
        month = np.minimum(at.astype(np.int64), width - 2)
        late = sign * amount * (at - month)
        cell = row * width + month
        rows += np.bincount(cell, weights=sign * amount - late, minlength=len(rows))
        rows += np.bincount(cell + 1, weights=late, minlength=len(rows))


def grown(plan, rng, draws):
    parts = [[], [], [], []]
    for category in range(CATEGORIES):
        districts = plan.growth_districts[category]
        if not districts[-1] > 0:
            continue
        for month, expected in enumerate(plan.growth[category]):
            counts = rng.poisson(expected, draws)
            total = int(counts.sum())
            wanted = rng.random(total) * districts[-1]
            parts[0].append(np.repeat(np.arange(draws), counts))
            parts[1].append(np.searchsorted(districts, wanted, side="right").astype(np.int16))
            parts[2].append(np.full(total, category, dtype=np.int16))
            parts[3].append(month + rng.random(total))
    return [np.concatenate(part) if part else np.empty(0) for part in parts]


def told(plan, draws, width, money, people):
    money = np.cumsum(money.reshape(draws, len(KINDS), CATEGORIES, width), axis=-1)[..., : plan.months]
    people = np.cumsum(people.reshape(draws, plan.districts, CATEGORIES, width), axis=-1)[..., : plan.months]
    weight = plan.weeks * plan.raised[: len(KINDS)]
    return (money * weight[None, :, None, :]).sum(axis=1), people.sum(axis=1)


def work(job):
    plan, seed, draws = job
    return draw_some(plan, np.random.default_rng(seed), draws)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", required=True)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--processors", type=int, default=2)
    asked = parser.parse_args()
    with open(asked.plans) as file:
        plans = [Plan(plan) for plan in json.load(file)]
    means = []
    with Pool(asked.processors) as pool:
        pool.map(math.sqrt, range(asked.processors))
        begun = time.perf_counter()
        for plan in plans:
            parts = [min(TOGETHER, asked.draws - at) for at in range(0, asked.draws, TOGETHER)]
            jobs = [(plan, [plan.seed, number], draws) for number, draws in enumerate(parts)]
            done = pool.map(work, jobs, chunksize=1)
            money = np.concatenate([part[0] for part in done])
            people = np.concatenate([part[1] for part in done])
            total = money.sum(axis=1)
            quantiles = [0.1, 0.25, 0.5, 0.75, 0.9]
            for what in (money, people, total):
                np.quantile(what, quantiles, axis=0)
            means.append(round(total.sum(axis=1).mean() * 100))
        seconds = time.perf_counter() - begun
    peak = sum(
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        json.dumps(
            {
                "engine": "numpy",
                "version": np.__version__,
                "draws": asked.draws,
                "processors": asked.processors,
                "seconds": seconds,
                "peak_bytes": peak,
                "checksum": means,
            }
        )
    )


if __name__ == "__main__":
    main()
