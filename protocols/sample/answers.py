"""What the sample's people answer to the legal checklist: which answer at which step, and why."""

from legal_basis.engine import Option, Question, Response

# The first open answer is taken at any step not named here.
PREFERRED: dict[str, tuple[str, ...]] = {
    "C1.3": ("no_duty",),
    "C1.4": ("express",),
    "C3.1": ("confidential",),
    "C3.2": ("expected",),
    "C4.2": ("not_obliged",),
    "C4.4": ("recognised_interest", "public_task"),
    "C5.6": ("no_automated",),
}
NON_PERSONAL: dict[str, tuple[str, ...]] = {"C1.3": ("duty", "no_duty")}
POWERS = ("cda-1998-s115", "cda-1998-s17A", "oma-2007-s14")

REASONS = {
    "C0.1": (
        "Residents suffer repeated anti-social behaviour while each body sees only its own part of the picture. "
        "Joint action needs the cases named to one another; separate letters and visits have not stopped it."
    ),
    "C0.2": "Figures alone show where harm gathers. A case is resolved only if each body knows whom it concerns.",
    "C1.6": "The exchange is necessary for the local strategy, and each recipient is a relevant authority.",
    "C1.7": "Each recipient uses the data for its own duties under the partnership's plan, and for nothing else.",
    "C2.1": "The cases say who complained of whom and what happened at their homes, so private life is engaged.",
    "C2.2": "The power is public statute, the protocol and its notices are published, and access is logged.",
    "C2.3": "The prevention of disorder and crime, and the protection of the rights of people who are harmed.",
    "C2.4": (
        "The harm is serious and repeated, and joint action works only if the case is known. Only open cases are "
        "shared, convictions and diagnoses are left out, and people are told at the first visit."
    ),
    "C3.2": "People who report are told that the council works with the police and their landlord to stop it.",
    "C3.6": "No health record is shared. The Guardian has read the list of items and agrees that no more is needed.",
    "C4.3": "Reducing crime and disorder is a duty of this body under the Act of 1998, and needs this exchange.",
    "C4.4": "The sharing serves the detection and prevention of crime at the request of bodies with that task.",
    "C5.1": "Done on 4 September 2026, reference DPIA-2026-14. The risk left is low.",
    "C8.1": "Legal services and the data protection officer have advised in writing; the signatory may sign.",
}
ANONYMOUS_REASONS = {
    "C0.1": (
        "Half of the assaults that bring people to hospital are never reported to the police, so patrols and licensing "
        "miss the places where they happen. Only the hospital knows when, where and with what."
    ),
    "C0.2": "Time, place and weapon are enough to direct a patrol. No name, age or date of birth leaves the hospital.",
    "C1.6": "The exchange serves the strategy of the community safety partnership and is depersonalised at its source.",
    "C1.7": "Each recipient uses the figures to plan patrols and licensing conditions, which its own duties call for.",
}
OTHERWISE = (
    "Considered with the people who run the service and with legal services; what was found is set out in the impact "
    "assessment, and nothing in it speaks against the sharing."
)


def answer_to(question: Question, *, anonymous: bool) -> Response:
    """The sample's answer to one question."""
    option = _option(question, NON_PERSONAL if anonymous else {})
    gateways, choices = _named(question, option)
    reasons = {**REASONS, **ANONYMOUS_REASONS} if anonymous else REASONS
    reason = reasons.get(question.step.id, "") or (OTHERWISE if option.reason_min else "")
    return Response(question.token, option.answer.key, reason, gateways, choices)


def _option(question: Question, first: dict[str, tuple[str, ...]]) -> Option:
    wanted = first.get(question.step.id) or PREFERRED.get(question.step.id, ())
    found = next((option for key in wanted if (option := question.option(key)) and _can_be_taken(option)), None)
    return found or next(option for option in question.options if _can_be_taken(option))


def _can_be_taken(option: Option) -> bool:
    return not option.needs_gateway or any(offered.alone for offered in option.gateways)


def _named(question: Question, option: Option) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if option.ways:
        first_of_each = {way.bar.id: way.key for way in reversed(option.ways)}
        return (), tuple(first_of_each.values()) if question.bars else (option.ways[0].key,)
    if option.needs_gateway:
        alone = [offered.gateway.id for offered in option.gateways if offered.alone]
        return (next((power for power in POWERS if power in alone), alone[0]),), ()
    ticks = [one.choice.key for one in option.choices if not one.locked and not one.choice.excludes_others]
    return (), tuple(ticks[:1])
