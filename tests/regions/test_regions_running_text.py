"""Which names of provinces and regencies are looked for in running text."""

from cakupan.basics.names import fold_place
from cakupan.regions import areas_at, names_of_provinces_and_regencies


def codes(name: str) -> list[str]:
    return [found.code for folded, found in names_of_provinces_and_regencies() if folded == name]


def test_every_province_and_regency_can_be_found_by_its_title() -> None:
    for found in (*areas_at("province"), *areas_at("regency")):
        assert found.code in codes(fold_place(found.title))


def test_names_abbreviations_and_spellings_lead_to_the_area() -> None:
    assert codes("muba") == codes("musi banyuasin") == codes("kabupaten musi banyuasin") == ["16.06"]
    assert codes("sumatera selatan") == codes("sumsel") == ["16"]
    assert codes("kota batam") == codes("batam") == ["21.71"]


def test_a_name_that_two_areas_carry_leads_to_both() -> None:
    assert codes("bandung") == ["32.04", "32.73"]
    assert codes("kota bandung") == ["32.73"]


def test_an_ordinary_word_counts_only_behind_its_title() -> None:
    assert codes("batu") == []
    assert codes("kota batu") == ["35.79"]


def test_long_names_come_first_so_that_the_longest_wins() -> None:
    lengths = [len(name) for name, _ in names_of_provinces_and_regencies()]
    assert lengths == sorted(lengths, reverse=True)
