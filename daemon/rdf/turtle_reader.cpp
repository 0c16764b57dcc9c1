// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From bytes to statements: directives, graphs, brackets and full stops.
#include "rdf/turtle_reader.hpp"

#include "core/ascii.hpp"
#include "rdf/bounded_sink.hpp"
#include "rdf/bounds.hpp"
#include "rdf/turtle_mender.hpp"
#include "rdf/turtle_parser.hpp"
#include "rdf/utf8_stream.hpp"

#include <algorithm>
#include <optional>

namespace moisson::rdf::turtle {

namespace {

enum class Directive : unsigned char { none, prefix, base };

bool equal_words(std::string_view text, std::string_view word) {
    return text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
               return ascii_lower(a) == b;
           });
}

class TurtleReader final : public Reader {
public:
    TurtleReader(Syntax syntax, const ReadOptions& options, TripleSink& sink)
        : syntax_(syntax), sink_(sink, report_), session_(sink_),
          mender_(options.base, is_lines(), session_, report_), parser_(session_, sink_, report_) {}

    bool feed(std::string_view bytes) override;
    ReadReport finish() override;

private:
    bool is_lines() const { return syntax_ == Syntax::ntriples || syntax_ == Syntax::nquads; }
    std::string_view text_of(const Token& token) const {
        return std::string_view(pending_).substr(token.begin, token.end - token.begin);
    }

    void pump(bool at_end);
    void accept(const Token& token);
    bool begin_directive(const Token& token);
    // False when the word belongs to what follows the directive.
    bool continue_directive(const Token& token);
    void end_directive(bool with_stop, const Token& token);
    void punctuate(char mark, const Token& token);
    void open_graph(const Token& token);
    std::optional<Term> graph_name();
    std::optional<Term> term_at(std::size_t index);
    void check_line();
    void end_statement();
    void drop_oversized();
    void compact();

    Syntax syntax_;
    ReadReport report_;
    BoundedSink sink_;
    RaptorSession session_;
    TurtleMender mender_;
    StatementParser parser_;
    Utf8Stream utf8_;

    std::string pending_;
    std::size_t position_ = 0;
    // Line of pending_[counted_].
    std::size_t line_ = 1;
    std::size_t counted_ = 0;

    Statement statement_;
    std::size_t depth_ = 0;
    bool too_deep_ = false;
    // What follows, up to its full stop, is the rest of a statement that was dropped.
    bool too_long_ = false;
    bool is_dropping() const { return too_deep_ || too_long_; }
    Term graph_;
    std::size_t anonymous_graphs_ = 0;
    bool in_graph_ = false;

    Directive directive_ = Directive::none;
    bool directive_has_stop_ = false;
    std::size_t directive_words_ = 0;
    std::string directive_prefix_;
    // A directive or a whole statement was met.
    bool begun_ = false;
    bool wanted_ = true;
};

bool TurtleReader::feed(std::string_view bytes) {
    if (!wanted_)
        return false;
    report_.bytes += bytes.size();
    if (report_.bytes > bounds::document_bytes) {
        report_.lost(Code::too_large, "the document is too long", line_, {});
        wanted_ = false;
        return false;
    }
    const std::size_t before = utf8_.repairs();
    utf8_.feed(bytes, pending_);
    if (utf8_.repairs() > before)
        report_.repaired(Code::encoding_repaired, "invalid UTF-8", line_, {});
    pump(false);
    compact();
    return wanted_;
}

ReadReport TurtleReader::finish() {
    utf8_.finish(pending_);
    if (wanted_)
        pump(true);
    const std::size_t directive_length = directive_ == Directive::prefix ? 2 : 1;
    if (wanted_ && directive_ != Directive::none) {
        if (directive_words_ == directive_length)
            end_directive(false, Token{});
        else
            report_.lost(Code::truncated, "the document ends inside a directive", line_, {});
    }
    if (wanted_) {
        if (in_graph_)
            report_.lost(Code::truncated, "the document ends inside a graph", line_, {});
        statement_.graph = graph_;
        parser_.add_unfinished(std::move(statement_), mender_.base());
    }
    return std::move(report_);
}

