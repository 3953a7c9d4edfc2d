"""Which pairs are looked at: those that share a number, or part of a name with a birth date, a place or a contact.

Where nobody has a number, those too that share one thing alone, if few rows bear it.
"""

from cakupan.engines.linker import Block

_FEW, _CROWD = 40, 300  # rows that may share a number that is one person's; that may share the rest
NUMBERS = (Block(("nik",), _FEW, number=True), Block(("kpj",), _FEW, number=True))
STEMS = (Block(("stem", "born"), _FEW, number=True), Block(("stem", "words"), _FEW, number=True))
NEIGHBOURS = (Block(("sound", "born"), _FEW, unless_equal="nik"), *STEMS)
REST = (
    *STEMS,
    Block(("phone",), _FEW),
    Block(("family_card", "begin"), _FEW),
    Block(("family_card", "year"), _FEW),
    Block(("family_card", "born"), _FEW),
    Block(("solid", "spot"), _CROWD),
    Block(("solid", "year", "month"), _CROWD),
    Block(("words", "born"), _CROWD),
    Block(("spot", "born"), _CROWD),
    Block(("bones", "born"), _CROWD),
    Block(("solid", "born"), _CROWD),
    Block(("sound", "spot"), _CROWD),
    Block(("sound", "year", "month"), _CROWD),
    Block(("sound", "year", "day"), _CROWD),
    Block(("begin", "born"), _CROWD),
    Block(("words", "family_card"), _FEW),
)
ALONE = (
    Block(("words",), _FEW),
    Block(("bones",), _FEW),
    Block(("born",), _FEW),
    Block(("family_card",), _FEW),
    Block(("spot",), _FEW),
    Block(("district",), _FEW),
    Block(("words", "spot"), _FEW),
)
