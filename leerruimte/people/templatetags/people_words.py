"""Words for the audit trail."""

from django import template

from leerruimte.people.audit_words import about_words, said_words

register = template.Library()
register.filter("audit_kind", about_words)
register.filter("audit_said", said_words)
