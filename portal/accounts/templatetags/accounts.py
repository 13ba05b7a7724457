"""Tags of the account pages."""

from django import template

from portal.accounts import demo

register = template.Library()
register.simple_tag(demo.sample_sign_ins, name="sample_sign_ins")
