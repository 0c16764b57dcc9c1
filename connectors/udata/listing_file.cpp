// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/listing_file.hpp"

#include "core/json_access.hpp"
#include "core/utf8.hpp"
#include "kit/json_records.hpp"
#include "kit/record_file.hpp"
#include "udata/resource_table.hpp"
#include "udata/table_record.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace moisson::udata {
namespace {

constexpr std::array<std::string_view, 3> list_paths{"", "data", "datasets"};
constexpr std::array<std::string_view, 1> count_paths{"total"};
constexpr std::int64_t page_size_usual = 20;
constexpr std::int64_t page_size_max = 1'000;
constexpr std::int64_t page_max = 1'000'000'000;

// The two exports, joined as far as records are asked for.
struct Tables {
    kit::CsvTable datasets;
    std::optional<ResourceTable> resources;
};

using Records = std::variant<kit::JsonRecords, Tables>;

std::size_t size_of(const kit::JsonRecords& file) {
    return file.records.size();
}
std::size_t size_of(const Tables& tables) {
    return tables.datasets.rows();
}
std::size_t broken_in(const kit::JsonRecords& file) {
    return file.broken;
}
std::size_t broken_in(const Tables& tables) {
    return tables.datasets.broken_rows();
}

// Records that the saved answer counts and does not hold.
std::int64_t lacking_in(const kit::JsonRecords& file) {
    const std::int64_t all = kit::number_in_document(file.text, count_paths).value_or(0);
    return std::max<std::int64_t>(0, all - static_cast<std::int64_t>(file.records.size()));
}
std::int64_t lacking_in(const Tables&) {
    return 0;
}

// The id of a row; empty when the table has none.
std::string id_of(const kit::CsvTable& table, std::size_t row) {
    const std::optional<std::size_t> column = table.column("id");
    const std::vector<std::string> cells = table.cells(row);
    return column && *column < cells.size() ? cells[*column] : std::string();
}

// `whole`: with its resources, which a list of ids does without.
Result<std::string> record_of(const kit::JsonRecords& file, std::size_t record, bool) {
    if (file.records[record].broken)
        return *file.records[record].broken;
    return std::string(file.at(record));
}
Result<std::string> record_of(const Tables& tables, std::size_t row, bool whole) {
    if (tables.datasets.broken(row))
        return *tables.datasets.broken(row);
    if (!tables.resources || !whole)
        return dataset_of_row(tables.datasets, row);
    const std::string files = tables.resources->list_of(id_of(tables.datasets, row));
    return dataset_of_row(tables.datasets, row, files);
}

class ListingFile final : public net::HttpClient {
public:
    explicit ListingFile(Records records)
        : records_(std::move(records)),
          lacking_(std::visit([](const auto& file) { return lacking_in(file); }, records_)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        co_return answer(request);
    }

private:
    std::size_t size() const {
        return std::visit([](const auto& file) { return size_of(file); }, records_);
    }
    std::size_t broken() const {
        return std::visit([](const auto& file) { return broken_in(file); }, records_);
    }
    Result<std::string> record(std::size_t number, bool whole) const {
        return std::visit(
            [&](const auto& file) { return record_of(file, number, whole); },
            records_
        );
    }

    Result<net::Response> answer(const net::Request& request) {
        constexpr std::string_view api = "/api/1/datasets/";
        const std::string_view url = request.url;
        const std::string_view path = url.substr(0, url.find('?'));
        const std::size_t at = path.find(api);
        if (at == std::string_view::npos)
            return kit::not_in_file();
        std::string_view id = path.substr(at + api.size());
        if (id.ends_with('/'))
            id.remove_suffix(1);
        return id.empty() ? list(request) : show(request, kit::percent_decoded(id));
    }

