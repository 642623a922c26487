"""The desk: where units read what was told to them, answer, and write down what came of it."""
