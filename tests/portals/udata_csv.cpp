// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue export of udata (`/api/1/site/datasets.csv`) -> API documents.
#include "portals/udata_recorded.hpp"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>
#include <string_view>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

// Rows of a CSV file with `;`, quoted fields and doubled quotes, read piece by piece.
class CsvRows {
public:
    explicit CsvRows(const std::string& file) : file_(::gzopen(file.c_str(), "rb")) {
        if (file_ == nullptr)
            throw std::runtime_error("cannot read " + file);
        buffer_.resize(1U << 20U);
    }
    CsvRows(const CsvRows&) = delete;
    CsvRows& operator=(const CsvRows&) = delete;
    ~CsvRows() { ::gzclose(file_); }

    // False at the end of the file.
    bool next(std::vector<std::string>& fields) {
        fields.clear();
        std::string field;
        bool quoted = false;
        // The field was quoted: what follows its end belongs to it as it is.
        bool closed = false;
        for (int c = get(); c >= 0; c = get()) {
            if (quoted) {
                if (c != '"')
                    field += static_cast<char>(c);
                else if (peek() == '"')
                    field += static_cast<char>(get());
                else {
                    quoted = false;
                    closed = true;
                }
            } else if (c == '"' && field.empty() && !closed) {
                quoted = true;
            } else if (c == ';') {
                fields.push_back(std::move(field));
                field.clear();
                closed = false;
            } else if (c == '\n') {
                fields.push_back(std::move(field));
                return true;
            } else if (c != '\r') {
                field += static_cast<char>(c);
            }
        }
        if (fields.empty() && field.empty())
            return false;
        fields.push_back(std::move(field));
        return true;
    }

private:
    int peek() {
        if (at_ == end_) {
            const int read = ::gzread(file_, buffer_.data(), static_cast<unsigned>(buffer_.size()));
            at_ = 0;
            end_ = read > 0 ? static_cast<std::size_t>(read) : 0;
        }
        return at_ == end_ ? -1 : static_cast<unsigned char>(buffer_[at_]);
    }
    int get() {
        const int c = peek();
        if (c >= 0)
            ++at_;
        return c;
    }

    gzFile file_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
};

class Row {
public:
    Row(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& fields)
        : columns_(columns), fields_(fields) {}

    std::string text(const std::string& column) const {
        const auto it = columns_.find(column);
        return it == columns_.end() || it->second >= fields_.size() ? std::string()
                                                                    : fields_[it->second];
    }
    Json text_or_null(const std::string& column) const {
        std::string value = text(column);
        return value.empty() ? Json() : Json(std::move(value));
    }
    std::uint64_t number(const std::string& column) const {
        const std::string value = text(column);
        std::uint64_t number = 0;
        std::from_chars(value.data(), value.data() + value.size(), number);
        return number;
    }
    bool flag(const std::string& column) const { return text(column) == "True"; }

private:
    const std::map<std::string, std::size_t>& columns_;
    const std::vector<std::string>& fields_;
};

std::vector<std::string> split_list(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        if (comma > begin)
            parts.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return parts;
}

// The export shows titles of licences, the API their ids (`/api/1/datasets/licenses/`).
Json licence_of(const std::string& title) {
    static const std::map<std::string, std::string> ids = {
        {"Licence Ouverte / Open Licence version 2.0", "lov2"},
        {"Licence Ouverte / Open Licence", "fr-lo"},
        {"License Not Specified", "notspecified"},
        {"Open Data Commons Open Database License (ODbL)", "odc-odbl"},
        {"Open Data Commons Attribution License", "odc-by"},
        {"Open Data Commons Public Domain Dedication and Licence (PDDL)", "odc-pddl"},
        {"Other (Attribution)", "other-at"},
        {"Other (Public Domain)", "other-pd"},
        {"Other (Open)", "other-open"},
        {"Creative Commons Attribution", "cc-by"},
        {"Creative Commons Attribution Share-Alike", "cc-by-sa"},
        {"Creative Commons CCZero", "cc-zero"},
    };
    const auto it = ids.find(title);
    if (it != ids.end())
        return it->second;
    return title.empty() ? Json() : Json(title);
}

Json resources_of(const Row& row) {
    const std::string id = row.text("id");
    const std::uint64_t count = row.number("resources_count");
    const std::uint64_t main = row.number("main_resources_count");
    std::vector<std::string> formats = split_list(row.text("resources_formats"));
    Json result = Json::array();
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        const std::string own = id + "-" + number;
        Json resource = {
            {"id", own},
            {"title", "Fichier " + number},
            {"description", nullptr},
            {"filetype", "remote"},
            {"type", i < main ? "main" : "documentation"},
            {"format", formats.empty() ? Json() : Json(formats[i % formats.size()])},
            {"mime", nullptr},
            {"filesize", nullptr},
            {"checksum", nullptr},
            {"url", "https://fichiers.exemple/" + id + "/" + number},
            {"latest", "https://www.data.gouv.fr/api/1/datasets/r/" + own},
            {"created_at", row.text("created_at")},
            {"last_modified", row.text("last_modified")},
            {"extras", Json::object()},
            {"metrics", Json::object()}};
        result.push_back(std::move(resource));
    }
    return result;
}

