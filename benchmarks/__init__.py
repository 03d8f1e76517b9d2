"""What `make bench` runs: seeded data, ratios within one run, curves of scale."""
