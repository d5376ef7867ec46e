"""Settings of all tests."""

from __future__ import annotations

import os

import hypothesis

# A loaded machine is slow, not wrong: no deadlines. Continuous integration draws the same examples every time.
hypothesis.settings.register_profile("mcgen", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("mcgen")
