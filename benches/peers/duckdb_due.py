"""Everything due, in DuckDB SQL: the peer of `oast-bench due`.

Loading turns each table into what suits DuckDB best (dates as day numbers, money as pence, placements and homes as
numbers) and is timed apart. The computation is one statement over segments: days on which the weekly fee is one amount,
as rows with a first and a last day, never a row for each day. Amounts are whole numbers: pence a week x per cent x days,
rounded once by 700.
"""

import duckdb

from common import FLOWS, HUNDRED, Job, arguments, checksum, report, timed

READ = {
    "placements": """
        SELECT CAST(substr(placement_id, 3) AS INTEGER) AS n, route = 'framework' AS framework,
            price_key(home_id, category, generation) AS price_key,
            days(started_on) AS started, days(ended_on) AS ended, end_reason = 'died' AS died,
            pence(agreed_weekly) AS agreed
        FROM read_csv('{data}/placements.csv', all_varchar = true)""",
    "prices": """
        SELECT price_key(home_id, category, generation) AS price_key, pence(weekly_price) AS weekly,
            days(base_date) AS base_date
        FROM read_csv('{data}/prices.csv', all_varchar = true)""",
    "uplifts": """
        SELECT applies_to = 'framework' AS framework, days(effective_on) AS effective_on,
            CAST(CAST(percent AS DECIMAL(38, 9)) * 1000000000 AS BIGINT) AS billionths
        FROM read_csv('{data}/uplifts.csv', all_varchar = true) ORDER BY effective_on""",
    "absences": """
        SELECT CAST(substr(placement_id, 3) AS INTEGER) AS n, days("from") AS first, days("to") AS last
        FROM read_csv('{data}/absences.csv', all_varchar = true)""",
    "contributions": """
        SELECT CAST(substr(placement_id, 3) AS INTEGER) AS n, pence(weekly) AS weekly, payer = 'person' AS person,
            CAST(CASE payer WHEN 'person' THEN 1 ELSE 3 END + CASE collector WHEN 'home' THEN 0 ELSE 1 END
                AS TINYINT) AS flow,
            days("from") AS first, days("to") AS last
        FROM read_csv('{data}/contributions.csv', all_varchar = true)""",
}
MACROS = """
    CREATE MACRO days(text) AS CAST(CAST(text AS DATE) - DATE '1970-01-01' AS INTEGER);
    CREATE MACRO pence(text) AS CAST(CAST(text AS DECIMAL(12, 2)) * 100 AS BIGINT);
    CREATE MACRO price_key(home, category, generation) AS CAST(CAST(substr(home, 2) AS INTEGER) * 16
        + CASE category WHEN 'residential' THEN 0 WHEN 'residential_high' THEN 1 WHEN 'nursing' THEN 2 ELSE 3 END * 4
        + COALESCE(CAST(generation AS INTEGER), 0) AS INTEGER);
"""


def load(connection, data, parquet):
    for table, question in READ.items():
        source = f"SELECT * FROM '{data}/{table}.parquet'" if parquet else question.format(data=data)
        connection.execute(f"CREATE TABLE {table} AS {source}")


def steps(job, uplifts, framework):
    """The runs of days within the span on which the rates of a route are one amount. Uplifts chain, each rounded to the
    penny, so each is a column made from the one before it."""
    decided = [(on, billionths) for of, on, billionths in uplifts if of == framework and on <= job.last]
    rates = ["base AS rate_0"] + [
        f"""CASE WHEN base_date < {on}
            THEN (rate_{at} * {HUNDRED + billionths} + {HUNDRED // 2}) // {HUNDRED} ELSE rate_{at} END AS rate_{at + 1}"""
        for at, (on, billionths) in enumerate(decided)
    ]
    name = "framework" if framework else "legacy"
    selected = f"(SELECT *, {', '.join(rates)} FROM based WHERE {'' if framework else 'NOT '}framework)"
    begins = [job.first] + [max(job.first, on) for on, _ in decided]
    ends = [on - 1 for on, _ in decided] + [job.last]
    branches = [
        f"""SELECT n, greatest(started, {begin}) AS first, least(fee_to, {end}) AS last, present_to, rate_{at} AS rate
            FROM {name} WHERE started <= {end} AND fee_to >= {begin}"""
        for at, (begin, end) in enumerate(zip(begins, ends))
        if begin <= end
    ]
    return f"{name} AS MATERIALIZED {selected}", branches


