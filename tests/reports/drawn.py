"""What stands in a picture of ours, and what may not."""

from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
BARRED = {"script", "style", "image", "foreignObject", "a", "use", "pattern", "clipPath"}


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  a picture of our own


def of(picture: ElementTree.Element, name: str, **attributes: str) -> list[ElementTree.Element]:
    """The elements of this name that have these attributes."""
    return [one for one in picture.iter(SVG + name) if all(one.get(key) == told for key, told in attributes.items())]


def texts(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in of(picture, "text")]


def titles(picture: ElementTree.Element) -> list[str]:
    """What is told where a pointer rests, without the title of the picture itself."""
    return [str(title.text) for title in of(picture, "title")][1:]


def check_fit_for_a_page(picture: ElementTree.Element, title: str, description: str) -> None:
    """It is read out as one picture, and has nothing that a strict policy bars or that a page could confuse.

    What is named by an id would be named twice on a page with two pictures.
    """
    assert picture.get("role") == "img"
    assert [picture[place].text for place in (0, 1)] == [title, description]
    assert {element.tag.removeprefix(SVG) for element in picture.iter()}.isdisjoint(BARRED)
    for element in picture.iter():
        assert not {"style", "class", "id"} & set(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)
        for key in ("fill", "stroke"):
            assert element.get(key, "none") == "none" or str(element.get(key)).startswith("#")
