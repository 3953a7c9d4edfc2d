"""What money is: whole rupiah, and how it is printed."""

Rupiah = int  # money has no fraction here: contributions, benefits and budgets are whole rupiah by regulation


def format_rupiah(amount: Rupiah) -> str:
    """As an Indonesian office prints it.

    >>> format_rupiah(9_072_000_000)
    'Rp9.072.000.000'
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")
