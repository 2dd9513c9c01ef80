"""What a page tells speaks the language of its reader, which the state of its address names."""

from __future__ import annotations

from comity.briefs.voice import Voice
from comity.web.state import View


class Spoken:
    """Whatever is shown to somebody whose `view` is known.

    >>> class Hello(Spoken):
    ...     view = View(language="fr")
    >>> Hello().voice.language
    'fr'
    """

    view: View

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)
