"""How fast and how large, side by side with what the same machine needs without Confianza.

    make bench                        every benchmark
    make bench ARGS="ingest points"   some of them

Each benchmark is a module whose `run()` returns its rows. Results are printed and kept
in benchmarks/results/. Everything measured is synthetic and made here with a fixed seed.
"""
