"""What `make` and the tests need beside the product."""
