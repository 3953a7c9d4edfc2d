"""Ways to say one thing in English, each in the frames it comes in."""

from collections.abc import Iterator

OPENING = "BPJS Ketenagakerjaan released figures for July 2025."
MEMBERS = "In Wajo Regency 103,079 workers are members of the employment social security scheme."

COVERED = (
    "are protected|have been enrolled|are enrolled|have joined|are members|are covered|hold cards|"
    "have signed up|are insured|pay contributions|have been registered|are on the rolls|have coverage|"
    "enjoy protection|are active participants|are in the scheme|have employment social security|"
    "are shielded by the scheme|are registered with BPJS Ketenagakerjaan|are already under the umbrella|"
    "participate|take part in the scheme|contribute each month|have been brought in|carry membership cards|"
    "belong to the scheme"
)
WITHOUT = (
    "are not yet protected|remain uncovered|remain outside the scheme|have yet to join|are without protection|"
    "have no coverage|lack coverage|work without insurance|are still uninsured|have not been enrolled|"
    "are unprotected|have not signed up|go without protection|remain unregistered|fall outside the scheme|"
    "are left out|still lack protection|do not have employment social security|are not members|"
    "have never been registered|stay outside the net|are missing from the rolls|have not been reached"
)
PAID_FOR = (
    "are paid for by the regency|have their contributions paid by the regency|are sponsored by the regency|"
    "are subsidised by the regional budget|are covered with village funds|get help with contributions|"
    "are enrolled at the regency's expense"
)
AIMED = (
    "The target is {}|This year's target is {}|The regency wants to reach {}|The regency aims for {}|"
    "The aim is {}|It is meant to reach {} this year|The goal for this year is {}|"
    "The regency has set a target of {}|It hopes to get to {}|The ministry assigned a target of {}|"
    "The plan is {} by the end of the year|It should climb to {} this year|The regent is pushing for {}|"
    "The regent demands {} this year|Officials are chasing {}|By December it must be {}|The bar is set at {}|"
    "Its goal stands at {}|The regency pledged to hit {}|The regency is targeting {}"
)
RATED = (
    "Coverage is {}|Coverage stands at {}|Coverage has reached {}|That is {}|That makes {}|"
    "That amounts to {} of workers|The coverage rate is {}|The protection rate is {}|Its rate is {}|"
    "The share of protected workers is {}|That equals {}|Only {} of workers are protected|Just {} are covered|"
    "The participation rate is {}|Membership stands at {} of the workforce|The figure is {}|It is now at {}|"
    "Wajo stands at {}|In other words, {}|Universal coverage is at {}"
)
RISEN = (
    "Coverage rose by {}|That is up {} on last year|Membership grew {}|Growth was {}|The increase was {}|"
    "It rose {} from last year|Coverage fell by {}|Membership shrank {}|Numbers climbed {}|"
    "This is an increase of {}"
)
OF_ALL = (
    "There are {}|The regency has {}|The workforce is {}|The number of workers is {}|The potential is {}|"
    "Total employment is {}|The regency counts {}|Statistics Indonesia counts {}|The denominator is {}|"
    "The total is {}|The labour force numbers {}|All told there are {}|The national survey puts it at {}|"
    "Those who should be protected number {}|Its working population is {}"
)
TO_GO = (
    "The shortfall is {}|Another {} are needed|It needs {} more|The gap is {}|That leaves {} to go|"
    "The regency still has to enrol {}|It must add {}|The remaining gap is {}|It is short by {}|"
    "It still lacks {}|The distance to the target is {}|An extra {} are needed|{} more must join|"
    "It has to find {}"
)
BUDGETED = (
    "The regency budgeted {} for contributions|The budget is {}|The regency has set aside {} for contributions|"
    "The regency allocates {}|The cost is {} a year|It takes {} a year to pay the contributions|"
    "The regency spent {} on contributions|The bill comes to {}|Funding of {} is available for contributions|"
    "The regional budget provides {} for premiums|The regency earmarked {}"
)
PAID_OUT = (
    "Claims paid came to {}|Benefits worth {} were paid|Payouts reached {}|It paid {} in claims|"
    "It disbursed {} in benefits|Total claims are {}|Heirs received {}|Death benefits of {} were handed over|"
    "The claims bill was {}|Old-age savings of {} were paid out"
)

# behind what was said: the sentences, the figure they give, what it is, and its value
SHORT = (
    (AIMED, "60 percent", "target_rate", 60),
    (RATED, "48.26 percent", "coverage_rate", 48.26),
    (RISEN, "2.34 percent", "growth", 2.34),
    (OF_ALL, "213,582 workers", "potential_workers", 213_582),
    (BUDGETED, "Rp5.04 billion", "budget", 5.04e9),
    (PAID_OUT, "Rp5.04 billion", "benefit", 5.04e9),
)


def sentences() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Each sentence behind its opening, and the figures it holds: kind and value, in order."""
    for sentence, figures in _sentences():
        yield f"{OPENING} {sentence}", figures


def _sentences() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    members, whole = ("covered_workers", 103_079.0), ("potential_workers", 213_582.0)
    for predicate in COVERED.split("|"):
        yield f"In Wajo Regency 103,079 workers {predicate}.", [members]
        yield f"Of the 213,582 workers in Wajo Regency, only 103,079 {predicate}.", [whole, members]
        yield f"The number of workers in Wajo Regency who {predicate} is 103,079.", [members]
    for predicate in WITHOUT.split("|"):
        gap = ("gap_workers", 110_503.0)
        yield f"In Wajo Regency 110,503 workers {predicate}.", [gap]
        yield f"In Wajo Regency 103,079 workers are members, while 110,503 others {predicate}.", [members, gap]
        yield f"The number of workers in Wajo Regency who {predicate} is 110,503.", [gap]
    for predicate in PAID_FOR.split("|"):
        paid = ("sponsored_workers", 2_500.0)
        yield f"In Wajo Regency 2,500 fishers {predicate}.", [paid]
        yield f"In Wajo Regency 103,079 workers are members, including 2,500 fishers who {predicate}.", [members, paid]
    for ways, figure, kind, value in SHORT:
        for way in ways.split("|"):
            yield f"{MEMBERS} {way.format(figure)}.", [members, (kind, float(value))]
    for way in TO_GO.split("|"):
        figures = [members, ("target_rate", 60.0), ("gap_workers", 25_071.0)]
        yield f"{MEMBERS} The target is 60 percent. {way.format('25,071 people')}.", figures
