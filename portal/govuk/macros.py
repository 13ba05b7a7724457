"""Calling the macros of govuk-frontend-jinja: the markup of GOV.UK Frontend 6.3.0, written once, by others."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, Template

# Macros whose name is not simply their folder's in camel case would be listed here; there are none.
ENVIRONMENT = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@lru_cache
def _template(component: str) -> Template:
    return ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")


def render(component: str, params: Mapping[str, object]) -> SafeString:
    """The markup of one component, such as "date-input"; texts in `params` are escaped, `html` values are not."""
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    macro = getattr(_template(component).module, name)
    return SafeString(str(macro(dict(params))).strip())
