"""What the ways of telling members apart are called in Indonesian: an option takes either name, a sentence says one."""

from collections.abc import Mapping

CALLED: Mapping[str, str] = {
    "village": "desa",
    "district": "kecamatan",
    "segment": "segmen",
    "payer": "pembayar",
    "sex": "kelamin",
    "age": "umur",
    "decile": "desil",
    "occupation": "pekerjaan",
    "fund": "dana",
    "batch": "kode iuran",
    "cause": "sebab",
}
_IN_ENGLISH = {indonesian: english for english, indonesian in CALLED.items()}


def dimensions_named(text: str) -> tuple[str, ...]:
    """The dimensions that a text names, in either language and separated by commas, each once and in their order.

    A name that is none is given back as it is: which there are is for the room to say.

    >>> dimensions_named("Kecamatan, segment,district")
    ('district', 'segment')
    """
    names = (name.strip() for name in text.casefold().split(","))
    return tuple(dict.fromkeys(_IN_ENGLISH.get(name, name) for name in names if name))