    Result<net::Response> list(const net::Request& request) const {
        const auto held = static_cast<std::int64_t>(size());
        const std::int64_t total = held + lacking_;
        const std::int64_t size =
            kit::number_in(request.url, "page_size", page_size_usual, 1, page_size_max);
        const std::int64_t page = kit::number_in(request.url, "page", 1, 1, page_max);
        // Only the ids are asked for: of a whole list, or of one record to see how many there are.
        const bool masked = !net::header(request.headers, "X-Fields").empty();
        if (masked && size > 1 && (broken() > 0 || lacking_ > 0))
            return Error(Code::incomplete_crawl, "the file could only be read in part");
        const std::int64_t first = std::min((page - 1) * size, total);
        if (lacking_ > 0 && first >= held)
            return Error(Code::incomplete_crawl, "the file is a part of a longer answer");
        const std::int64_t end = masked && size == 1 && broken() > 0 ? first : first + size;
        std::string body = R"({"data":[)";
        for (std::int64_t i = first; i < std::min(held, end); ++i) {
            Result<std::string> one = record(static_cast<std::size_t>(i), !masked);
            if (one.has_error())
                return one.error();
            body += (i > first ? "," : "") + *one;
        }
        body += R"(],"page":)" + std::to_string(page) + R"(,"page_size":)" + std::to_string(size) +
                R"(,"total":)" + std::to_string(total) + R"(,"next_page":)" +
                (first + size < total ? "\"more\"" : "null") + "}";
        return kit::answer_to(request, std::move(body));
    }

    Result<net::Response> show(const net::Request& request, const std::string& id) {
        if (!by_id_)
            identify();
        const auto found = by_id_->find(id);
        if (found == by_id_->end())
            return kit::not_in_file();
        Result<std::string> one = record(found->second, true);
        if (one.has_error())
            return one.error();
        return kit::answer_to(request, std::move(one.value()));
    }

    void identify() {
        by_id_.emplace();
        for (std::size_t i = 0; i < size(); ++i) {
            const Result<std::string> one = record(i, false);
            if (one.has_error())
                continue;
            const Result<json::Value> dataset = json::parse(repair_utf8(*one).text);
            if (dataset.has_error())
                continue;
            for (const std::string_view key : {"id", "slug"}) {
                if (std::string id = json::scalar(*dataset, key); !id.empty())
                    by_id_->try_emplace(std::move(id), i);
            }
        }
    }

    Records records_;
    std::int64_t lacking_ = 0;
    // By id and by slug; made when the first one is asked for.
    std::optional<std::unordered_map<std::string, std::size_t>> by_id_;
};

// A table of resources none of which is ours belongs to another catalogue.
Result<void> join(Tables& tables, std::string text) {
    Result<ResourceTable> resources = ResourceTable::read(std::move(text));
    if (resources.has_error())
        return resources.error();
    bool ours = false;
    for (std::size_t row = 0; !ours && row < tables.datasets.rows(); ++row)
        ours = resources->knows(id_of(tables.datasets, row));
    if (!ours)
        return Error(Code::bad_shape, "no resource of the table belongs to a data set of the file");
    tables.resources = std::move(*resources);
    return {};
}

Result<Records> read_tables(std::string text, std::optional<std::string> resources) {
    Result<kit::CsvTable> table = kit::CsvTable::read(std::move(text));
    if (table.has_error())
        return table.error();
    if (const Result<void> fits = check_columns(*table); fits.has_error())
        return fits.error();
    Tables tables{std::move(*table), std::nullopt};
    if (resources) {
        if (const Result<void> done = join(tables, std::move(*resources)); done.has_error())
            return done.error();
    }
    return Records(std::move(tables));
}

Result<Records> read_records(std::string text, std::optional<std::string> resources) {
    const std::size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    if (first == std::string::npos)
        return Error(Code::bad_shape, "no record in the file");
    if (text[first] == '{' || text[first] == '[') {
        if (resources)
            return Error(Code::bad_shape, "a table of resources goes with a table of data sets");
        Result<kit::JsonRecords> file = kit::read_json_records(std::move(text), list_paths);
        if (file.has_error())
            return file.error();
        return Records(std::move(file.value()));
    }
    return read_tables(std::move(text), std::move(resources));
}

} // namespace

Result<std::unique_ptr<net::HttpClient>>
make_listing_file(std::string text, std::optional<std::string> resources) {
    Result<Records> records = read_records(std::move(text), std::move(resources));
    if (records.has_error())
        return records.error();
    const bool empty = std::visit([](const auto& file) { return size_of(file) == 0; }, *records);
    if (empty)
        return Error(Code::bad_shape, "no record in the file");
    return std::unique_ptr<net::HttpClient>(std::make_unique<ListingFile>(std::move(*records)));
}

} // namespace moisson::udata
