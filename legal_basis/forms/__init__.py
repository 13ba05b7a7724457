"""Forms of the wizard: one question a page, the facts of a practice walk, a piece of advice."""

from legal_basis.forms.advice import AdviceForm
from legal_basis.forms.evidence import EvidenceForm
from legal_basis.forms.practice import PracticeFactsForm, WalkNameForm
from legal_basis.forms.step import StepForm

__all__ = ["AdviceForm", "EvidenceForm", "PracticeFactsForm", "StepForm", "WalkNameForm"]
