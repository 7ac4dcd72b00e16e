"""One question to flow records by Python polars or DuckDB: flows_peers.py polars|duckdb FROM TO FILE... prints JSON."""
import json
import sys
import time

tool, start, end, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
step = 300_000


def clock():
    return time.perf_counter(), time.process_time()


def by_polars():
    import polars as pl

    col = pl.col

    def port(*values):
        # comparisons: is_in takes twice as long
        return pl.any_horizontal(col(name) == value for name in ("source_port", "destination_port") for value in values)

    def as_time(milliseconds):
        return pl.lit(milliseconds).cast(pl.Datetime("ms"))

    peers = col("source_port").is_between(6881, 6999) | col("destination_port").is_between(6881, 6999)
    classes = (
        pl.when((col("protocol") == 6) & port(80) & ((col("source_as") == 64501) | (col("source_as") == 64502))).then(0)
        .when((col("protocol") == 6) & port(80, 443, 8080)).then(1)
        .when((col("protocol") == 17) & port(53)).then(2)
        .when(peers).then(3)
        .when(col("source_address").is_between(0xC6120000, 0xC613FFFF)).then(4)
        .otherwise(5)
    )
    began = clock()
    frame = (
        pl.scan_parquet(files)
        .filter((col("start") >= as_time(start)) & (col("start") < as_time(end)))
        .group_by((col("start").cast(pl.Int64) // step).alias("step"), classes.alias("class"))
        .agg((col("bytes") * col("sampling_rate")).sum().alias("total"))
        .collect(engine="streaming")
    )
    rows = frame.rows()
    return began, clock(), rows, f"Python polars {pl.__version__}"


def by_duckdb():
    import duckdb

    port = lambda values: f"(source_port IN ({values}) OR destination_port IN ({values}))"
    query = f"""
      SELECT epoch_ms(start) // {step} AS step,
        CASE WHEN protocol = 6 AND {port("80")} AND source_as IN (64501, 64502) THEN 0
             WHEN protocol = 6 AND {port("80, 443, 8080")} THEN 1
             WHEN protocol = 17 AND {port("53")} THEN 2
             WHEN source_port BETWEEN 6881 AND 6999 OR destination_port BETWEEN 6881 AND 6999 THEN 3
             WHEN source_address BETWEEN {0xC6120000} AND {0xC613FFFF} THEN 4
             ELSE 5 END AS class,
        SUM(bytes * sampling_rate) AS total
      FROM read_parquet({files})
      WHERE start >= make_timestamp_ms({start}) AND start < make_timestamp_ms({end})
      GROUP BY ALL"""
    began = clock()
    rows = duckdb.sql(query).fetchall()
    return began, clock(), rows, f"DuckDB {duckdb.__version__}"


began, ended, rows, name = {"polars": by_polars, "duckdb": by_duckdb}[tool]()
resident = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
totals = sorted([int(step), int(of_class), int(total)] for step, of_class, total in rows)
seconds, processor = (after - before for before, after in zip(began, ended))
print(json.dumps({
    "tool": name,
    "seconds": seconds,
    "processor": processor,
    "megabytes": resident / 1000,
    "totals": totals,
}))
