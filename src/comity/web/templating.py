"""Pages from templates: every page knows where it is, in which view, and who its twins are."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request

from comity import __version__
from comity.briefs.render.html import speak_in
from comity.briefs.render.layout import credit
from comity.briefs.voice import Voice
from comity.core.places import LANGUAGES
from comity.core.regions import Subject
from comity.web import policy_urls, urls
from comity.web.assets import asset
from comity.web.state import LATEST, View

TONGUES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "zh": "中文",
    "ar": "العربية",
}
"""The languages, each by its own name."""


class _Compiled(BytecodeCache):
    """What a template was compiled to, which is the same in all languages."""

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put into the bucket what was compiled of the same source."""
        source, code = self._code.get(bucket.key, ("", b""))
        if source == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.checksum, bucket.bytecode_to_string()


_COMPILED = _Compiled()


@cache
def environment(language: str = "en") -> Environment:
    """Jinja2 with the site's templates, whose texts are said in a language."""
    made = Environment(
        loader=PackageLoader("comity.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_COMPILED,
    )
    speak_in(made, language)
    made.globals |= {"asset": asset, "version": __version__, "urls": urls, "credit": credit}
    made.globals["policy_urls"] = policy_urls
    return made


def render_page(request: Request, template: str, view: View = LATEST, **context: Any) -> bytes:
    """A page of the site; `path` is its address without state or ending."""
    voice = Voice(view.language)
    around = view.alone()

    def to(subject: Subject) -> str:
        return urls.to(subject, around)

    page = environment(view.language).get_template(template)
    return page.render(
        view=view,
        voice=voice,
        language=view.language,
        direction=voice.locale.text_direction,
        path=request.url.path,
        query=view.query(),
        to=to,
        tongues=[(code, TONGUES[code], view.said_in(code).query()) for code in LANGUAGES],
        site=lambda path: urls.page(path, around),
        **context,
    ).encode()
