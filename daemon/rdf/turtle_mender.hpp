// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TurtleMender: turns words as found into words that are right, with a finding for each change.
// Knows the declared prefixes and the base; names leave it as whole IRIs.
#pragma once

#include "rdf/raptor_session.hpp"
#include "rdf/report.hpp"
#include "rdf/turtle_statement.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace moisson::rdf::turtle {

class TurtleMender {
public:
    // The other two outlive this object. `absolute_only`: N-Triples and N-Quads.
    TurtleMender(std::string base, bool absolute_only, RaptorSession& session, ReadReport& report)
        : base_(std::move(base)), absolute_only_(absolute_only), session_(session),
          report_(report) {}

    // Adds the word to the statement, mended.
    void add(std::string_view word, const Token& token, std::size_t line, Statement& statement);

    // `iri` is the word, with its angle brackets.
    void declare_prefix(std::string_view prefix, std::string_view iri, std::size_t line);
    void declare_base(std::string_view iri, std::size_t line);
    const std::string& base() const { return base_; }

private:
    std::string plain_iri(std::string_view word, std::size_t line);
    void add_iri(std::string_view word, std::size_t line, std::string& out);
    void add_name(std::string_view word, bool loose, std::size_t line, std::string& out);
    void add_string(std::string_view word, bool loose, std::size_t line, std::string& out);
    void add_language(std::string_view word, std::size_t line, std::string& out);
    void add_blank(std::string_view word, bool loose, std::size_t line, std::string& out);
    void add_word(std::string_view word, bool loose, std::size_t line, std::string& out);
    const std::string& space_of(std::string_view prefix, std::size_t line, std::string_view word);

    std::string base_;
    bool absolute_only_ = false;
    RaptorSession& session_;
    ReadReport& report_;
    std::map<std::string, std::string, std::less<>> spaces_;
    std::string mended_;
};

} // namespace moisson::rdf::turtle
