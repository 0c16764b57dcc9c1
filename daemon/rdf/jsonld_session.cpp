// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_session.hpp"

#include "core/utf8.hpp"
#include "rdf/jsonld_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

// What an issue quotes at most.
constexpr std::size_t quoted_bytes = 200;

std::string quoted(std::string_view text) {
    const std::string_view prefix = utf8_prefix(text, quoted_bytes);
    return std::string(prefix) + (prefix.size() < text.size() ? "..." : "");
}

} // namespace

bool Session::fail(Fault fault, std::string_view detail) {
    if (!failed_) {
        failed_ = true;
        fault_ = fault;
        detail_ = quoted(detail);
    }
    return false;
}

bool Session::fail_as(Fault fault) {
    if (fault_ != Fault::limit_reached)
        fault_ = fault;
    return false;
}

bool Session::tolerate(std::string_view subject) {
    if (is_strict() || fault_ == Fault::limit_reached)
        return false;
    failed_ = false;
    report_.read.lost(
        Code::parse_rdf,
        fmt::format("JSON-LD: {}: {}", to_string(fault_), detail_),
        0,
        subject
    );
    return true;
}

Error Session::error() const {
    const Code code = fault_ == Fault::limit_reached ? Code::limit_reached : Code::parse_rdf;
    return Error(code, fmt::format("JSON-LD: {}: {}", to_string(fault_), detail_));
}

void Session::repaired(Code code, std::string_view detail, std::string_view excerpt) {
    report_.read.repaired(code, detail, 0, excerpt);
}

void Session::allow_for(std::size_t document_bytes) {
    share_ = 1 + document_bytes / std::max<std::size_t>(options_.tree_bytes_max, 1);
}

bool Session::spend_steps(std::size_t steps) {
    steps_ += steps;
    return steps_ <= share_ * bounds::jsonld_steps ||
           fail(Fault::limit_reached, "the contexts define too many terms");
}

bool Session::spend_bytes(std::size_t bytes) {
    bytes_ += bytes;
    return bytes_ <= share_ * bounds::jsonld_expanded_bytes ||
           fail(Fault::limit_reached, "the document grows too much when expanded");
}

const LoadedContext* Session::loaded(std::string_view address) const {
    const auto known = loaded_.find(address.substr(0, address.find('#')));
    return known == loaded_.end() ? nullptr : known->second.get();
}

const LoadedContext* Session::load(const std::string& address) {
    const std::string document = address.substr(0, address.find('#'));
    auto place = loaded_.find(document);
    if (place == loaded_.end()) {
        if (loaded_.size() >= bounds::jsonld_remote_contexts) {
            fail(Fault::context_overflow, document);
            return nullptr;
        }
        auto loaded = loader_.load(document);
        if (!loaded)
            report_.missing_contexts.push_back(document);
        place = loaded_.emplace(document, loaded ? std::move(*loaded) : nullptr).first;
    }
    if (!place->second)
        fail(Fault::loading_remote_context_failed, document);
    return place->second.get();
}

} // namespace moisson::rdf::jsonld