def question(job, uplifts):
    framework, framework_steps = steps(job, uplifts, True)
    legacy, legacy_steps = steps(job, uplifts, False)
    return f"""
    WITH based AS (
        SELECT n, framework, started, coalesce(weekly, agreed) AS base, coalesce(base_date, started) AS base_date,
            least({job.last}, CASE WHEN ended IS NULL THEN {job.last} WHEN died THEN ended ELSE ended - 1 END)
                AS present_to,
            least({job.last}, CASE WHEN ended IS NULL THEN {job.last} WHEN died THEN ended + {job.after_death}
                ELSE ended - 1 END) AS fee_to
        FROM placements LEFT JOIN prices ON framework AND placements.price_key = prices.price_key
    ),
    {framework},
    {legacy},
    steps AS MATERIALIZED ({" UNION ALL ".join(framework_steps + legacy_steps)}),
    -- Hospital stays that touch or overlap are one; past its full days only the retainer is due.
    stays AS (
        SELECT absences.n, first,
            least(coalesce(absences.last, {job.last}), {job.last}) AS last, present_to
        FROM absences JOIN (SELECT n, any_value(present_to) AS present_to FROM steps GROUP BY n) AS placed
            ON placed.n = absences.n
    ),
    islands AS (
        SELECT *, sum(CASE WHEN first <= before + 1 THEN 0 ELSE 1 END) OVER (PARTITION BY n ORDER BY first) AS island
        FROM (SELECT *, max(last) OVER (PARTITION BY n ORDER BY first
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM stays WHERE first <= last)
    ),
    retained AS (
        SELECT n, min(first) + {job.full_days} AS first, least(max(last), any_value(present_to)) AS last
        FROM islands GROUP BY n, island HAVING max(last) >= min(first) + {job.full_days}
    ),
    -- Each segment twice where the retainer holds: in full, and the difference on the retained days.
    cut AS MATERIALIZED (
        SELECT steps.n, steps.rate, present_to,
            greatest(steps.first, retained.first) AS first, least(steps.last, retained.last) AS last
        FROM retained JOIN steps ON steps.n = retained.n
        WHERE steps.first <= retained.last AND steps.last >= retained.first
    ),
    paid AS (
        SELECT n, flow, person, weekly, first, coalesce(last, {job.last}) AS last FROM contributions
    ),
    segments AS (
        SELECT n, CAST(0 AS TINYINT) AS flow, first, last, rate * 100 AS weekly FROM steps
        UNION ALL
        SELECT n, CAST(0 AS TINYINT), first, last, rate * ({job.retainer} - 100) FROM cut
        UNION ALL
        SELECT n, flow, greatest(paid.first, steps.first), least(paid.last, steps.last, present_to),
            CASE WHEN person THEN least(weekly, rate) ELSE weekly END * 100
        FROM paid JOIN steps USING (n)
        WHERE paid.first <= steps.last AND paid.last >= steps.first
        UNION ALL
        SELECT n, flow, greatest(paid.first, cut.first), least(paid.last, cut.last),
            least(weekly * 100, rate * {job.retainer}) - least(weekly, rate) * 100
        FROM paid JOIN cut USING (n)
        WHERE person AND paid.first <= cut.last AND paid.last >= cut.first
    ),
    -- The pay periods that a segment touches, and its days in each.
    spread AS (
        SELECT n, flow, first, last, weekly,
            unnest(range((first - {job.first}) // {job.length}, (last - {job.first}) // {job.length} + 1)) AS period
        FROM segments WHERE first <= last
    ),
    sums AS (
        SELECT n, flow, CAST(period AS INTEGER) AS period,
            sum(weekly * (least(last, {job.first - 1} + (period + 1) * {job.length})
                - greatest(first, {job.first} + period * {job.length}) + 1)) AS sum
        FROM spread GROUP BY ALL
    ),
    lines AS (
        SELECT n, flow, period, CASE WHEN flow = 0 THEN (sum + 350) // 700 ELSE sum // 700 END AS pence FROM sums
    )
    SELECT * FROM lines WHERE pence <> 0
    """


def main():
    wanted = arguments()
    job = Job(wanted.data)
    connection = duckdb.connect()
    connection.execute(MACROS)
    _, read_seconds = timed(lambda: load(connection, wanted.data, wanted.parquet))
    if wanted.convert:
        for table in READ:
            connection.execute(f"COPY {table} TO '{wanted.data}/{table}.parquet'")
        return
    uplifts = connection.execute("SELECT * FROM uplifts").fetchall()
    lines = question(job, uplifts)
    summed = f"SELECT flow, period, count(*), sum(pence) FROM ({lines}) GROUP BY ALL ORDER BY ALL"
    runs = [timed(lambda: connection.execute(summed).fetchall()) for _ in range(wanted.runs)]
    if wanted.lines:
        with wanted.lines.open("w") as file:
            rows = connection.execute(f"""
                SELECT n, flow, DATE '1970-01-01' + CAST({job.first} + period * {job.length} AS INTEGER), pence
                FROM ({lines}) ORDER BY n, flow, period""").fetchall()
            file.writelines(f"{n},{FLOWS[flow]},{first},{pence}\n" for n, flow, first, pence in rows)
    placements = connection.execute("SELECT count(*) FROM placements").fetchone()[0]
    threads = connection.execute("SELECT current_setting('threads')").fetchone()[0]
    cells = checksum(runs[0][0], job.periods)
    report("duckdb", duckdb.__version__, threads, placements, read_seconds, [seconds for _, seconds in runs], cells)


if __name__ == "__main__":
    main()
