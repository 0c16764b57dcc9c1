// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ReadReport: what reading a document gave, repaired and lost. Findings are counted all and kept
// a few of each code.
#pragma once

#include "core/code.hpp"
#include "model/issue.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf {

struct Finding {
    Code code = Code::parse_rdf;
    // What was wrong, in English.
    std::string detail;
    // From 1; 0 when unknown.
    std::size_t line = 0;
    std::string excerpt;
};

struct ReadReport {
    std::size_t bytes = 0;
    // Given to the sink.
    std::size_t triples = 0;
    // False when a part of the document was not read: nothing may be concluded from what is absent.
    bool complete = true;
    // Some of that may be the text of a record: what it lacks is not known to lack at the source.
    bool lost_text = false;
    std::map<Code, std::size_t> counts;
    std::vector<Finding> findings;

    // Nothing repaired, nothing lost.
    bool is_clean() const { return complete && counts.empty(); }
    std::size_t count(Code code) const;
    // Counts a repair.
    void repaired(Code code, std::string_view detail, std::size_t line, std::string_view excerpt);
    // Counts a loss: the document is no longer complete.
    void lost(Code code, std::string_view detail, std::size_t line, std::string_view excerpt);
};

// One issue per kept finding, stage parse; its detail holds the line and, for the first of a code,
// how many there were.
std::vector<Issue> issues_of(const ReadReport& report);

} // namespace moisson::rdf
