// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_format.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::monitor {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 13> magics = {{
    {"%PDF-", "pdf"},
    {"PK\x03\x04", "zip"},
    {"PK\x05\x06", "zip"},
    {"\x1f\x8b", "gzip"},
    {"\xd0\xcf\x11\xe0", "ole"},
    {"PAR1", "parquet"},
    {"SQLite format 3", "sqlite"},
    {"\x89PNG", "image"},
    {"\xff\xd8\xff", "image"},
    {"GIF8", "image"},
    {"II*", "image"},
    {"Rar!", "rar"},
    {"7z\xbc\xaf", "7z"},
}};

// Format code -> what its bytes may be. Formats that are not here may be anything.
constexpr std::array<Pair, 22> expected = {{
    {"CSV", "text"},         {"TSV", "text"},    {"XLSX", "zip"},    {"ODS", "zip"},
    {"XLSM", "zip"},         {"DOCX", "zip"},    {"ODT", "zip"},     {"PPTX", "zip"},
    {"KMZ", "zip"},          {"GTFS", "zip"},    {"ZIP", "zip"},     {"SHP", "zip"},
    {"XLS", "ole zip text"}, {"PDF", "pdf"},     {"JSON", "json"},   {"GEOJSON", "json"},
    {"XML", "xml"},          {"KML", "xml zip"}, {"GML", "xml zip"}, {"GPKG", "sqlite"},
    {"PARQUET", "parquet"},  {"RDF_XML", "xml"},
}};

constexpr std::array<std::string_view, 10>
    files_among_documents{"PDF", "DOC", "DOCX", "ODT", "PPT", "PPTX", "ODP", "RTF", "TXT", "EPUB"};
constexpr std::array<std::string_view, 20> file_endings{
    ".csv", ".tsv", ".xls", ".xlsx", ".ods", ".json", ".geojson", ".xml", ".kml", ".kmz",
    ".gml", ".shp", ".zip", ".gz",   ".7z",  ".pdf",  ".gpkg",    ".rdf", ".ttl", ".parquet"};

std::string_view path_of(std::string_view url) {
    const std::size_t end = url.find_first_of("?#");
    return url.substr(0, end);
}

} // namespace

std::string_view sniff(std::string_view head) {
    if (head.empty())
        return {};
    for (const auto& [magic, name] : magics)
        if (head.starts_with(magic))
            return name;
    if (head.starts_with("\xef\xbb\xbf"))
        head.remove_prefix(3);
    const std::size_t begin = head.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return "text";
    head.remove_prefix(begin);
    const std::string start = ascii_lowered(head.substr(0, 512));
    if (start.starts_with("<!doctype html") || start.starts_with("<html") ||
        (start.starts_with("<") && start.find("<html") != std::string::npos))
        return "html";
    if (start.starts_with("<"))
        return start.starts_with("<?xml") || start.starts_with("<!") ||
                       start.find("xmlns") != start.npos
                   ? "xml"
                   : "text";
    if (start.front() == '{' || start.front() == '[')
        return "json";
    const std::string_view looked_at = head.substr(0, 1024);
    const auto zeros = std::count(looked_at.begin(), looked_at.end(), '\0');
    return zeros > 0 ? "binary" : "text";
}

bool is_html(const net::Headers& headers, std::string_view body) {
    const std::string_view found = sniff(body);
    if (!found.empty())
        return found == "html";
    return ascii_lowered(net::header(headers, "content-type")).find("text/html") !=
           std::string::npos;
}

bool expects_file(const LinkTarget& target) {
    if (target.format == "RDFA")
        return false;
    if (std::string_view("TMGIVA").find(target.family) != std::string_view::npos &&
        target.family != '\0')
        return true;
    if (target.family == 'D')
        return std::find(
                   files_among_documents.begin(),
                   files_among_documents.end(),
                   target.format
               ) != files_among_documents.end();
    if (target.family == 'S')
        return false;
    const std::string path = ascii_lowered(path_of(target.url));
    return std::any_of(file_endings.begin(), file_endings.end(), [&](std::string_view ending) {
        return path.ends_with(ending);
    });
}

bool may_be(std::string_view format, std::string_view found) {
    // Nobody is surprised by a compressed file, and plain text proves little.
    if (found.empty() || found == "gzip" || found == "zip" || found == "binary")
        return true;
    for (const auto& [code, kinds] : expected)
        if (code == format)
            return kinds.find(found) != std::string_view::npos;
    return true;
}

} // namespace moisson::monitor
