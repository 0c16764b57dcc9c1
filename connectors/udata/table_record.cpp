// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/table_record.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::udata {
namespace {

// Columns that are members of the same name.
constexpr std::array<std::string_view, 12> plain_columns{
    "id",
    "title",
    "slug",
    "acronym",
    "description",
    "description_short",
    "frequency",
    "created_at",
    "last_modified",
    "last_update",
    "access_type",
    "uri"};

constexpr std::array<std::string_view, 4> metrics{
    "views",
    "resources_downloads",
    "reuses",
    "followers"};

constexpr std::array<std::string_view, 7> harvest_members{
    "backend",
    "domain",
    "remote_id",
    "remote_url",
    "uri",
    "created_at",
    "modified_at"};

// Columns of the export of resources that are members of the same name.
constexpr std::array<std::string_view, 9> plain_resource_columns{
    "id",
    "title",
    "description",
    "url",
    "filetype",
    "type",
    "format",
    "mime",
    "created_at"};

// Objects and lists of texts; what is blank is left out.
class Writer {
public:
    void open(std::string_view key) {
        name(key);
        out_ += '{';
        first_ = true;
    }
    void close() {
        out_ += '}';
        first_ = false;
    }
    void text(std::string_view key, std::string_view value) {
        if (value.find_first_not_of(" \t\r\n") == std::string_view::npos)
            return;
        name(key);
        string(value);
    }
    void number(std::string_view key, std::string_view value) {
        const bool digits = !value.empty() && value.size() < 19 &&
                            value.find_first_not_of("0123456789") == std::string_view::npos;
        if (!digits)
            return;
        const std::size_t first = std::min(value.find_first_not_of('0'), value.size() - 1);
        name(key);
        out_ += value.substr(first);
    }
    // A value that is JSON already.
    void raw(std::string_view key, std::string_view value) {
        if (value.empty())
            return;
        name(key);
        out_ += value;
    }
    // Elements of "a,b"; as {"name": element} when `wrapped`.
    void list(std::string_view key, std::string_view values, bool wrapped) {
        name(key);
        out_ += '[';
        bool first = true;
        while (!values.empty()) {
            const std::string_view value = values.substr(0, values.find(','));
            values.remove_prefix(std::min(value.size() + 1, values.size()));
            if (value.find_first_not_of(' ') == std::string_view::npos)
                continue;
            if (!first)
                out_ += ',';
            first = false;
            if (wrapped)
                out_ += R"({"name":)";
            string(value);
            if (wrapped)
                out_ += '}';
        }
        out_ += ']';
        first_ = false;
    }
    std::string take() { return std::move(out_); }

private:
    void name(std::string_view key) {
        if (!out_.empty() && !first_)
            out_ += ',';
        first_ = false;
        if (key.empty())
            return;
        string(key);
        out_ += ':';
    }
    void string(std::string_view value) {
        constexpr std::string_view hex = "0123456789abcdef";
        out_ += '"';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (byte < 0x20) {
                out_ += "\\u00";
                out_ += hex[byte >> 4U];
                out_ += hex[byte & 0x0FU];
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }

    std::string out_;
    bool first_ = true;
};

// The cells of one row by the names of their columns.
class Row {
public:
    Row(const kit::CsvTable& table, std::size_t row) : table_(table), cells_(table.cells(row)) {}

    std::string_view operator[](std::string_view column) const {
        const std::optional<std::size_t> at = table_.column(column);
        return at && *at < cells_.size() ? std::string_view(cells_[*at]) : std::string_view();
    }

private:
    const kit::CsvTable& table_;
    std::vector<std::string> cells_;
};

bool is_false(std::string_view value) {
    return value.empty() || value == "False" || value == "false" || value == "0";
}

void write_agents(const Row& row, Writer& out) {
    if (!row["organization"].empty() || !row["organization_id"].empty()) {
        out.open("organization");
        out.text("id", row["organization_id"]);
        out.text("name", row["organization"]);
        out.close();
    }
    if (!row["owner"].empty() || !row["owner_id"].empty()) {
        out.open("owner");
        out.text("id", row["owner_id"]);
        out.text("slug", row["owner"]);
        out.close();
    }
}

// The export gives the title of a licence and the names of zones where the API gives ids.
void write_coverage(const Row& row, Writer& out) {
    if (!row["license"].empty()) {
        out.open("license");
        out.text("title", row["license"]);
        out.close();
    }
    out.open("temporal_coverage");
    out.text("start", row["temporal_coverage.start"]);
    out.text("end", row["temporal_coverage.end"]);
    out.close();
    out.open("spatial");
    out.text("granularity", row["spatial.granularity"]);
    out.list("zones", row["spatial.zones"], true);
    out.close();
}

void write_harvest(const Row& row, Writer& out) {
    out.open("harvest");
    for (const std::string_view member : harvest_members)
        out.text(member, row["harvest." + std::string(member)]);
    out.close();
}

// Older exports name the second date as the data set's.
void write_resource_harvest(const Row& row, Writer& out) {
    const std::string_view modified = row["harvest.modified_at"];
    out.open("harvest");
    out.text("created_at", row["harvest.created_at"]);
    out.text("modified_at", modified.empty() ? row["harvest.last_modified"] : modified);
    out.close();
}

void write_checksum(const Row& row, Writer& out) {
    if (row["checksum.value"].empty())
        return;
    out.open("checksum");
    out.text("type", row["checksum.type"]);
    out.text("value", row["checksum.value"]);
    out.close();
}

void write_metrics(const Row& row, Writer& out) {
    out.open("metrics");
    for (const std::string_view name : metrics)
        out.number(name, row["metric." + std::string(name)]);
    out.close();
}

} // namespace

Result<void> check_columns(const kit::CsvTable& table) {
    if (!table.column("id") && !table.column("slug"))
        return Error(Code::bad_shape, "the table has no column id or slug");
    if (!table.column("title"))
        return Error(Code::bad_shape, "the table has no column title");
    return {};
}

std::string
dataset_of_row(const kit::CsvTable& table, std::size_t number, std::string_view resources) {
    const Row row(table, number);
    Writer out;
    out.open({});
    for (const std::string_view column : plain_columns)
        out.text(column, row[column]);
    out.text("page", row["url"]);
    write_agents(row, out);
    write_coverage(row, out);
    out.list("tags", row["tags"], false);
    write_harvest(row, out);
    write_metrics(row, out);
    out.raw("resources", resources);
    // A date in the exports of today, a word in older ones.
    for (const std::string_view end : {"archived", "deleted"}) {
        if (!is_false(row[end]))
            out.text(end, row[end]);
    }
    if (!is_false(row["private"]))
        out.text("private", "true");
    out.close();
    return out.take();
}

Result<void> check_resource_columns(const kit::CsvTable& table) {
    if (!table.column(resource_owner))
        return Error(Code::bad_shape, "the table of resources has no column dataset.id");
    if (!table.column("url"))
        return Error(Code::bad_shape, "the table of resources has no column url");
    return {};
}

std::string resource_of_row(const kit::CsvTable& table, std::size_t number) {
    const Row row(table, number);
    Writer out;
    out.open({});
    for (const std::string_view column : plain_resource_columns)
        out.text(column, row[column]);
    out.number("filesize", row["filesize"]);
    write_checksum(row, out);
    out.text("last_modified", row["modified"]);
    write_resource_harvest(row, out);
    out.close();
    return out.take();
}

} // namespace moisson::udata
