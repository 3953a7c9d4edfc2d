"""How a NIK or a name comes out wrong: what spreadsheets, typists and habits do, column by column."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.synthetic.calendar import Flags, Ints, digits, joined

DIGITS = 16
KPJ_DIGITS = 11
_ZERO, _ONE = ord("0"), ord("1")


def damaged_niks(niks: pa.Array, kinds: Sequence[tuple[str, float]], rng: np.random.Generator) -> pa.Array:
    """Every one of `niks` damaged, by the shares of `kinds`. Where the structure stays good, so does the serial."""
    shares = np.array([share for _, share in kinds])
    kind = rng.choice(len(kinds), size=len(niks), p=shares / shares.sum())
    made: dict[str, Callable[[Ints], pa.Array]] = {
        "rounded": lambda cells: _text(_rounded(cells)),
        "power": _power,
        "letters": lambda cells: _text(_letters(cells)),
        "missing": lambda cells: pa.array([""] * len(cells), pa.string()),
        "swapped": lambda cells: _text(_swapped(cells, rng)),
        "another": lambda cells: _text(_another(cells, rng)),
    }
    cells = _cells(niks)
    rows = [np.flatnonzero(kind == number) for number in range(len(kinds))]
    damaged = [made[name](cells[of]) for (name, _), of in zip(kinds, rows, strict=True)]
    return pa.concat_arrays(damaged).take(pa.array(np.argsort(np.concatenate(rows), kind="stable")))


def damaged_kpjs(kpjs: Ints, kinds: Sequence[tuple[str, float]], rng: np.random.Generator) -> tuple[pa.Array, Flags]:
    """Every one of `kpjs` damaged, by the shares of `kinds` (lost, swapped); and whether a digit of it is lost."""
    shares = np.array([share for _, share in kinds])
    kind = rng.choice(len(kinds), size=len(kpjs), p=shares / shares.sum())
    lost = np.array([name == "lost" for name, _ in kinds])[kind]
    shorter, turned = _one_lost(kpjs, rng), _neighbours_swapped(kpjs, rng)
    return pc.if_else(pa.array(lost), digits(shorter, KPJ_DIGITS - 1), digits(turned, KPJ_DIGITS)), lost


def varied_names(names: pa.Array, female: Flags, rng: np.random.Generator) -> pa.Array:
    """Every one of these capital names written another way, where its kind of variant fits it."""
    variants = [
        pc.replace_substring_regex(names, r"^(MUHAMMAD|MUHAMAD|AHMAD) ", "M. "),
        pc.replace_substring_regex(names, r"^(MUHAMMAD|MUHAMAD) ", "MUH. "),
        pc.replace_substring_regex(names, r"^(\S+) (\S+)", r"\1\2"),
        pc.replace_substring_regex(names, r" (\S)\S+$", r" \1."),
        pc.binary_join_element_wise(pc.if_else(pa.array(female), "HJ.", "H."), names, " "),
        pc.replace_substring_regex(names, "F", "P"),
        pc.replace_substring_regex(names, r"DI\b", "DY"),
        pc.replace_substring_regex(names, r"([AIUEO])([NLRS])([AIUEO])", r"\1\2\2\3", max_replacements=1),
        pc.replace_substring_regex(names, r"^SITI ", "ST. "),
        pc.replace_substring_regex(names, r"U", "OE", max_replacements=1),
        pc.replace_substring_regex(names, r"([AIUEO])H\b", r"\1"),
    ]
    return pc.choose(pa.array(rng.integers(0, len(variants), len(names))), *variants)


def chosen(many: int, share: float, rng: np.random.Generator) -> Flags:
    """`share` of so many rows, drawn one by one."""
    return rng.random(many) < share


def _cells(niks: pa.Array) -> Ints:
    """The digits as a table of character codes."""
    whole = pa.concat_arrays([niks]).cast(pa.binary())
    return (
        np.array(whole.to_numpy(zero_copy_only=False), dtype="S16").view(np.uint8).reshape(-1, DIGITS).astype(np.int64)
    )


def _text(cells: Ints) -> pa.Array:
    written = np.ascontiguousarray(cells.astype(np.uint8)).view(f"S{DIGITS}").ravel()
    return pa.array(written.tolist(), pa.binary()).cast(pa.string())


def _rounded(cells: Ints) -> Ints:
    """A spreadsheet keeps fifteen digits of a number."""
    cells[:, -1] = _ZERO
    return cells


def _power(cells: Ints) -> pa.Array:
    text = _text(cells)
    begins, goes_on = pc.utf8_slice_codeunits(text, 0, 1), pc.utf8_slice_codeunits(text, 1, 6)
    # quoted, because in the files cells are parted by commas
    return joined('"', begins, ",", goes_on, 'E+15"')


def _letters(cells: Ints) -> Ints:
    """The last 0 as O; the first 1 as l where there is no 0."""
    rows = np.arange(len(cells))
    last = DIGITS - 1 - (cells[:, ::-1] == _ZERO).argmax(axis=1)
    has = cells[rows, last] == _ZERO
    one = (cells == _ONE).argmax(axis=1)
    cells[rows, np.where(has, last, one)] = np.where(has, ord("O"), ord("l"))
    return cells


def _swapped(cells: Ints, rng: np.random.Generator) -> Ints:
    """Two unlike neighbours before the serial."""
    unlike = cells[:, :11] != cells[:, 1:12]
    place = np.where(unlike, rng.random(unlike.shape), -1).argmax(axis=1)
    rows = np.arange(len(cells))
    cells[rows, place], cells[rows, place + 1] = cells[rows, place + 1], cells[rows, place].copy()
    return cells


def _one_lost(numbers: Ints, rng: np.random.Generator) -> Ints:
    """Without the zero in front, or else without any of the digits."""
    place = 10 ** rng.integers(0, KPJ_DIGITS, len(numbers))
    shorter = numbers // (place * 10) * place + numbers % place
    return np.where(numbers < 10 ** (KPJ_DIGITS - 1), numbers, shorter)


def _neighbours_swapped(numbers: Ints, rng: np.random.Generator) -> Ints:
    """Two unlike neighbours; a number whose digits are all the same stays."""
    values = 10 ** np.arange(KPJ_DIGITS)
    cells = numbers[:, None] // values % 10
    unlike = cells[:, :-1] != cells[:, 1:]
    place = np.where(unlike, rng.random(unlike.shape), -1).argmax(axis=1)
    rows = np.arange(len(numbers))
    swapped: Ints = numbers + (cells[rows, place] - cells[rows, place + 1]) * 9 * values[place]
    return swapped


def _another(cells: Ints, rng: np.random.Generator) -> Ints:
    """One digit of the district, the year or the serial, so that it may be somebody else's."""
    place = np.array([5, 11, 14])[rng.integers(0, 3, len(cells))]
    rows = np.arange(len(cells))
    was = cells[rows, place] - _ZERO
    # never 0: a district ends in no 00, and a serial is not below 9001
    cells[rows, place] = _ZERO + (was + rng.integers(0, 8, len(cells))) % 9 + 1
    return cells
