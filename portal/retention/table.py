"""The table of what is kept: the privacy page, the reference page and the disposal are made from it.

An agreement's records are kept while it is in force and then as long as a claim on it can be brought: six years on a
simple contract (Limitation Act 1980 s.5), twelve on a deed (s.8). The UK GDPR asks that nothing personal is kept longer
than its purpose needs (Art 5(1)(e)), and that what is kept can be answered for (Art 5(2)).
"""

from dataclasses import dataclass
from datetime import timedelta

YEAR = 365


@dataclass(frozen=True)
class Kept:
    """One kind of data: what it is and of whom, why it is kept, how long after what, and what happens then.

    `days` and `dispose` are set where the portal lets it go by itself: `dispose` names a function that takes the moment
    before which it is over, and whether only to count, and returns how many. Without them something else ends it.
    """

    id: str
    what: str
    why: str
    how_long: str
    then: str
    days: int | None = None
    dispose: str = ""

    @property
    def after(self) -> timedelta:
        """How long it is kept, where the portal disposes of it."""
        return timedelta(days=self.days or 0)


KEPT: tuple[Kept, ...] = (
    Kept(
        "account", "Your name, post, work email address and roles",
        "So that others know who acts for which organisation",
        "While you have an account", "The operator closes the account; your roles end, and you are signed out",
    ),
    Kept(
        "closed_account", "The email address and post of a closed account",
        "So that somebody who comes back is known",
        "1 year after it was closed",
        "The address and post are removed; the name and the roles held stay, as part of the record of what was done",
        YEAR, "partners.services.disposing.let_closed_accounts_go",
    ),
    Kept(
        "password",
        "Your password, in a form from which it cannot be read back, and the secret of your authenticator app",
        "To sign you in", "While you have an account", "Removed when the account is closed",
    ),
    Kept(
        "openid", "By which number your organisation's sign-in knows you, where you connected it",
        "To sign you in with it", "Until you disconnect it, or your account is closed", "Removed at once",
    ),
    Kept(
        "session", "Where you are signed in: since when, in which browser, and when it was last used, to the hour",
        "So that you can see and end it; only you see it", "Until you sign out, or twelve hours",
        "Removed within the hour",
    ),
    Kept(
        "presence", "That you have a clause open", "So that two people do not write over one another",
        "1 minute after the page was closed", "Removed",
    ),
    Kept(
        "mail", "Mail that the portal sent you, or could not send", "So that it can be shown that you were told",
        "90 days after it was written", "Removed; the audit trail keeps its subject and that it was sent",
        90, "portal.mail.disposing.let_mail_go",
    ),
    Kept(
        "invitation", "The name, post and address in an invitation that was not taken up",
        "To let the person accept it",
        "30 days after it ran out or was withdrawn", "Removed",
        30, "partners.services.disposing.let_invitations_go",
    ),
    Kept(
        "guest", "The address and telephone number of somebody invited to sign without an account",
        "To send the link and the code", "90 days after the signature, the withdrawal or the end of the link",
        "Removed; the name, the post and the authority signed under stay in the signed record",
        90, "protocols.services.disposing.let_addresses_of_guests_go",
    ),
    Kept(
        "practice", "Practice walks that you make of a legal checklist while signed in",
        "For you alone, to come back to",
        "Until you delete it, or 2 years after you last changed it", "Removed",
        2 * YEAR, "legal_basis.services.disposing.let_practice_go",
    ),
    Kept(
        "upload", "Files that were sent and not brought in", "To show what would be brought in", "1 day", "Removed",
    ),
    Kept(
        "made_file", "PDFs that were made for somebody to fetch", "To be fetched", "30 days", "Removed",
    ),
    Kept(
        "named", "The name, post and address of officers whom an organisation names when it registers",
        "To invite them, and to show who answers for data protection there",
        "While the organisation is a partner, then as its agreements", "The partnership decides with the organisation",
    ),
    Kept(
        "agreement", "Agreements, with the names and posts of those who drafted, approved and signed; their files",
        "To prove what was agreed, by whom and with what authority",
        "While in force, then 6 years; 12 years for a deed (Limitation Act 1980 ss.5 and 8)",
        "The partnership decides with each party; the portal removes no signed agreement by itself",
    ),
    Kept(
        "signature",
        "Of each signature: when the file was first handed to the browser that it was signed from, how they were "
        "known, and the network address that it came from",
        "To show on the signing receipt who bound each organisation; on no other page",
        "As long as the agreement that it is in", "As the agreement; it is part of the sealed receipt",
    ),
    Kept(
        "trail", "The audit trail: who did what, in what capacity, when, and from what to what",
        "To answer for each decision (UK GDPR Articles 5(2) and 30)",
        "As long as the agreements that it is about",
        "Kept whole: an event taken out would break the chain that proves the others",
    ),
    Kept(
        "job", "Finished background work, without anybody's words", "To look into problems", "7 days", "Removed",
    ),
)  # fmt: skip
