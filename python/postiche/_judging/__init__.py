# SPDX-License-Identifier: MIT
"""Clients that are judged: by the program, and fault by fault."""
