"""The event store: what happened, as each source claimed it. Parquet on disk, read with Ibis on DuckDB.

Works with dates, frames and folders only: it has never heard of people, requests or Django.
Never changes a delivery once its manifest stands; a correction is a newer delivery.
"""
