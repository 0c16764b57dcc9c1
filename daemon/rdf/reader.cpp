// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which reader reads what, and reading from memory and from files.
#include "rdf/reader.hpp"

#include "core/assert.hpp"
#include "rdf/bounds.hpp"
#include "rdf/rdfxml_reader.hpp"
#include "rdf/turtle_reader.hpp"

#include <fstream>
#include <vector>

namespace moisson::rdf {

namespace {

constexpr std::size_t piece_bytes = 64 * limits::kib;

} // namespace

std::unique_ptr<Reader> make_reader(Syntax syntax, const ReadOptions& options, TripleSink& sink) {
    MOISSON_ASSERT(syntax != Syntax::json_ld);
    if (syntax == Syntax::rdf_xml)
        return xml::make_rdfxml_reader(options, sink);
    return turtle::make_turtle_reader(syntax, options, sink);
}

ReadReport
read_text(std::string_view text, Syntax syntax, const ReadOptions& options, TripleSink& sink) {
    const auto reader = make_reader(syntax, options, sink);
    while (!text.empty() && reader->feed(text.substr(0, piece_bytes)))
        text.remove_prefix(std::min(text.size(), piece_bytes));
    return reader->finish();
}

Result<ReadReport> read_file(
    const std::filesystem::path& file,
    Syntax syntax,
    const ReadOptions& options,
    TripleSink& sink
) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error(Code::not_found, file.string());
    const auto reader = make_reader(syntax, options, sink);
    std::vector<char> piece(piece_bytes);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        if (got > 0 && !reader->feed(std::string_view(piece.data(), got)))
            break;
    }
    if (in.bad())
        return Error(Code::not_found, file.string());
    return reader->finish();
}

} // namespace moisson::rdf
