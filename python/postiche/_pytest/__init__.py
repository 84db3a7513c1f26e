# SPDX-License-Identifier: MIT
"""What is behind the plugin for pytest, and the mixin for unittest."""
