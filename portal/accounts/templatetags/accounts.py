"""Tags of the account pages."""

from django import template

from portal.accounts import demo, kept_words

register = template.Library()
register.filter("keeping_keys", kept_words.keys_of)
register.simple_tag(demo.sample_sign_ins, name="sample_sign_ins")
