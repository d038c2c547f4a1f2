"""Reads of the policy, the contact log, opt-outs and slots."""

from gridloop.contact.queries.read_competitors import competitors_in_force
from gridloop.contact.queries.read_consent import ConsentCounts, consent_counts
from gridloop.contact.queries.read_contacts import (
    contact_log,
    contacts_of,
    contacts_reached,
    opt_outs,
    opt_outs_after,
    order_contacts,
    planned_slots,
)
from gridloop.contact.queries.read_gathered import competitors_told, last_visit
from gridloop.contact.queries.read_newest import newest_contacts
from gridloop.contact.queries.read_policy import policy_in_force

__all__ = [
    "competitors_in_force",
    "competitors_told",
    "ConsentCounts",
    "consent_counts",
    "contact_log",
    "contacts_reached",
    "contacts_of",
    "last_visit",
    "newest_contacts",
    "opt_outs",
    "opt_outs_after",
    "order_contacts",
    "planned_slots",
    "policy_in_force",
]
