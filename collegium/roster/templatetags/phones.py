"""Phone numbers as people read them."""

from django import template

from collegium.roster.rules import phone_text

register = template.Library()
register.filter("phone", phone_text)
