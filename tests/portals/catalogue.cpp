// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Layout of records in memory and what the search index knows of a package dict of any age.
#include "portals/catalogue.hpp"

#include "portals/lowered.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string text_or_number(const Json& object, const char* key) {
    if (!object.is_object())
        return {};
    const auto it = object.find(key);
    if (it == object.end())
        return {};
    if (it->is_string())
        return it->get<std::string>();
    if (it->is_number_integer())
        return std::to_string(it->get<std::int64_t>());
    return {};
}

// Strings of a list of strings or of dicts with one of the keys.
std::vector<std::string> names_of(const Json& package, const char* key) {
    std::vector<std::string> result;
    const auto it = package.find(key);
    if (it == package.end() || !it->is_array())
        return result;
    for (const Json& item : *it) {
        if (item.is_string())
            result.push_back(item.get<std::string>());
        else if (std::string name = text_or_number(item, "name"); !name.empty())
            result.push_back(std::move(name));
        else if (std::string title = text_or_number(item, "title"); !title.empty())
            result.push_back(std::move(title));
    }
    return result;
}

// "2015-01-21T12:27:37+01:00" -> "2015-01-21T12:27:37": enough to compare.
std::string comparable_date(std::string text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-')
        return {};
    if (text.size() > 10 && text[10] == ' ')
        text[10] = 'T';
    const auto zone = text.find_first_of("Z+", 10);
    if (zone != std::string::npos)
        text.resize(zone);
    return text;
}

} // namespace

Record describe(const Json& package) {
    Record record;
    record.id = text_or_number(package, "id");
    record.name = text_or_number(package, "name");
    record.title = text_or_number(package, "title");
    const auto organization = package.find("organization");
    if (organization != package.end())
        record.organization = organization->is_string() ? organization->get<std::string>()
                                                        : text_or_number(*organization, "name");
    record.licence = text_or_number(package, "license_id");
    if (std::string type = text_or_number(package, "type"); !type.empty())
        record.type = std::move(type);
    if (std::string state = text_or_number(package, "state"); !state.empty())
        record.state = std::move(state);
    const auto secret = package.find("private");
    record.is_private = secret != package.end() && secret->is_boolean() && secret->get<bool>();
    record.created = comparable_date(text_or_number(package, "metadata_created"));
    record.modified = comparable_date(text_or_number(package, "metadata_modified"));
    record.tags = names_of(package, "tags");
    record.groups = names_of(package, "groups");
    const auto resources = package.find("resources");
    if (resources != package.end() && resources->is_array())
        for (const Json& resource : *resources)
            if (std::string format = text_or_number(resource, "format"); !format.empty())
                record.formats.push_back(std::move(format));
    record.words = lowered(record.title + ' ' + text_or_number(package, "notes"));
    for (const std::string& tag : record.tags)
        record.words += ' ' + lowered(tag);
    return record;
}

void CatalogueBuilder::add(const Json& package) {
    Record record = describe(package);
    add(std::move(record), package.dump(-1, ' ', ascii_, Json::error_handler_t::replace));
}

void CatalogueBuilder::add(Record record, std::string text) {
    if (record.name.empty())
        record.name = record.id;
    if (record.id.empty())
        record.id = record.name.empty() ? "rang-" + std::to_string(items_.size()) : record.name;
    if (record.name.empty())
        record.name = record.id;
    items_.push_back(Item{std::move(record), std::move(text)});
}

std::shared_ptr<const Catalogue> CatalogueBuilder::build() {
    std::stable_sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
        return a.record.id < b.record.id;
    });
    auto text = std::make_shared<std::string>();
    std::vector<Record> records;
    records.reserve(items_.size());
    for (Item& item : items_) {
        if (!records.empty())
            *text += Catalogue::separator;
        item.record.offset = text->size();
        item.record.bytes = item.text.size();
        *text += item.text;
        records.push_back(std::move(item.record));
    }
    items_.clear();
    Slice memory;
    memory.bytes = *text;
    memory.owner = std::move(text);
    return std::make_shared<const Catalogue>(std::move(records), std::move(memory));
}

Catalogue::Catalogue(std::vector<Record> records, Slice memory)
    : records_(std::move(records)), memory_(std::move(memory)) {
    for (std::uint32_t rank = 0; rank < records_.size(); ++rank) {
        const Record& record = records_[rank];
        if (rank > 0 && records_[rank - 1].id > record.id)
            throw std::invalid_argument("records are not in the order of their ids");
        if (record.offset + record.bytes > memory_.bytes.size())
            throw std::invalid_argument("record outside its memory");
        index_.emplace(record.id, rank);
        index_.emplace(record.name, rank);
    }
    by_modified_.resize(records_.size());
    std::iota(by_modified_.begin(), by_modified_.end(), 0U);
    std::stable_sort(
        by_modified_.begin(),
        by_modified_.end(),
        [&](std::uint32_t a, std::uint32_t b) {
            if (records_[a].modified != records_[b].modified)
                return records_[a].modified > records_[b].modified;
            return records_[a].name < records_[b].name;
        }
    );
}

const Record* Catalogue::find(std::string_view id_or_name) const {
    const auto it = index_.find(id_or_name);
    return it == index_.end() ? nullptr : &records_[it->second];
}

std::string_view Catalogue::text(const Record& record) const {
    return memory_.bytes.substr(record.offset, record.bytes);
}

Slice Catalogue::slice(const Record& record) const {
    return Slice{text(record), memory_.owner};
}

Slice Catalogue::range(std::size_t first, std::size_t last) const {
    last = std::min(last, records_.size());
    if (first >= last)
        return {};
    const std::uint64_t begin = records_[first].offset;
    const std::uint64_t end = records_[last - 1].offset + records_[last - 1].bytes;
    return Slice{memory_.bytes.substr(begin, end - begin), memory_.owner};
}

} // namespace moisson::portals
