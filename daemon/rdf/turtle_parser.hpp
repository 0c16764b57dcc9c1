// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// StatementParser: gives batches of mended statements to raptor and saves what it can of those that
// raptor refuses.
#pragma once

#include "rdf/bounded_sink.hpp"
#include "rdf/raptor_session.hpp"
#include "rdf/turtle_statement.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::turtle {

class StatementParser {
public:
    // All outlive this object.
    StatementParser(RaptorSession& session, BoundedSink& sink, ReadReport& report)
        : session_(session), sink_(sink), report_(report) {}

    // False when the sink wants no more.
    bool add(Statement statement, std::string_view base);
    // Parses what is waiting; needed before the base changes and at the end.
    bool flush(std::string_view base);
    // The last statement of a document that ends inside it.
    void add_unfinished(Statement statement, std::string_view base);

private:
    bool parse(const Statement& statement, std::string_view base);
    void salvage(const Statement& statement, std::string_view base);
    bool salvage_pieces(const Statement& statement, std::string_view base);
    bool save_start(Statement statement, std::string_view base);
    void lose(const Statement& statement, std::string_view why);

    RaptorSession& session_;
    BoundedSink& sink_;
    ReadReport& report_;
    std::vector<Statement> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::string text_;
    // Subject of the last statement that was read, for a dot that came too early.
    std::string subject_;
    std::size_t attempts_ = 0;
};

} // namespace moisson::rdf::turtle
