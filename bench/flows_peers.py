"""One question to flow records by Python polars or DuckDB: flows_peers.py polars|duckdb|version FILE... prints JSON."""
import json
import sys
import time

tool, files = sys.argv[1], sys.argv[2:]
step = 300_000


def by_polars():
    import polars as pl

    col = pl.col

    def port(*values):
        return col("source_port").is_in(values) | col("destination_port").is_in(values)

    peers = col("source_port").is_between(6881, 6999) | col("destination_port").is_between(6881, 6999)
    classes = (
        pl.when((col("protocol") == 6) & port(80) & col("source_as").is_in([64501, 64502])).then(0)
        .when((col("protocol") == 6) & port(80, 443, 8080)).then(1)
        .when((col("protocol") == 17) & port(53)).then(2)
        .when(peers).then(3)
        .when(col("source_address").is_between(0xC6120000, 0xC613FFFF)).then(4)
        .otherwise(5)
    )
    start = time.perf_counter()
    frame = (
        pl.scan_parquet(files)
        .group_by((col("start").cast(pl.Int64) // step).alias("step"), classes.alias("class"))
        .agg((col("bytes") * col("sampling_rate")).sum().alias("total"))
        .collect(engine="streaming")
    )
    return time.perf_counter() - start, frame.rows(), f"Python polars {pl.__version__}"


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
      FROM read_parquet({files}) GROUP BY ALL"""
    start = time.perf_counter()
    rows = duckdb.sql(query).fetchall()
    return time.perf_counter() - start, rows, f"DuckDB {duckdb.__version__}"


seconds, rows, name = {"polars": by_polars, "duckdb": by_duckdb}[tool]()
resident = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
totals = sorted([int(step), int(of_class), int(total)] for step, of_class, total in rows)
print(json.dumps({"tool": name, "seconds": seconds, "megabytes": resident / 1000, "totals": totals}))
