// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/table.hpp"

#include "fuzz/harness.hpp"
#include "fuzz/wires.hpp"

#include <algorithm>

namespace moisson::fuzz {
namespace {

std::vector<Harness> kit() {
    return {
        {.name = "json_reader",
         .run = json_reader,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/json_reader", "tests/golden/api"},
         .dictionary = "json",
         .covers = {"daemon/core/json_reader", "daemon/core/json_access"}},
        {.name = "json_stream",
         .run = json_stream,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/json_reader", "tests/golden/api"},
         .dictionary = "json",
         .covers = {"connectors/kit/json_stream", "connectors/kit/repair_escapes"}},
        {.name = "json_repair",
         .run = json_repair,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/json_repair", "tests/fuzz/seeds/json_reader"},
         .dictionary = "json",
         .covers =
             {"connectors/kit/repair_json",
              "connectors/kit/repair_text",
              "connectors/kit/duplicate_key"}},
        {.name = "json_records",
         .run = json_records,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/json_records", "tests/fuzz/seeds/json_reader"},
         .dictionary = "json",
         .covers = {"connectors/kit/json_records"}},
        {.name = "csv_table",
         .run = csv_table,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/csv_table"},
         .corpus = {"udata .csv", "opendatasoft .csv"},
         .covers = {"connectors/kit/csv_table"}},
        {.name = "archive",
         .run = archive,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/archive"},
         .covers = {"connectors/kit/archive"}},
        {.name = "xml",
         .run = xml,
         .input_bytes_max = 16 * kib,
         .files = {"tests/fuzz/seeds/xml", "tests/fuzz/seeds/csw_wire", "tests/fuzz/seeds/ddi"},
         .dictionary = "xml",
         .covers = {"connectors/kit/xml_"}},
        {.name = "cursors",
         .run = cursors,
         .input_bytes_max = 512,
         .files = {"tests/fuzz/seeds/cursors"},
         .covers =
             {"connectors/opendatasoft/position",
              "connectors/json/position",
              "daemon/search/cursor"}},
    };
}

std::vector<Harness> rdf() {
    return {
        {.name = "turtle",
         .run = turtle,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/turtle"},
         .corpus = {"dcat-turtle .ttl", "suites/rdf-tests .ttl"},
         .dictionary = "turtle",
         .covers = {"daemon/rdf/turtle_"}},
        {.name = "ntriples",
         .run = ntriples,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/ntriples"},
         .corpus = {"suites/rdf-tests .nt"},
         .dictionary = "turtle",
         .covers = {"daemon/rdf/turtle_", "daemon/rdf/term"}},
        {.name = "rdfxml",
         .run = rdfxml,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/rdfxml"},
         .corpus = {"dcat-rdfxml .rdf", "dcat-rdfxml .xml", "suites/rdf-tests .rdf"},
         .dictionary = "xml",
         .covers = {"daemon/rdf/rdfxml_", "daemon/rdf/xml_"}},
        {.name = "jsonld",
         .run = jsonld,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/jsonld"},
         .corpus = {"dcat-jsonld .jsonld", "dcat-jsonld .json", "suites/json-ld-api/toRdf .jsonld"},
         .dictionary = "jsonld",
         .covers = {"daemon/rdf/jsonld"}},
    };
}

std::vector<Harness> values() {
    return {
        {.name = "dates",
         .run = dates,
         .input_bytes_max = 256,
         .files = {"tests/fuzz/seeds/dates"},
         .dictionary = "dates",
         .covers = {"daemon/normalise/dates", "daemon/normalise/date_words", "daemon/core/time"}},
        {.name = "periods",
         .run = periods,
         .input_bytes_max = 256,
         .files = {"tests/fuzz/seeds/periods", "tests/fuzz/seeds/dates"},
         .dictionary = "dates",
         .covers = {"daemon/normalise/periods"}},
        {.name = "numbers",
         .run = numbers,
         .input_bytes_max = 256,
         .files = {"tests/fuzz/seeds/numbers"},
         .covers = {"daemon/normalise/numbers"}},
        {.name = "geometry",
         .run = geometry,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/geometry"},
         .dictionary = "geometry",
         .covers = {"daemon/normalise/spatial"}},
        {.name = "urls",
         .run = urls,
         .input_bytes_max = kib,
         .files = {"tests/fuzz/seeds/urls"},
         .dictionary = "urls",
         .covers =
             {"daemon/normalise/urls", "daemon/normalise/private_hosts", "daemon/net/web_address"}},
        {.name = "text",
         .run = text,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/text"},
         .covers =
             {"daemon/core/utf8",
              "daemon/text/fold",
              "daemon/text/key",
              "daemon/text/unicode",
              "daemon/text/clean",
              "daemon/text/mojibake",
              "daemon/text/excerpt"}},
        {.name = "html",
         .run = html,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/html"},
         .dictionary = "html",
         .covers = {"daemon/text/html", "daemon/text/entities"}},
        {.name = "markdown",
         .run = markdown,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/markdown", "tests/fuzz/seeds/html"},
         .dictionary = "html",
         .covers = {"daemon/text/markup"}},
    };
}

// What servers and browsers send.
std::vector<Harness> net_fields() {
    return {
        {.name = "http_fields",
         .run = http_fields,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/http_fields"},
         .dictionary = "urls",
         .covers =
             {"daemon/net/redirect",
              "daemon/net/retry",
              "daemon/net/request_text",
              "daemon/net/challenge",
              "daemon/net/server/target",
              "daemon/net/server/forwarded"}},
        {.name = "accept",
         .run = accept,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/accept"},
         .dictionary = "accept",
         .covers = {"daemon/opendata/accept.cpp"}},
        {.name = "robots",
         .run = robots,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/robots"},
         .dictionary = "robots",
         .covers = {"daemon/net/robots.cpp"}},
        {.name = "bounce",
         .run = bounce,
         .input_bytes_max = 4 * kib,
         .files = {"tests/fuzz/seeds/bounce"},
         .dictionary = "bounce",
         .covers = {"daemon/notify/bounce.cpp"}},
        {.name = "content_coding",
         .run = content_coding,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/content_coding"},
         .covers = {"daemon/net/decoder"}},
    };
}

// What people write: questions and files.
std::vector<Harness> writings() {
    return {
        {.name = "web_query",
         .run = web_query,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/web_query"},
         .dictionary = "query",
         .covers = {"daemon/routes/url", "daemon/routes/search_parameters"}},
        {.name = "ckan_query",
         .run = ckan_query,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/ckan_query"},
         .dictionary = "ckan_query",
         .covers =
             {"daemon/ckan_api/query",
              "daemon/ckan_api/conditions",
              "daemon/ckan_api/order",
              "daemon/ckan_api/parameters",
              "daemon/ckan_api/names"}},
        {.name = "search_text",
         .run = search_text,
         .input_bytes_max = 2 * kib,
         .files = {"tests/fuzz/seeds/search_text"},
         .dictionary = "query",
         .covers = {"daemon/search/query_parser", "daemon/search/analyser"}},
        {.name = "settings_file",
         .run = settings_file,
         .input_bytes_max = 16 * kib,
         .files =
             {"tests/fuzz/seeds/settings_file", "tests/golden/settings", "config/moisson.yaml"},
         .dictionary = "yaml",
         .covers = {"daemon/settings"}},
        {.name = "portal_file",
         .run = portal_file,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/portal_file", "config/portals"},
         .dictionary = "yaml",
         .covers = {"daemon/settings/portals", "daemon/settings/reader"}},
    };
}

std::vector<Harness> every_harness() {
    std::vector<Harness> all;
    for (const auto& group : {wires(), kit(), rdf(), values(), net_fields(), writings()})
        all.insert(all.end(), group.begin(), group.end());
    std::sort(all.begin(), all.end(), [](const Harness& a, const Harness& b) {
        return a.name < b.name;
    });
    return all;
}

} // namespace

std::span<const Harness> harnesses() {
    static const std::vector<Harness> all = every_harness();
    return all;
}

const Harness* find_harness(std::string_view name) {
    for (const Harness& harness : harnesses())
        if (harness.name == name)
            return &harness;
    return nullptr;
}

} // namespace moisson::fuzz
