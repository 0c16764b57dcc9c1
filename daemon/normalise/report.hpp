// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Collects the issues of one record: bounded, one per code and value.
#pragma once

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::normalise {

class Report {
public:
    explicit Report(const RawRecord& record) : record_(record) {}

    // `detail` is the value at fault, cut to detail_bytes_max.
    void add(Code code, std::string_view detail) {
        const std::string_view cut = utf8_prefix(detail, detail_bytes_max);
        const bool known = std::any_of(issues_.begin(), issues_.end(), [&](const Issue& issue) {
            return issue.code == code && issue.detail == cut;
        });
        if (known || issues_.size() >= limits::issues_per_record)
            return;
        Issue issue(code, Stage::normalise, std::string(cut));
        issue.remote_id = record_.remote_id;
        issue.remote_url = record_.remote_url;
        issues_.push_back(std::move(issue));
    }
    // "field: value", where the value alone does not say where it stood.
    void add(Code code, std::string_view field, std::string_view value) {
        std::string detail(field);
        detail.append(": ").append(utf8_prefix(value, detail_bytes_max));
        add(code, detail);
    }
    std::vector<Issue> take() { return std::move(issues_); }

private:
    static constexpr std::size_t detail_bytes_max = 300;
    const RawRecord& record_;
    std::vector<Issue> issues_;
};

} // namespace moisson::normalise
