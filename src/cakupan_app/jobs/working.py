"""What a worker does: it takes up what a killed one left, then does one job after the other until it is stopped."""

import os

_INTERVAL = 0.25  # seconds between two looks for work, where there was none


def work() -> None:
    """Work until stopped; the settings of the site are loaded."""
    from django.core.management import call_command

    from cakupan_app.jobs.port import take_up_again
    from cakupan_app.work.readers import readers

    readers().begin()
    take_up_again()
    call_command("db_worker", interval=_INTERVAL, startup_delay=False, verbosity=0)


def main() -> None:
    """Work as a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan_app.site.web")
    import django

    django.setup()
    work()


if __name__ == "__main__":
    main()
