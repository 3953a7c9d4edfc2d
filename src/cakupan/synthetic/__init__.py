"""Synthetic: made-up regencies as files, with the truth beside them."""

from cakupan.synthetic.make import Made, MadeFile, make_regency
from cakupan.synthetic.rates import Rates
from cakupan.synthetic.truth import active_as_known, expected, expected_by, true_persons

__all__ = [
    "Made",
    "MadeFile",
    "Rates",
    "active_as_known",
    "expected",
    "expected_by",
    "make_regency",
    "true_persons",
]
