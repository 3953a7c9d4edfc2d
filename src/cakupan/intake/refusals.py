"""For which reasons a whole file is refused."""

from cakupan.basics.refused import Refused


class EmptyFile(Refused):
    """The file holds no byte, or nothing but blanks."""


class NotATable(Refused):
    """The bytes are no workbook and no delimited text: a renamed PDF, a picture, a page, another format."""


class BrokenFile(Refused):
    """The file says what it is but cannot be read to its end: truncated, locked, too large, a quote left open."""


class NoHeading(Refused):
    """No row names the columns of this kind."""


class WrongKind(Refused):
    """The columns are those of another kind."""


class AmbiguousColumns(Refused):
    """Two headings fit one column, or one heading fits two: which one is meant is the sender's to say."""


class MissingColumns(Refused):
    """The heading is there, but without a column that this kind must have."""


class NoRows(Refused):
    """The heading is there, and below it not one row of data."""
