"""Every write about people: one office verb, one function."""

from tenant_apps.organization.actions.founding import found_unit

__all__ = ["found_unit"]
