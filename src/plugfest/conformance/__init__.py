"""Conformance of servers: cases as pytest tests, verdicts, targets. What the author of a case needs is here."""

from plugfest.conformance import expect
from plugfest.conformance.case import alone, case
from plugfest.conformance.needs import Need
from plugfest.conformance.targets import Capabilities, Profile, Target

__all__ = ["Capabilities", "Need", "Profile", "Target", "alone", "case", "expect"]
