// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Create Term Definition (json-ld-api 4.2) for the terms of one local context. Internal to the
// room.
#pragma once

#include "rdf/jsonld_context_processor.hpp"
#include "rdf/jsonld_expand_iri.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace moisson::rdf::jsonld {

class TermDefiner {
public:
    // All outlive this object.
    TermDefiner(
        ContextProcessor& processor,
        Session& session,
        const std::shared_ptr<ActiveContext>& result,
        const json::Value& local,
        const ContextPlace& place,
        bool is_protected
    )
        : processor_(processor), session_(session), result_(result), local_(local), place_(place),
          is_protected_(is_protected) {}

    // Every entry of the local context that is not a keyword of contexts.
    bool define_all();

private:
    enum class State : unsigned char { defining, defined };
    // Whether the definition goes on after a part of it, is left aside without a fault, or failed.
    enum class Step : unsigned char { go_on, ignore, failed };

    bool define(std::string_view term);
    bool define_new(std::string_view term, const json::Value& value);
    Step fill(std::string_view term, const json::Value& value, bool simple, TermDefinition& out);
    bool check_entries(const json::Value& value);
    bool check_type_term(const json::Value& value);
    bool set_protected(const json::Value& value, TermDefinition& out);
    bool set_type(const json::Value& value, TermDefinition& out);
    Step set_reverse(const json::Value& value, const json::Value& target, TermDefinition& out);
    Step set_iri(std::string_view term, const json::Value& value, bool simple, TermDefinition& out);
    Step set_explicit_iri(
        std::string_view term,
        const json::Value& id,
        bool simple,
        TermDefinition& out
    );
    bool set_implicit_iri(std::string_view term, TermDefinition& out);
    bool set_container(const json::Value& value, TermDefinition& out);
    bool set_index(const json::Value& value, TermDefinition& out);
    bool set_context(const json::Value& value, TermDefinition& out);
    bool set_language(const json::Value& value, TermDefinition& out);
    bool set_nest(const json::Value& value, TermDefinition& out);
    bool set_prefix(std::string_view term, const json::Value& value, TermDefinition& out);
    bool store(
        std::string_view term,
        std::shared_ptr<TermDefinition> made,
        const std::shared_ptr<const TermDefinition>& previous
    );
    // IRI expansion that defines what it needs first. False: failed.
    bool expand(
        std::string_view text,
        Relative relative,
        Vocabulary vocabulary,
        std::optional<std::string>& out
    );
    bool define_if_local(std::string_view term);

    ContextProcessor& processor_;
    Session& session_;
    const std::shared_ptr<ActiveContext>& result_;
    const json::Value& local_;
    const ContextPlace& place_;
    bool is_protected_;
    int depth_ = 0;
    std::unordered_map<std::string, State> states_;
};

} // namespace moisson::rdf::jsonld
