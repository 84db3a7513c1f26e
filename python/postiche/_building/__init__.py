# SPDX-License-Identifier: MIT
"""Scenarios that are built in Python."""
