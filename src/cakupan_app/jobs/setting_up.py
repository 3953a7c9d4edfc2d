"""What a site needs before it is served: its tables up to date, its files where a browser finds them."""

from cakupan_app.ledger.connection import bring_up_to_date


def set_up() -> None:
    """Bring every table of the site up to date, and lay out its style sheets and scripts under hashed names."""
    from django.core.management import call_command

    bring_up_to_date()
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def draw_public_pages() -> None:
    """Draw the pages for everybody, so that nobody waits for them: when the site opens, and after each publication."""
    from django.core.management import call_command

    call_command("draw_public_pages", verbosity=0)
