"""In which order acts hold rows, so that no two wait for each other; `tests/locks_taken.py` keeps tests to it.

The reasons are in docs/explanation/architecture.md. What is not named here is held after all of it but the trail's end,
and nothing else of the kind beside it.
"""

# Who holds a row holds none afterwards that stands before it.
ORDER = (
    "protocols_agreementupload",
    "partners_partner",
    "partners_partnership",
    "accounts_user",
    "partners_registration",
    "partners_invitation",
    "partners_role",
    "accounts_session",
    "mfa_authenticator",
    "account_emailaddress",
    "socialaccount_socialaccount",
    "datasets_dataset",
    "protocols_template",
    "protocols_agreement",
    "protocols_protocolversion",
    "legal_basis_assessment",
    "protocols_signing",
    "protocols_section",
    "protocols_reading",
    "protocols_mention",
    "audit_chainhead",
)
# Whose row is held already, the act has these to itself, and may hold them in any order: tables by how they begin.
BEHIND = {
    "protocols_protocolversion": "protocols_",
    "protocols_template": "protocols_template",
    "protocols_agreement": "protocols_agreement",
    "legal_basis_assessment": "legal_basis_",
    "partners_partner": ("partners_namedofficer", "partners_role"),
    "partners_partnership": "partners_role",
}
# Rows of a version that may be deleted or change their key: who adds a row that names one holds it, or the version.
GATE = "protocols_protocolversion"
MAY_GO = ("protocols_party", "protocols_section", "protocols_dataflow")
# Rows of one table that one function holds one after the other, each with its order.
SEVERAL = {
    ("protocols_protocolversion", "seal"): "the new version, the one over it, then the one that it replaces",
    ("protocols_protocolversion", "_hold_and_carry_out"): "the overarching version, then those in force under it",
}
# The modules of tests whose acts are kept to it: they bring about the acts of every room, and those that race.
KEPT_TO_IT = {
    "test_adopting_races", "test_clause_library", "test_closing_accounts", "test_consulting", "test_consulting_races",
    "test_deciding", "test_deciding_races", "test_drafting_races", "test_elsewhere_importing", "test_elsewhere_races",
    "test_evidence_races", "test_giving_way", "test_guest_races", "test_importing", "test_in_force_early_races",
    "test_inviting", "test_joining", "test_left_overarching", "test_named_texts", "test_practice_walks", "test_races",
    "test_races_after_signing", "test_sealing", "test_studio_races", "test_template_studio", "test_whole_life",
    "test_word_races",
}  # fmt: skip
