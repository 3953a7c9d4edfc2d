"""The command line as a module: `python -m cakupan_app.cli`."""

from cakupan_app.cli import main

main()
