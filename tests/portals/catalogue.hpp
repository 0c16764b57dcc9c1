// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogue: the records of a portal at one date, as JSON text laid out one after the other in the
// order of their ids, with what CKAN's search index knows of each. A page in id order is therefore
// one slice of memory, possibly of a mapped file, and costs nothing to serve.
#pragma once

#include "portals/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::portals {

struct Record {
    std::string id;
    std::string name;
    std::string title;
    std::string organization; // name, as fq=organization:... wants it
    std::string licence;
    std::string type = "dataset";
    std::string state = "active";
    bool is_private = false;
    // Comparable text: "2026-01-31T12:00:00.000000"; empty when the source has none.
    std::string created;
    std::string modified;
    std::vector<std::string> tags;
    std::vector<std::string> groups;
    std::vector<std::string> formats;
    // Lower-case words of title, notes and tags for q; filled only for catalogues that keep words.
    std::string words;
    // The record itself, within the catalogue's memory.
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

class Catalogue {
public:
    // Between two records in the text: ", " as json.dumps writes it.
    static constexpr std::string_view separator = ", ";

    // The records are sorted by id; `memory` holds their texts in that order, separated.
    Catalogue(std::vector<Record> records, Slice memory);

    std::size_t size() const { return records_.size(); }
    const std::vector<Record>& records() const { return records_; }
    // By id or by name.
    const Record* find(std::string_view id_or_name) const;
    std::string_view text(const Record& record) const;
    // Records [first, last) of the id order as one slice, separators included.
    Slice range(std::size_t first, std::size_t last) const;
    Slice slice(const Record& record) const;
    // Ranks by metadata_modified descending then name: CKAN's default order.
    const std::vector<std::uint32_t>& by_modified() const { return by_modified_; }

private:
    std::vector<Record> records_;
    Slice memory_;
    std::unordered_map<std::string_view, std::uint32_t> index_;
    std::vector<std::uint32_t> by_modified_;
};

// Builds a catalogue from package dicts of any age (v1, v3, DKAN, translated...). Records without
// an id take `name`, else their rank. With `ascii`, text is escaped as Python's json.dumps does.
class CatalogueBuilder {
public:
    explicit CatalogueBuilder(bool ascii) : ascii_(ascii) {}
    void add(const nlohmann::ordered_json& package);
    // Text already written; `record` describes it.
    void add(Record record, std::string text);
    std::shared_ptr<const Catalogue> build();
    std::size_t size() const { return items_.size(); }

private:
    struct Item {
        Record record;
        std::string text;
    };
    bool ascii_;
    std::vector<Item> items_;
};

// What the search index would know of a package dict.
Record describe(const nlohmann::ordered_json& package);

// Writes `<directory>/records.json` and `<directory>/records.index`, then maps them: the
// benchmark's catalogue. open_mapped throws std::runtime_error when a file is missing or damaged.
void write_mapped(const Catalogue& catalogue, const std::string& directory);
std::shared_ptr<const Catalogue> open_mapped(const std::string& directory);

} // namespace moisson::portals
