"""How sure a source is, in words: the letters of our data say it to nobody who has not read them."""

from cakupan_app.look.voice import Voice


def sure_told(voice: Voice, letter: str) -> str:
    """What A, B, C, M or `not found` stands for."""
    return voice.text(f"sure_{letter.replace(' ', '_')}")
