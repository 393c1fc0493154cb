"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# Speed is measured in benchmarks/, never in a test: a busy machine must not fail a property.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")
