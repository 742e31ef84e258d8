"""Conditions on a branch are the rules of forms, asked about the data of a run."""

from tenant_apps.forms.conditions import OPERATORS, Rule, fault, holds

__all__ = ["OPERATORS", "Rule", "fault", "holds"]
