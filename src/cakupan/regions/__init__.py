"""Areas of Indonesia: codes, tree, names as they are really written, splits, and who issued a NIK."""

from cakupan.regions.codes import AreaCode, parse_area_code
from cakupan.regions.find import AreaMatch, AreaProblem, find_area, match_area
from cakupan.regions.issuer import Issuer, IssuerProblem, Retired, ever_issued, issuer_of, place_of_issue, retired_area
from cakupan.regions.running_text import names_of_provinces_and_regencies
from cakupan.regions.spelling import codes_to_propose
from cakupan.regions.splits import Split, predecessors_of
from cakupan.regions.tree import (
    LEVELS,
    NATION,
    Area,
    Kind,
    Level,
    UnknownArea,
    ancestors_of,
    area,
    area_exists,
    areas_at,
    children_of,
    is_within,
    level_of,
    parent_of,
)

__all__ = [
    "LEVELS",
    "NATION",
    "Area",
    "AreaCode",
    "AreaMatch",
    "AreaProblem",
    "Issuer",
    "IssuerProblem",
    "Kind",
    "Level",
    "Retired",
    "Split",
    "UnknownArea",
    "ancestors_of",
    "area",
    "area_exists",
    "areas_at",
    "children_of",
    "codes_to_propose",
    "ever_issued",
    "find_area",
    "is_within",
    "issuer_of",
    "level_of",
    "match_area",
    "names_of_provinces_and_regencies",
    "parent_of",
    "parse_area_code",
    "place_of_issue",
    "predecessors_of",
    "retired_area",
]
