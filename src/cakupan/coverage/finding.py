"""What can be said about figures beside the figures, as coverage and the rooms above it know it."""

# It stands in `basics` because `scheme`, which lies below coverage, has things to say of the law too.
from cakupan.basics.finding import Finding, Missing, Severity

__all__ = ["Finding", "Missing", "Severity"]
