"""What the records show: true records in, published cells out, renderings from the published cells only."""
