"""`python -m cakupan_app`: the command line, where its script is not on the path."""

from cakupan_app.cli import main

main()
