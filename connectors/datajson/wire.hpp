// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bytes of a data.json document -> canonical records. Bytes become typed values here and nowhere
// else; what people broke by hand is repaired and told with its line.
#pragma once

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "kit/document_connector.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "net/body.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::datajson {

// A document whose structure is broken is mended whole; beyond this it is refused.
inline constexpr std::size_t mended_bytes_max = limits::page_body_bytes;

struct ReadOptions {
    std::string source_key;
    std::map<std::string, Filter> filters;
    // Of a document whose structure is broken.
    std::size_t mended_bytes_max = datajson::mended_bytes_max;
    // Of one document, and of what may hold some in it.
    std::size_t records_max = limits::records_per_document;
};

// One dataset as it came: its value, and what had to be repaired to read it.
struct WireDataset {
    json::Value value;
    // Without the remote id and the place, which the caller knows.
    std::vector<Issue> issues;
    // In the bytes of the dataset: the first fault.
    std::size_t fault_at = 0;
    // A repair may have lost members, or taken those of another dataset.
    bool is_doubtful = false;
    // Two records have run together, or it says two things of which record it is.
    bool is_named_twice = false;
    // It has two titles: the last one may be none.
    bool is_titled_twice = false;
};

// Errors: PARSE_JSON (beyond repair), LIMIT_REACHED, TOO_LARGE, BAD_SHAPE (no object).
Result<WireDataset> parse_dataset(std::string_view bytes);

// An identifier is there and none of the things that one can be.
bool has_odd_identifier(const json::Value& dataset);
// The same of a title.
bool has_odd_title(const json::Value& dataset);

// Where in the bytes the parser stopped ("invalid JSON at byte 123"); 0 for other errors.
std::size_t byte_of(const Error& error);

// identifier, else an address that names it, else an id made of landing page or title and
// publisher (`synthetic` is then true); empty when there is nothing of all that.
std::string identify(const json::Value& dataset, std::string_view source_key, bool& synthetic);

// What reading a document takes in the tree of its largest record.
std::size_t tree_bytes_of(const net::Body& body);

// The records of a document: dataset[] of POD 1.0, 1.1 and DCAT-US 3, a bare list, those inside
// nested catalogs, services and series. A document in a file stays there; a broken one is rewritten
// in memory up to ReadOptions::mended_bytes_max. Errors: NOT_JSON, BAD_SHAPE (no list of datasets),
// PARSE_JSON (nothing can be made of it), SPOOL_FAILED.
Result<std::shared_ptr<const kit::DocumentContents>>
read_document(kit::Document document, ReadOptions options);

} // namespace moisson::datajson
