// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Issues of a run: rows up to a bound for each code, a count of all of them.
#pragma once

#include "model/ids.hpp"
#include "model/issue.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;

// Texts of an issue as they can be stored: an issue about bad text must not itself be refused for
// bad text.
struct CleanIssue {
    explicit CleanIssue(const Issue& issue);

    std::string remote_id;
    std::string remote_url;
    std::string detail;
    std::string excerpt;
};

// An issue to write, and whether it is stored with its record as well (record_issues.hpp).
struct IssueToWrite {
    const Issue* issue = nullptr;
    bool on_record = false;
};

// Inside the transaction of a page or of the end of a run.
void write_issues(
    Connection& connection,
    RunId run,
    std::optional<std::int64_t> page,
    const std::vector<IssueToWrite>& issues
);

// Of the run or a page, none of them stored with a record.
std::vector<IssueToWrite> all_of(const std::vector<Issue>& issues);

} // namespace moisson::store
