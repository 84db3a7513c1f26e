# SPDX-License-Identifier: MIT
"""Functions that answer in the place of a rule."""
