"""What is written about tips. Imported one module at a time: the intake's must not reach the desk's."""
