#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# The lines of a log of ctest that say what failed: a log of a whole suite is cut where it is shown, and its end is what passed.
# Usage: packaging/failures.sh LOG
set -euo pipefail
grep -aE -A 12 ': Failure$|^(==[0-9]+==)?(ERROR|WARNING): (Address|Thread|Leak)Sanitizer|: runtime error: |^Traceback' "$1" | head -n 300 || true
grep -aE '^\[  FAILED  \]|\*\*\*(Failed|Timeout|Exception)|terminate called|Segmentation fault|SEGFAULT' "$1" | sort -u || true
