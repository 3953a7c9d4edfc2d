"""Words that headings shorten, in full: Nm. Lengkap, Tgl. Lhr, No. H.P."""

import re

_IN_FULL = {
    "nm": "nama",
    "tgl": "tanggal",
    "tg": "tanggal",
    "lhr": "lahir",
    "jns": "jenis",
    "jml": "jumlah",
    "klmn": "kelamin",
    "kel": "kelurahan",
    "ds": "desa",
    "kec": "kecamatan",
    "kab": "kabupaten",
    "prov": "provinsi",
    "almt": "alamat",
    "pek": "pekerjaan",
    "pkrjn": "pekerjaan",
    "telp": "telepon",
    "tlp": "telepon",
    "nmr": "nomor",
    "nomer": "nomor",
    "klg": "keluarga",
    "thn": "tahun",
    "bln": "bulan",
    "prsh": "perusahaan",
    "ktr": "keterangan",
}
_LETTERS = re.compile(r"(?<!\w)\w(?: \w)+(?!\w)")


def unabbreviated(folded: str) -> str:
    """A folded heading with its shortened words in full and single letters joined; empty where it has none.

    >>> unabbreviated("nm lengkap"), unabbreviated("no h p"), unabbreviated("nama")
    ('nama lengkap', 'no hp', '')
    """
    joined = _LETTERS.sub(lambda letters: letters[0].replace(" ", ""), folded)
    full = " ".join(_IN_FULL.get(word, word) for word in joined.split(" "))
    return full if full != folded else ""