Json agent_of(const Row& row, const std::string& column) {
    const std::string id = row.text(column + "_id");
    const std::string name = row.text(column);
    if (id.empty() && name.empty())
        return nullptr;
    if (column == "organization")
        return {{"class", "Organization"}, {"id", id}, {"name", name}, {"badges", Json::array()}};
    return {{"class", "User"}, {"id", id}, {"slug", name}, {"first_name", ""}, {"last_name", ""}};
}

Json spatial_of(const Row& row) {
    Json zones = Json::array();
    for (std::string& name : split_list(row.text("spatial.zones")))
        zones.push_back({{"name", std::move(name)}});
    if (zones.empty() && row.text("spatial.granularity").empty())
        return nullptr;
    return {
        {"geom", nullptr},
        {"granularity", row.text_or_null("spatial.granularity")},
        {"zones", std::move(zones)}};
}

Json harvest_of(const Row& row) {
    if (row.text("harvest.backend").empty() && row.text("harvest.domain").empty() &&
        row.text("harvest.remote_url").empty())
        return nullptr;
    return {
        {"backend", row.text_or_null("harvest.backend")},
        {"domain", row.text_or_null("harvest.domain")},
        {"created_at", row.text_or_null("harvest.created_at")},
        {"modified_at", row.text_or_null("harvest.modified_at")},
        {"remote_url", row.text_or_null("harvest.remote_url")}};
}

Json temporal_of(const Row& row) {
    Json start = row.text_or_null("temporal_coverage.start");
    Json end = row.text_or_null("temporal_coverage.end");
    if (start.is_null() && end.is_null())
        return nullptr;
    return {{"start", std::move(start)}, {"end", std::move(end)}};
}

Json document_of(const Row& row) {
    const std::string archived = row.text("archived");
    Json dataset = {
        {"id", row.text("id")},
        {"title", row.text("title")},
        {"slug", row.text("slug")},
        {"acronym", row.text_or_null("acronym")},
        {"page", row.text("url")},
        {"uri", "https://www.data.gouv.fr/api/1/datasets/" + row.text("id") + "/"},
        {"organization", agent_of(row, "organization")},
        {"owner", agent_of(row, "owner")},
        {"description", row.text("description")},
        {"description_short", row.text_or_null("description_short")},
        {"frequency", row.text_or_null("frequency")},
        {"license", licence_of(row.text("license"))},
        {"temporal_coverage", temporal_of(row)},
        {"spatial", spatial_of(row)},
        {"featured", row.flag("featured")},
        {"created_at", row.text("created_at")},
        {"last_modified", row.text("last_modified")},
        {"last_update", row.text("last_modified")},
        {"tags", split_list(row.text("tags"))},
        {"archived", archived.empty() || archived == "False" ? Json() : Json(archived)},
        {"deleted", nullptr},
        {"private", false},
        {"badges", Json::array()},
        {"contact_points", Json::array()},
        {"extras", Json::object()},
        {"harvest", harvest_of(row)},
        {"quality", {{"score", row.text("quality_score")}}},
        {"metrics",
         {{"discussions", row.number("metric.discussions")},
          {"reuses", row.number("metric.reuses")},
          {"followers", row.number("metric.followers")},
          {"views", row.number("metric.views")},
          {"resources_downloads", row.number("metric.resources_downloads")}}}};
    dataset["resources"] = resources_of(row);
    return dataset;
}

} // namespace

void read_udata_csv(const std::string& file, const std::function<void(Json&&)>& row) {
    CsvRows rows(file);
    std::vector<std::string> fields;
    if (!rows.next(fields))
        throw std::runtime_error("empty catalogue export " + file);
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::string name = fields[i];
        if (i == 0 && name.starts_with("\xEF\xBB\xBF"))
            name.erase(0, 3);
        columns[name] = i;
    }
    for (const char* needed : {"id", "title", "slug"})
        if (!columns.contains(needed))
            throw std::runtime_error("no column " + std::string(needed) + " in " + file);
    // A part of an export begins and ends in the middle of a row: those are no data sets.
    while (rows.next(fields))
        if (fields.size() == columns.size())
            row(document_of(Row(columns, fields)));
}

} // namespace moisson::portals
