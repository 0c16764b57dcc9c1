#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# The rules for Prometheus are valid, say what they should, and name only metrics that exist.
set -euo pipefail
cd "$(dirname "$0")/../.."
rules=config/prometheus/moisson.rules.yml
promtool check rules "$rules"
promtool test rules tests/repo/prometheus_test.yml
for name in $(grep -o 'moisson_[a-z_]*' "$rules" | sort -u); do
    grep -rqF "\"${name%_count}\"" daemon || { echo "no metric $name" >&2; exit 1; }
done
# A rule that nothing tests is one that nobody has seen fire.
for alert in $(sed -n 's/.*- alert: //p' "$rules"); do
    grep -q "alertname: $alert$" tests/repo/prometheus_test.yml || { echo "$alert is not tested" >&2; exit 1; }
done
