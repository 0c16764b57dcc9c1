// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Counting of what was repaired and lost.
#include "rdf/report.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "rdf/bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace moisson::rdf {

std::size_t ReadReport::count(Code code) const {
    const auto found = counts.find(code);
    return found == counts.end() ? 0 : found->second;
}

void ReadReport::repaired(
    Code code,
    std::string_view detail,
    std::size_t line,
    std::string_view excerpt
) {
    if (++counts[code] > bounds::findings_per_code)
        return;
    Finding finding;
    finding.code = code;
    // Names of the document are part of some details.
    finding.detail = is_clean_utf8(detail) ? std::string(detail) : repair_utf8(detail).text;
    finding.line = line;
    const auto cut = excerpt.substr(0, bounds::excerpt_bytes);
    finding.excerpt = is_clean_utf8(cut)
                          ? std::string(cut)
                          : std::string(utf8_prefix(repair_utf8(cut).text, bounds::excerpt_bytes));
    findings.push_back(std::move(finding));
}

void ReadReport::lost(
    Code code,
    std::string_view detail,
    std::size_t line,
    std::string_view excerpt
) {
    complete = false;
    lost_text = lost_text || code != Code::bad_url;
    repaired(code, detail, line, excerpt);
}

std::vector<Issue> issues_of(const ReadReport& report) {
    std::vector<Issue> issues;
    std::set<Code> seen;
    for (const Finding& finding : report.findings) {
        std::string detail = finding.detail;
        if (finding.line > 0)
            detail += fmt::format(", line {}", finding.line);
        const std::size_t count = report.count(finding.code);
        if (seen.insert(finding.code).second && count > 1)
            detail += fmt::format(" ({} in all)", count);
        Issue issue(finding.code, Stage::parse, std::move(detail));
        issue.excerpt = finding.excerpt;
        issues.push_back(std::move(issue));
    }
    return issues;
}

} // namespace moisson::rdf
