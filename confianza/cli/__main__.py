"""`python -m confianza.cli` is the command `confianza`."""

from confianza.cli import main

main()
