"""Delivery under everything that can go wrong at once, beside two ways that others do it."""
