"""Calling the macros of govuk-frontend-jinja: the markup of GOV.UK Frontend 6.3.0, written once, by others."""

from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, Template
from markupsafe import escape

# Macros whose name is not simply their folder's in camel case would be listed here; there are none.
ENVIRONMENT = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TYPED_IN = frozenset({"input", "textarea", "character-count"})
"""Parts that write the value as it is, once, and whose markup hangs on nothing in it."""
PLACE = f"typed-{token_hex(16)}"
"""Where the value goes; no words that a part is told can hold it."""
KEPT = 4096
"""Parts kept, of a kilobyte or two each: a form is many, and the same words always give the same markup."""


def render(component: str, params: Mapping[str, object]) -> SafeString:
    """The markup of one component, such as "date-input"; texts in `params` are escaped, `html` values are not.

    What was told the same words before is not drawn again, and what was typed is put in its place in what was.
    """
    value = params.get("value")
    if not value:
        return _kept(component, _told(params))
    if component in TYPED_IN:
        return SafeString(_kept(component, _told({**params, "value": PLACE})).replace(PLACE, str(escape(value))))
    return _draw(component, params)


@lru_cache
def _template(component: str) -> Template:
    return ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")


def _draw(component: str, params: Mapping[str, object]) -> SafeString:
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    macro = getattr(_template(component).module, name)
    return SafeString(str(macro(dict(params))).strip())


@lru_cache(maxsize=KEPT)
def _kept(component: str, told: tuple[Any, ...]) -> SafeString:
    return _draw(component, _params(told))


def _told(value: Any) -> tuple[Any, ...]:
    """What a macro is told, to be looked up by; a text that is markup is another than the same text to be escaped."""
    if isinstance(value, Mapping):
        return dict, tuple((name, _told(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return list, tuple(_told(one) for one in value)
    return type(value), value


def _params(told: tuple[Any, ...]) -> Any:
    """The same as a macro takes it."""
    kind, value = told
    if kind is dict:
        return {name: _params(one) for name, one in value}
    if kind is list:
        return [_params(one) for one in value]
    return value
