"""Everything due, in Polars: the peer of `oast-bench due`.

Loading turns each table into what suits Polars best (dates as day numbers, money as pence, placements and homes as
numbers) and is timed apart. The computation is one lazy query over segments: days on which the weekly fee is one amount,
as rows with a first and a last day, never a row for each day. Amounts are whole numbers: pence a week x per cent x days,
rounded once by 700.
"""

import polars as pl

from common import FLOWS, HUNDRED, Job, arguments, checksum, report, timed

CATEGORIES = {"residential": 0, "residential_high": 1, "nursing": 2, "nursing_high": 3}


def days(name):
    return pl.col(name).str.to_date("%Y-%m-%d").cast(pl.Int32)


def pence(name):
    return pl.col(name).str.replace(".", "", literal=True).cast(pl.Int64)


def number(name):
    return pl.col(name).str.slice(2).cast(pl.Int32)


def price_key():
    return (
        pl.col("home_id").str.slice(1).cast(pl.Int32) * 16
        + pl.col("category").replace_strict(CATEGORIES, return_dtype=pl.Int32) * 4
        + pl.col("generation").cast(pl.Int32).fill_null(0)
    ).alias("price_key")


READ = {
    "placements": lambda: [
        number("placement_id").alias("n"),
        (pl.col("route") == "framework").alias("framework"),
        price_key(),
        days("started_on").alias("started"),
        days("ended_on").alias("ended"),
        (pl.col("end_reason") == "died").alias("died"),
        pence("agreed_weekly").alias("agreed"),
    ],
    "prices": lambda: [price_key(), pence("weekly_price").alias("weekly"), days("base_date").alias("base_date")],
    "uplifts": lambda: [
        (pl.col("applies_to") == "framework").alias("framework"),
        days("effective_on").alias("effective_on"),
        (pl.col("percent").cast(pl.Decimal(18, 9)) * 10**9).cast(pl.Int64).alias("billionths"),
    ],
    "absences": lambda: [number("placement_id").alias("n"), days("from").alias("first"), days("to").alias("last")],
    "contributions": lambda: [
        number("placement_id").alias("n"),
        pence("weekly").alias("weekly"),
        (pl.col("payer") == "person").alias("person"),
        (
            pl.when(pl.col("payer") == "person").then(1).otherwise(3)
            + pl.when(pl.col("collector") == "home").then(0).otherwise(1)
        )
        .cast(pl.Int8)
        .alias("flow"),
        days("from").alias("first"),
        days("to").alias("last"),
    ],
}


def load(data, parquet):
    if parquet:
        return {table: pl.read_parquet(data / f"{table}.parquet") for table in READ}
    return {
        table: pl.scan_csv(data / f"{table}.csv", infer_schema=False).select(columns()).collect()
        for table, columns in READ.items()
    }