void TurtleReader::pump(bool at_end) {
    Token token;
    while (wanted_ && next_token(pending_, position_, at_end, token) == Step::token) {
        line_ += static_cast<std::size_t>(std::count(
            pending_.begin() + static_cast<std::ptrdiff_t>(counted_),
            pending_.begin() + static_cast<std::ptrdiff_t>(token.begin),
            '\n'
        ));
        counted_ = token.begin;
        accept(token);
        if (statement_.text.size() > bounds::statement_bytes ||
            statement_.words.size() > bounds::statement_words) {
            drop_oversized();
            too_long_ = true;
        }
    }
    if (wanted_ && pending_.size() - position_ > bounds::statement_bytes)
        drop_oversized();
}

void TurtleReader::compact() {
    // The byte before is kept: it tells whether a word opens its line.
    if (position_ < 2)
        return;
    const std::size_t drop = position_ - 1;
    const auto from = pending_.begin();
    if (drop > counted_)
        line_ += static_cast<std::size_t>(std::count(
            from + static_cast<std::ptrdiff_t>(counted_),
            from + static_cast<std::ptrdiff_t>(drop),
            '\n'
        ));
    counted_ = drop > counted_ ? 0 : counted_ - drop;
    pending_.erase(0, drop);
    position_ = 1;
}

void TurtleReader::drop_oversized() {
    report_.lost(
        Code::too_large,
        "a statement is too long",
        statement_.empty() ? line_ : statement_.line,
        statement_.text
    );
    statement_.clear();
    depth_ = 0;
    if (pending_.size() - position_ > bounds::statement_bytes)
        position_ = pending_.size();
}

void TurtleReader::accept(const Token& token) {
    if (directive_ != Directive::none && continue_directive(token))
        return;
    if (begin_directive(token))
        return;
    if (token.kind == TokenKind::punctuation) {
        punctuate(pending_[token.begin], token);
        return;
    }
    if (!is_dropping())
        mender_.add(text_of(token), token, line_, statement_);
}

bool TurtleReader::begin_directive(const Token& token) {
    const std::string_view word = text_of(token);
    const bool at_form = token.kind == TokenKind::directive;
    const bool is_word = token.kind == TokenKind::word && (statement_.empty() || token.opens_line);
    const std::string_view name = at_form ? word.substr(1) : word;
    const bool prefix = equal_words(name, "prefix");
    if (!(at_form || is_word) || !(prefix || equal_words(name, "base")))
        return false;
    // A directive begins a statement, always: what came before lacks its full stop or is prose.
    if (!statement_.empty() && !begun_) {
        report_.repaired(
            Code::syntax_repaired,
            "text before the document",
            statement_.line,
            statement_.text
        );
        statement_.clear();
        depth_ = 0;
    } else if (!statement_.empty() || is_dropping()) {
        end_statement();
    }
    begun_ = true;
    if (token.is_loose || is_lines() || in_graph_)
        report_.repaired(Code::syntax_repaired, "directive not allowed here", line_, word);
    directive_ = prefix ? Directive::prefix : Directive::base;
    directive_has_stop_ = at_form;
    directive_words_ = 0;
    return true;
}

bool TurtleReader::continue_directive(const Token& token) {
    const std::string_view word = text_of(token);
    const std::size_t iri_at = directive_ == Directive::prefix ? 1 : 0;
    if (directive_words_ > iri_at) {
        end_directive(token.is(pending_, '.'), token);
        return token.is(pending_, '.') && directive_has_stop_;
    }
    if (directive_words_ == iri_at && token.kind == TokenKind::iri) {
        if (directive_ == Directive::prefix) {
            mender_.declare_prefix(directive_prefix_, word, line_);
        } else {
            wanted_ = parser_.flush(mender_.base());
            mender_.declare_base(word, line_);
        }
        ++directive_words_;
        // "PREFIX" and "BASE" have no full stop.
        if (!directive_has_stop_)
            directive_ = Directive::none;
        return true;
    }
    if (directive_words_ == 0 && iri_at == 1 && token.kind == TokenKind::name &&
        word.ends_with(':') && !token.is_loose) {
        directive_prefix_ = word.substr(0, word.size() - 1);
        ++directive_words_;
        return true;
    }
    report_.lost(Code::parse_rdf, "directive that cannot be read", line_, word);
    directive_ = Directive::none;
    return token.is(pending_, '.');
}

void TurtleReader::end_directive(bool with_stop, const Token& token) {
    directive_ = Directive::none;
    if (!with_stop)
        report_.repaired(
            Code::syntax_repaired,
            "full stop missing behind @prefix or @base",
            line_,
            text_of(token)
        );
}

