"""Tags and filters that every page may use; each draws one file of templates/components/ or one GOV.UK part."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal import addresses
from portal.govuk import days, parts
from portal.govuk.macros import render
from portal.govuk.tones import tone_of

register = template.Library()

register.filter("day", days.day)
register.filter("clock", days.clock)
register.filter("moment", days.moment)
register.filter("ago", days.ago)
register.filter("opened_fields", parts.opened_by_choices)


@register.simple_tag
def govuk_field(field: BoundField) -> SafeString:
    """One form field, whole: label, hint, error, control."""
    drawn = parts.field_part(field)
    return drawn or SafeString(
        render_to_string("govuk/other_field.html", {"field": field, "label": parts.label_of(field)})
    )


@register.simple_tag
def attributes(attrs: dict[str, Any]) -> SafeString:
    """The attributes of a control that Django draws, all at once: its own template draws each of them by itself."""
    return flatatt(attrs)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, object]:
    """What is wrong, at the top of the page, each error a link to its field; empty when nothing is wrong."""
    return {"errors": [error for form in forms if form for error in _errors(form)]}


def _errors(form: Any) -> Iterator[dict[str, str]]:
    if hasattr(form, "forms"):
        yield from ({"text": str(text)} for text in form.non_form_errors())
        for each in form.forms:
            yield from _errors(each)
        return
    yield from ({"text": str(text)} for text in form.non_field_errors())
    for field in form:
        if field.errors:
            target = {} if field.is_hidden else {"href": f"#{parts.error_target(field)}"}
            yield {"text": str(field.errors[0]), **target}


@register.simple_tag
def button(text: str, href: str = "", kind: str = "", **more: Any) -> SafeString:
    """A button; a link that looks like one when `href` is given. `kind`: secondary, warning or start."""
    plain = not more and type(text) is type(href) is str
    return _plain_button(text, href, kind) if plain else _button(text, href, kind, **more)


def _button(text: str, href: str, kind: str, **more: Any) -> SafeString:
    classes = f"govuk-button--{kind}" if kind in {"secondary", "warning"} else ""
    known = {"formaction", "form", "aria_label", "data_key"}
    attributes = {key.replace("_", "-"): value for key, value in more.items() if key in known}
    params = {"text": text, "classes": classes, "attributes": attributes, "preventDoubleClick": True}
    params |= {key: more[key] for key in ("name", "value", "disabled", "id") if key in more}
    return render("button", params | ({"href": href, "preventDoubleClick": False} if href else {}))


_plain_button = lru_cache(maxsize=1024)(_button)


@register.simple_tag
def address(name: str, *values: str | int) -> str:
    """What {% url %} answers for references, numbers and keys that the portal gave; for pages with many of them."""
    return addresses.address(name, *values)


@register.simple_tag
def tag(state: object, text: str = "") -> SafeString:
    """A state in a word and a shape, and then a colour. `state` is an enum, a state's value, or its words."""
    shown = tone_of(state, text)
    # Markup that is held safe equals the same letters that are not: only plain words are kept.
    return _kept_tag(**shown) if type(shown["label"]) is str else _tag(**shown)


def _tag(**shown: str) -> SafeString:
    return SafeString(render_to_string("components/tag.html", shown))


_kept_tag = lru_cache(maxsize=256)(_tag)
"""Drawn once for the same words: a list has many of few."""


@register.simple_tag
def summary_list(rows: Sequence[Mapping[str, object] | Sequence[object]], classes: str = "") -> SafeString:
    """Keys and values; each row a pair (key, value), or key, value and an (href, text) to change it."""
    return render("summary-list", {"classes": classes, "rows": [_row(row) for row in rows]})


def _row(row: Any) -> dict[str, object]:
    if isinstance(row, Mapping):
        row = tuple(row[key] for key in ("key", "value", "href", "change") if key in row)
    made: dict[str, object] = {"key": parts.words(row[0]), "value": parts.words(row[1])}
    if len(row) > 2 and row[2]:
        text = row[3] if len(row) > 3 else "Change"
        made["actions"] = {"items": [{"href": row[2], "text": text, "visuallyHiddenText": str(row[0])}]}
    return made


@register.inclusion_tag("components/progress_line.html")
def progress(stages: Sequence[Mapping[str, object]], label: str = "Progress") -> dict[str, object]:
    """The line of stages: each with `name`, `status` (done, current, ahead or stopped) and perhaps `note`."""
    return {"stages": stages, "label": label}


@register.simple_block_tag
def unless_empty(content: str, name: str) -> SafeString:
    """Draw components/NAME.html around the content, or nothing when there is none."""
    return SafeString(render_to_string(f"components/{name}.html", {"content": content}) if content.strip() else "")


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: str, name: str, **values: Any) -> SafeString:
    """Draw components/NAME.html around the content, such as a warning, an inset, details or a table."""
    return SafeString(render_to_string(f"components/{name}.html", {**values, "content": content}))


class DrawnOnce(template.Node):
    """A part of a page that a thing of the page may have kept: what is inside is drawn only where it asks for it."""

    def __init__(self, inside: template.NodeList, thing: FilterExpression, part: FilterExpression) -> None:
        self.inside, self.thing, self.part = inside, thing, part

    def render(self, context: Context) -> SafeString:
        """As the thing has it."""
        thing, part = self.thing.resolve(context), self.part.resolve(context)
        return SafeString(thing.drawn(part, lambda: self.inside.render(context)))


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """{% drawn_once THING "part" %} to {% end_drawn_once %}: THING.drawn(part, draw) answers with the markup."""
    _, thing, part = token.split_contents()
    inside = parser.parse(("end_drawn_once",))
    parser.delete_first_token()
    return DrawnOnce(inside, parser.compile_filter(thing), parser.compile_filter(part))


@register.simple_tag(takes_context=True)
def here(context: Context, url: str) -> bool:
    """Whether the page shown is this address, or lies under it."""
    request = context.get("request")
    path = request.path if request else ""
    return bool(url) and (path == url or (url != "/" and path.startswith(url)))
