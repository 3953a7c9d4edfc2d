"""What a site needs before it is served: its tables up to date, its files where a browser finds them."""

import json
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from filelock import FileLock

from cakupan_app.jobs.alive import A_DAY, alone
from cakupan_app.ledger.connection import bring_up_to_date


def set_up() -> None:
    """Bring every table of the site up to date, and lay out its style sheets and scripts under hashed names.

    Several machines may do so at once: one does it, the others wait and find it done.
    """
    bring_up_to_date("createcachetable")
    _lay_out()


def _lay_out() -> None:
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root.with_name(f"{root.name}.lock")):
        if not _laid_out(root / "staticfiles.json"):
            call_command("collectstatic", verbosity=0, interactive=False)


def _laid_out(names: Path) -> bool:
    """Whether all is there: the list of names is written last. One that was half written when it was cut off goes."""
    try:
        json.loads(names.read_bytes())
    except (FileNotFoundError, ValueError):
        names.unlink(missing_ok=True)
        return False
    return True


def clear_other_versions(days: int) -> None:
    """Forget what versions of the site laid out that nobody has worked with for so many days; this one is in use."""
    for own in map(Path, (settings.STATIC_ROOT, settings.PUBLIC_ROOT)):
        own.mkdir(parents=True, exist_ok=True)
        own.touch()
        for other in own.parent.iterdir():
            with suppress(FileNotFoundError):  # another worker clears as well
                if other.stat().st_mtime < time.time() - days * A_DAY:
                    shutil.rmtree(other, ignore_errors=True)
                    if other.is_file():
                        other.unlink()


def draw_public_pages() -> None:
    """Draw the pages for everybody that are not drawn yet; one that is asked for before is drawn then. Where another
    worker draws just now, nothing is done: what it leaves is drawn at the next look."""
    from django.core.management import call_command

    with alone("drawing") as nobody_else:
        if nobody_else:
            call_command("draw_public_pages", verbosity=0)