// The name before an opening brace, as words gathered so far; no value when they are no name.
std::optional<Term> TurtleReader::graph_name() {
    std::size_t first = 0;
    const std::size_t words = statement_.words.size();
    if (words > 0 && equal_words(statement_.word(0), "graph"))
        first = 1;
    if (words == first)
        return first == 0 ? std::optional<Term>(Term()) : std::nullopt;
    if (words == first + 2 && statement_.is(first, '[') && statement_.is(first + 1, ']'))
        return Term(blank("n" + std::to_string(++anonymous_graphs_)));
    return words == first + 1 ? term_at(first) : std::nullopt;
}

// The word as the name of a graph; no value when it can be none.
std::optional<Term> TurtleReader::term_at(std::size_t index) {
    const std::string_view word = statement_.word(index);
    if (statement_.words[index].kind == TokenKind::iri)
        return Term(iri(session_.resolve(word.substr(1, word.size() - 2), mender_.base())));
    // The parser gives labelled nodes the same first letter.
    if (statement_.words[index].kind == TokenKind::blank)
        return Term(blank("b" + std::string(word.substr(2))));
    return std::nullopt;
}

// A line of N-Triples or N-Quads: its fourth term becomes the graph, anything else of Turtle is
// taken and told.
void TurtleReader::check_line() {
    const std::size_t terms = terms_of_line(statement_);
    if (terms == 0 || (terms == 4 && syntax_ == Syntax::ntriples)) {
        report_.repaired(
            Code::syntax_repaired,
            terms == 4 ? "N-Quads in a document of N-Triples" : "Turtle in a document of N-Triples",
            statement_.line,
            statement_.text
        );
        if (terms == 0)
            return;
    }
    if (terms == 4) {
        Statement triple;
        triple.add_words(statement_, 0, statement_.words.size() - 1);
        triple.line = statement_.line;
        triple.graph = *term_at(statement_.words.size() - 1);
        statement_ = std::move(triple);
    }
}

void TurtleReader::open_graph(const Token& token) {
    auto name = in_graph_ ? std::nullopt : graph_name();
    if (!name) {
        report_.lost(Code::parse_rdf, "braces that open no graph", line_, text_of(token));
        statement_.clear();
        return;
    }
    if (syntax_ != Syntax::trig)
        report_.repaired(Code::syntax_repaired, "named graph outside TriG", line_, statement_.text);
    graph_ = std::move(*name);
    in_graph_ = true;
    statement_.clear();
}

void TurtleReader::punctuate(char mark, const Token& token) {
    switch (mark) {
    case '.':
        if (statement_.empty() && !is_dropping())
            report_.repaired(Code::syntax_repaired, "full stop without a statement", line_, ".");
        else
            end_statement();
        return;
    case '{':
        open_graph(token);
        return;
    case '}':
        if (!in_graph_)
            report_.lost(Code::parse_rdf, "brace that closes nothing", line_, "}");
        if (!statement_.empty() || is_dropping())
            end_statement();
        in_graph_ = false;
        graph_ = Term();
        return;
    case '[':
    case '(':
        if (++depth_ > bounds::nesting_depth)
            too_deep_ = true;
        break;
    case ']':
    case ')':
        depth_ -= depth_ > 0 ? 1 : 0;
        break;
    default:
        break;
    }
    if (!is_dropping())
        mender_.add(text_of(token), token, line_, statement_);
}

void TurtleReader::end_statement() {
    begun_ = true;
    statement_.graph = graph_;
    if (too_deep_) {
        report_.lost(Code::limit_reached, "nested too deeply", statement_.line, statement_.text);
        statement_.clear();
    } else if (too_long_) {
        statement_.clear();
    } else {
        if (is_lines())
            check_line();
        Statement done;
        std::swap(done, statement_);
        wanted_ = parser_.add(std::move(done), mender_.base());
    }
    too_deep_ = false;
    too_long_ = false;
    depth_ = 0;
}

} // namespace

std::unique_ptr<Reader>
make_turtle_reader(Syntax syntax, const ReadOptions& options, TripleSink& sink) {
    return std::make_unique<TurtleReader>(syntax, options, sink);
}

} // namespace moisson::rdf::turtle
