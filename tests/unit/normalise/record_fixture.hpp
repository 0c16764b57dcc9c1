// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A context at a fixed instant, records to fill, and what tests ask of the outcome.
#pragma once

#include "core/limits.hpp"
#include "normalise/normalise.hpp"
#include "vocabulary_fixture.hpp"

#include <algorithm>
#include <string>

namespace moisson::normalise {

inline NormaliseContext a_context() {
    NormaliseContext context;
    context.vocabularies = vocabularies();
    context.portal_key = "test";
    context.id_scheme = "ckan";
    context.base_url = "https://portail.example.tg/donnees";
    context.now = *from_iso8601("2026-11-23T08:00:00Z");
    return context;
}

inline RawRecord a_record() {
    RawRecord record;
    record.remote_id = "r1";
    record.title.push_back({"fr", "Budget", false});
    return record;
}

inline bool has_issue(const Normalised& result, Code code, std::string_view detail = {}) {
    return std::any_of(result.issues.begin(), result.issues.end(), [&](const Issue& issue) {
        return issue.code == code && issue.detail.find(detail) != std::string::npos;
    });
}

inline std::size_t count_issues(const Normalised& result, Code code) {
    return static_cast<std::size_t>(std::count_if(
        result.issues.begin(),
        result.issues.end(),
        [&](const Issue& issue) { return issue.code == code; }
    ));
}

} // namespace moisson::normalise
