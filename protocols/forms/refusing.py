"""Showing a service's refusal in the form that asked for the act, with everything typed still there."""

from django import forms

from protocols.errors import Invalid, Refused


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put the sentence beside the field that it is about, or at the top of the form."""
    field = refused.field if isinstance(refused, Invalid) and refused.field in form.fields else None
    form.add_error(field, refused.sentence)
