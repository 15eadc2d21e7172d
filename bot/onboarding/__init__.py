"""Onboarding: a plan that somebody proposes to a colleague, who gets it item by item."""
