"""Which sheets of a workbook are Cakupan's own, and so no data: those of a form, and the summary that is sent back."""

LISTS, GUIDE, SUMMARY = "cakupan_data", "Petunjuk Cakupan", "Ringkasan Cakupan"

_OWN = frozenset({LISTS, GUIDE, SUMMARY})


def is_own_sheet(name: str) -> bool:
    """Whether a sheet of this name was added by Cakupan. The names are exact: `Cakupan Juli` is a sender's sheet."""
    return name in _OWN
