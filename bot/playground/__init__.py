"""A local page on which one can be anybody: the third platform."""
