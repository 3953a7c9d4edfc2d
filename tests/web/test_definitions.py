"""Targets, denominators and law on a day, and the glossary: with sources, and of one's own areas."""

from .conftest import DISTRICT, OTHER_DISTRICT, Site


def test_targets_denominators_and_law_are_told_with_their_source(site: Site) -> None:
    page = site.get("budget_holder", "/en/desk/definitions/?on=2025-07-31")
    assert page.status_code == 200
    for told in ("nasional-2025", "potensi-bps-2025", "active-2021.1", "no longer active after 3 unpaid months"):
        assert told in page.text
    assert "cakupan.membership.rules:active_rule" in page.text


def test_before_the_first_rule_none_is_supposed(site: Site) -> None:
    page = site.get("analyst", "/en/desk/definitions/?on=1999-01-01")
    assert "no provision is known yet" in page.text
    assert "active-2021.1" not in page.text


def test_where_nobody_counted_the_estimate_is_told_with_its_rule(site: Site) -> None:
    page = site.get("analyst", f"/en/desk/definitions/?area={DISTRICT}&on=2025-07-31", area=DISTRICT)
    assert page.status_code == 200
    assert "potensi-bps-2025@" in page.text


def test_what_is_no_day_and_an_area_of_others_are_refused(site: Site) -> None:
    assert site.get("analyst", "/desk/definitions/?on=yesterday").status_code == 400
    assert site.get("analyst", f"/desk/definitions/?area={OTHER_DISTRICT}", area=DISTRICT).status_code == 403
    assert site.get(None, "/desk/definitions/").status_code == 302
    assert site.get(None, "/desk/glossary/").status_code == 302


def test_the_glossary_has_every_word_in_both_languages(site: Site) -> None:
    from cakupan_app.work.vocabulary import anchor_of, words

    for path in ("/desk/glossary/", "/en/desk/glossary/"):
        page = site.get("village_operator", path, area=DISTRICT)
        assert page.status_code == 200
        assert [word.en for word in words() if f'id="{anchor_of(word)}"' not in page.text] == []
