// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Batches, and the ladder of attempts for a statement that raptor refuses.
#include "rdf/turtle_parser.hpp"

#include "rdf/bounds.hpp"

#include <algorithm>

namespace moisson::rdf::turtle {

namespace {

constexpr std::size_t batch_bytes = 64 * limits::kib;
// How often the end of a truncated statement is cut back.
constexpr int cuts_max = 32;

} // namespace

bool StatementParser::add(Statement statement, std::string_view base) {
    if (!waiting_.empty() && waiting_.back().graph != statement.graph && !flush(base))
        return false;
    waiting_bytes_ += statement.text.size();
    waiting_.push_back(std::move(statement));
    return waiting_bytes_ < batch_bytes || flush(base);
}

bool StatementParser::flush(std::string_view base) {
    if (waiting_.empty())
        return !sink_.is_stopped();
    text_.clear();
    for (const Statement& statement : waiting_)
        statement.append_to(text_);
    sink_.set_line(waiting_.front().line);
    sink_.set_graph(waiting_.front().graph);
    if (session_.parse_whole("turtle", text_, base)) {
        subject_ = waiting_.back().plain_subject();
    } else {
        for (const Statement& statement : waiting_)
            if (!sink_.is_stopped() && !parse(statement, base))
                salvage(statement, base);
    }
    waiting_.clear();
    waiting_bytes_ = 0;
    return !sink_.is_stopped();
}

bool StatementParser::parse(const Statement& statement, std::string_view base) {
    if (statement.empty() || attempts_ >= bounds::salvage_attempts)
        return false;
    text_.clear();
    statement.append_to(text_);
    sink_.set_line(statement.line);
    sink_.set_graph(statement.graph);
    if (!session_.parse_whole("turtle", text_, base)) {
        ++attempts_;
        return false;
    }
    subject_ = statement.plain_subject();
    return true;
}

void StatementParser::lose(const Statement& statement, std::string_view why) {
    report_.lost(Code::parse_rdf, why, statement.line, statement.text);
}

void StatementParser::salvage(const Statement& statement, std::string_view base) {
    const std::string reason =
        session_.messages().empty() ? "syntax error" : session_.messages().front().text;
    if (attempts_ >= bounds::salvage_attempts) {
        lose(statement, "too many broken statements, not tried");
        return;
    }
    const auto continued = with_subject(statement, subject_);
    if (continued && parse(*continued, base)) {
        report_.repaired(
            Code::syntax_repaired,
            "full stop inside a description",
            statement.line,
            statement.text
        );
        return;
    }
    const auto lines = split_at_lines(continued ? *continued : statement);
    if (lines.empty()) {
        if (!salvage_pieces(continued ? *continued : statement, base))
            lose(statement, reason);
        return;
    }
    report_.repaired(Code::syntax_repaired, "missing full stop", statement.line, statement.text);
    for (const Statement& piece : lines) {
        const auto whole = closed(piece);
        const Statement& tried = whole ? *whole : piece;
        if (!parse(tried, base) && !salvage_pieces(tried, base))
            lose(piece, reason);
    }
}

// True when at least one piece was read; those that were not are reported.
bool StatementParser::salvage_pieces(const Statement& statement, std::string_view base) {
    const auto pieces = split_at_predicates(statement);
    std::vector<const Statement*> refused;
    for (const Statement& piece : pieces)
        if (!parse(piece, base))
            refused.push_back(&piece);
    if (refused.size() == pieces.size())
        return false;
    for (const Statement* const piece : refused)
        lose(*piece, "a predicate and its objects cannot be read");
    return true;
}

// Cuts the end back until the rest can be read.
bool StatementParser::save_start(Statement statement, std::string_view base) {
    for (int cuts = 0; cuts < cuts_max; ++cuts) {
        const auto whole = closed(statement);
        if (parse(whole ? *whole : statement, base))
            return true;
        auto shorter = shortened(statement);
        if (!shorter)
            return false;
        statement = std::move(*shorter);
    }
    return false;
}

void StatementParser::add_unfinished(Statement statement, std::string_view base) {
    flush(base);
    if (statement.empty() || sink_.is_stopped())
        return;
    // "; ." and "," before the end are the usual slips; anything else was cut off.
    const bool slip = statement.words.back().kind != TokenKind::junk;
    const auto whole = closed(statement);
    const bool brackets_closed = !whole || whole->words.size() <= statement.words.size();
    if (slip && brackets_closed && parse(whole ? *whole : statement, base)) {
        report_.repaired(
            Code::syntax_repaired,
            "final full stop missing",
            statement.line,
            statement.text
        );
        return;
    }
    const std::string_view tail =
        std::string_view(statement.text)
            .substr(statement.text.size() - std::min(statement.text.size(), bounds::excerpt_bytes));
    report_.lost(Code::truncated, "the document ends inside a statement", statement.line, tail);
    const auto lines = split_at_lines(statement);
    if (lines.empty()) {
        save_start(std::move(statement), base);
        return;
    }
    for (const Statement& piece : lines)
        if (!parse(piece, base) && !salvage_pieces(piece, base))
            save_start(piece, base);
}

} // namespace moisson::rdf::turtle
