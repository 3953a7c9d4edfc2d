"""Of which area a received file is: whoever asks who may see, mend or decide about it asks here."""

from typing import Protocol


class AboutAnArea(Protocol):
    """A receipt, or a source of a snapshot: with the code of the area that its sender named, or none."""

    @property
    def area(self) -> str: ...


def area_of(file: AboutAnArea, whole: str) -> str:
    """The area that a file is about; that of the workspace as a `whole` where nobody said one.

    What is said elsewhere of the same bytes does not count: who sends a file of the whole regency once more, for their
    own district, would otherwise decide about it.
    """
    return file.area or whole