def steps(job, based, uplifts, framework):
    """The runs of days within the span on which the rates of a route are one amount. Uplifts chain, each rounded to the
    penny, so each is a column made from the one before it."""
    placed = based.filter(pl.col("framework") if framework else ~pl.col("framework"))
    decided = [
        (on, billionths) for of, on, billionths in uplifts if of == framework and on <= job.last
    ]
    placed = placed.with_columns(pl.col("base").alias("rate_0"))
    for at, (on, billionths) in enumerate(decided):
        raised = (pl.col(f"rate_{at}") * (HUNDRED + billionths) + HUNDRED // 2) // HUNDRED
        rate = pl.when(pl.col("base_date") < on).then(raised).otherwise(pl.col(f"rate_{at}"))
        placed = placed.with_columns(rate.alias(f"rate_{at + 1}"))
    begins = [job.first] + [max(job.first, on) for on, _ in decided]
    ends = [on - 1 for on, _ in decided] + [job.last]
    for at, (begin, end) in enumerate(zip(begins, ends)):
        if begin <= end:
            yield placed.filter((pl.col("started") <= end) & (pl.col("fee_to") >= begin)).select(
                "n",
                pl.max_horizontal("started", pl.lit(begin, pl.Int32)).alias("first"),
                pl.min_horizontal("fee_to", pl.lit(end, pl.Int32)).alias("last"),
                "present_to",
                pl.col(f"rate_{at}").alias("rate"),
            )


def question(job, tables):
    placements, prices, absences, contributions = (
        tables[name].lazy() for name in ("placements", "prices", "absences", "contributions")
    )
    last = pl.lit(job.last, pl.Int32)
    ended = pl.col("ended")
    present_to = pl.when(pl.col("died")).then(ended).otherwise(ended - 1)
    fee_to = pl.when(pl.col("died")).then(ended + job.after_death).otherwise(ended - 1)
    based = placements.join(prices, on="price_key", how="left").select(
        "n",
        "framework",
        "started",
        pl.coalesce("weekly", "agreed").alias("base"),
        pl.coalesce("base_date", "started").alias("base_date"),
        pl.min_horizontal(present_to, last).alias("present_to"),
        pl.min_horizontal(fee_to, last).alias("fee_to"),
    )
    uplifts = tables["uplifts"].sort("effective_on").rows()
    branches = [*steps(job, based, uplifts, True), *steps(job, based, uplifts, False)]
    step = pl.concat(branches)
    # Hospital stays that touch or overlap are one; past its full days only the retainer is due.
    stays = (
        absences.join(based.select("n", "present_to"), on="n")
        .with_columns(pl.coalesce("last", last).alias("last"))
        .with_columns(pl.min_horizontal("last", last))
        .filter(pl.col("first") <= pl.col("last"))
        .sort("n", "first")
    )
    same = pl.col("n") == pl.col("n").shift(1)
    before = pl.col("last").cum_max().over("n").shift(1)
    retained = (
        stays.with_columns((~(same & (pl.col("first") <= before + 1)).fill_null(False)).cum_sum().alias("island"))
        .group_by("island")
        .agg(pl.col("n").first(), pl.col("first").min(), pl.col("last").max(), pl.col("present_to").first())
        .select(
            "n",
            (pl.col("first") + job.full_days).alias("from"),
            pl.min_horizontal("last", "present_to").alias("to"),
        )
        .filter(pl.col("from") <= pl.col("to"))
    )
    # Each segment twice where the retainer holds: in full, and the difference on the retained days.
    cut = (
        step.join(retained, on="n")
        .with_columns(
            pl.max_horizontal("first", "from").alias("first"),
            pl.min_horizontal("last", "to").alias("last"),
        )
        .filter(pl.col("first") <= pl.col("last"))
        .select("n", "first", "last", "rate")
    )
    paid = contributions.with_columns(pl.coalesce("last", last).alias("last"))
    of_person, of_others = paid.filter(pl.col("person")), paid.filter(~pl.col("person"))

    def both(frame, *ends):
        return frame.with_columns(
            pl.max_horizontal("first", "first_right").alias("first"),
            pl.min_horizontal("last", "last_right", *ends).alias("last"),
        )

    def segment(frame, flow, weekly):
        return frame.select("n", flow.cast(pl.Int8).alias("flow"), "first", "last", weekly.alias("weekly"))

    rate, weekly, flow = pl.col("rate"), pl.col("weekly"), pl.col("flow")
    capped = pl.min_horizontal("weekly", "rate")
    segments = pl.concat(
        [
            segment(step, pl.lit(0), rate * 100),
            segment(cut, pl.lit(0), rate * (job.retainer - 100)),
            segment(both(of_person.join(step, on="n"), "present_to"), flow, capped * 100),
            segment(
                both(of_person.join(cut, on="n")),
                flow,
                pl.min_horizontal(weekly * 100, rate * job.retainer) - capped * 100,
            ),
            segment(
                of_others.join(based, on="n").with_columns(
                    pl.max_horizontal("first", "started", pl.lit(job.first, pl.Int32)),
                    pl.min_horizontal("last", "present_to"),
                ),
                flow,
                weekly * 100,
            ),
        ]
    ).filter(pl.col("first") <= pl.col("last"))
    # The pay periods that a segment touches, and its days in each.
    period = pl.col("period")
    begins = job.first + period * job.length
    inside = pl.min_horizontal("last", begins + (job.length - 1)) - pl.max_horizontal("first", begins) + 1
    sums = (
        segments.with_columns(
            pl.int_ranges(
                (pl.col("first") - job.first) // job.length,
                (pl.col("last") - job.first) // job.length + 1,
                dtype=pl.Int32,
            ).alias("period")
        )
        .explode("period")
        .group_by("n", "flow", "period")
        .agg((pl.col("weekly") * inside).sum().alias("sum"))
    )
    rounded = pl.when(pl.col("flow") == 0).then((pl.col("sum") + 350) // 700).otherwise(pl.col("sum") // 700)
    return sums.select("n", "flow", "period", rounded.alias("pence")).filter(pl.col("pence") != 0)


def main():
    wanted = arguments()
    job = Job(wanted.data)
    tables, read_seconds = timed(lambda: load(wanted.data, wanted.parquet))
    lines = question(job, tables)
    summed = lines.group_by("flow", "period").agg(pl.len(), pl.col("pence").sum()).sort("flow", "period")
    runs = [timed(lambda: summed.collect(engine="streaming").rows()) for _ in range(wanted.runs)]
    if wanted.lines:
        with wanted.lines.open("w") as file:
            first = (job.first + pl.col("period") * job.length).cast(pl.Date)
            rows = lines.sort("n", "flow", "period").select("n", "flow", first.alias("first"), "pence").collect().rows()
            file.writelines(f"{n},{FLOWS[flow]},{first},{pence}\n" for n, flow, first, pence in rows)
    cells = checksum(runs[0][0], job.periods)
    report(
        "polars",
        pl.__version__,
        pl.thread_pool_size(),
        tables["placements"].height,
        read_seconds,
        [seconds for _, seconds in runs],
        cells,
    )


if __name__ == "__main__":
    main()
