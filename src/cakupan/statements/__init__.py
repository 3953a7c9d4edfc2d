"""Which figures were published, which of them agree, and what would make the others right."""

from cakupan.statements.check import Checked, Finding, check_text
from cakupan.statements.publication import Publication, published_in
from cakupan.statements.readings import Claim
from cakupan.statements.repairs import Repair

__all__ = ["Checked", "Claim", "Finding", "Publication", "Repair", "check_text", "published_in"]
