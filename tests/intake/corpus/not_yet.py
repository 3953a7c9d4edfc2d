"""Cases that are not true yet, by name. Whoever makes one true takes its name out: the test fails while it stands."""

_CONTAINERS = {
    "CSV in UTF-8 with one letter of older Windows",
    "XLS",
    "ODS",
    "web page named XLS",
    "ZIP of two lists",
    "ZIP of two lists in folders, with what Macs leave",
    "ZIP in a ZIP",
    "ZIP of two lists and a letter",
    "ZIP without a file",
    "ZIP with a password",
}
_TABLES = {
    "a birth date in three columns under one heading",
    "the same as CSV",
    "a heading merged over two rows and one divided below it",
    "tables below each other, each with its village",
    "rows in between that name the village",
    "tables side by side",
}
_CELLS = {
    "the number of the family card as NIK",
    "NIK and name in each other's column",
    "=HYPERLINK as a name",
}
_REPEATS = {
    "people of an earlier list",
    "a member already",
    "a list of which most was known",
    "too young and too old",
    "another district's list",
}

NOT_YET: frozenset[str] = frozenset(_CONTAINERS | _TABLES | _CELLS | _REPEATS)
