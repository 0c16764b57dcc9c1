// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the tests of JSON-LD share: reading a text into sorted N-Quads-like lines.
#pragma once

#include "rdf/jsonld.hpp"

#include <set>
#include <string>

namespace moisson::rdf::jsonld::test {

// Subject, predicate, object, graph; blank nodes by the labels they got.
class LineSink final : public TripleSink {
public:
    explicit LineSink(std::size_t most = 1'000'000) : most_(most) {}
    bool on_triple(const TripleView& triple) override {
        if (lines.size() >= most_)
            return false;
        std::string line = text(triple.subject) + " <" + std::string(triple.predicate) + "> " +
                           text(triple.object);
        if (!triple.graph.value.empty())
            line += " in " + text(triple.graph);
        lines.insert(std::move(line));
        return true;
    }
    std::set<std::string> lines;

private:
    static std::string text(const TermView& term) {
        if (term.is_iri())
            return "<" + std::string(term.value) + ">";
        if (term.is_blank())
            return "_:" + std::string(term.value);
        std::string out = '"' + std::string(term.value) + '"';
        if (!term.language.empty())
            out += "@" + std::string(term.language);
        if (!term.datatype.empty())
            out += "^^" + std::string(term.datatype);
        return out;
    }

    std::size_t most_;
};

struct Reading {
    std::set<std::string> lines;
    Result<Report> report = Report();

    bool has(const std::string& line) const { return lines.contains(line); }
    std::size_t count(Code code) const { return report ? report->read.count(code) : 0; }
};

inline Options options_at(std::string base = "http://example.org/catalogue") {
    Options options;
    options.base = std::move(base);
    return options;
}

inline Reading read_with(ContextLoader& loader, std::string_view text, const Options& options) {
    LineSink sink;
    Reading reading;
    reading.report = read(text, options, loader, sink);
    reading.lines = std::move(sink.lines);
    return reading;
}

inline Reading read_text(std::string_view text, const Options& options = options_at()) {
    ContextLibrary library;
    return read_with(library, text, options);
}

} // namespace moisson::rdf::jsonld::test
