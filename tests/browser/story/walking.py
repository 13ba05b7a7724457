"""Walking the legal checklist in the browser: one question a page, each with its law, until an end."""

from tests.browser.leaving import leave_by
from tests.browser.story.people import Person

WORDS = (
    "Residents of three named wards are harmed by violence and by anti-social behaviour that no single body can see "
    "whole. Each partner needs the others' part to act, and the least that shows it is set out in the data flow."
)
Choices = dict[str, str | tuple[str, str]]


def walks(person: Person, choices: Choices) -> list[str]:
    """Answer each step as `choices` says, by its first answer otherwise. Returns the steps that were asked.

    A choice is an answer's key, or the key with the power, exception or condition that it names.
    """
    asked: list[str] = []
    while "/steps/" in person.page.url:
        token = person.page.url.rstrip("/").rsplit("/", 1)[-1]
        assert token not in asked, f"Step {token} was asked again: {person.page.locator('main').inner_text()[:600]}"
        asked.append(token)
        if token in ("C0.1", "C1.2", "C2.3", "C4.6"):
            person.looks(f"step {token}")
        answers(person, choices.get(token, ""))
    return asked


def answers(person: Person, choice: str | tuple[str, str]) -> None:
    """Choose, tick what the answer asks for, give the reason, and go on."""
    key, named = choice if isinstance(choice, tuple) else (choice, "")
    radios = person.page.locator("main [name=answer]")
    if radios.count():
        picked = person.page.locator(f"main [name=answer][value={key}]") if key else radios.first
        picked.check()
        key = key or str(picked.get_attribute("value"))
    boxes = person.page.locator(f"main [name=with_{key}]" if key and radios.count() else "main input[type=checkbox]")
    if named:
        person.page.locator(f"main [value='{named}'][type=checkbox]:visible").first.check()
    elif boxes.count() and not person.page.locator("main input[type=checkbox]:checked:visible").count():
        boxes.first.check()
    reason = person.page.locator("main [name=reason]")
    if reason.count():
        reason.fill(WORDS)
    person.presses("Continue")


def begins(person: Person, base: str, flow: str) -> None:
    """Begin the checklist of the person's party for one flow."""
    person.go(f"{base}legal/")
    person.looks("legal tab")
    card = person.page.locator("form.card", has_text=flow)
    for box in card.locator("input[type=checkbox]").all():
        label = person.page.locator(f"label[for={box.get_attribute('id')}]").inner_text()
        box.set_checked(flow in label)
    leave_by(card.get_by_role("button", name="Begin the checklist"))


def concludes(person: Person, ending: str) -> None:
    """Reach the end and close the walk as the party's record."""
    person.reads(ending)
    person.presses("Conclude")
    person.sees("is concluded")
