// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/listing_file.hpp"

#include "core/json_access.hpp"
#include "core/utf8.hpp"
#include "kit/json_records.hpp"
#include "kit/record_file.hpp"
#include "udata/table_record.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace moisson::udata {
namespace {

constexpr std::array<std::string_view, 3> list_paths{"", "data", "datasets"};
constexpr std::int64_t page_size_usual = 20;
constexpr std::int64_t page_size_max = 1'000;
constexpr std::int64_t page_max = 1'000'000'000;

using Records = std::variant<kit::JsonRecords, kit::CsvTable>;

std::size_t size_of(const kit::JsonRecords& file) {
    return file.records.size();
}
std::size_t size_of(const kit::CsvTable& table) {
    return table.rows();
}
std::size_t broken_in(const kit::JsonRecords& file) {
    return file.broken;
}
std::size_t broken_in(const kit::CsvTable& table) {
    return table.broken_rows();
}

Result<std::string> record_of(const kit::JsonRecords& file, std::size_t record) {
    if (file.records[record].broken)
        return *file.records[record].broken;
    return std::string(file.at(record));
}
Result<std::string> record_of(const kit::CsvTable& table, std::size_t row) {
    if (table.broken(row))
        return *table.broken(row);
    return dataset_of_row(table, row);
}

class ListingFile final : public net::HttpClient {
public:
    explicit ListingFile(Records records) : records_(std::move(records)) {}

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
    Result<std::string> record(std::size_t number) const {
        return std::visit([&](const auto& file) { return record_of(file, number); }, records_);
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
        const auto total = static_cast<std::int64_t>(size());
        const std::int64_t size =
            kit::number_in(request.url, "page_size", page_size_usual, 1, page_size_max);
        const std::int64_t page = kit::number_in(request.url, "page", 1, 1, page_max);
        // Only the ids are asked for: of a whole list, or of one record to see how many there are.
        const bool masked = !net::header(request.headers, "X-Fields").empty();
        if (masked && size > 1 && broken() > 0)
            return Error(Code::incomplete_crawl, "the file could only be read in part");
        const std::int64_t first = std::min((page - 1) * size, total);
        const std::int64_t end = masked && size == 1 && broken() > 0 ? first : first + size;
        std::string body = R"({"data":[)";
        for (std::int64_t i = first; i < std::min(total, end); ++i) {
            Result<std::string> one = record(static_cast<std::size_t>(i));
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
        Result<std::string> one = record(found->second);
        if (one.has_error())
            return one.error();
        return kit::answer_to(request, std::move(one.value()));
    }

    void identify() {
        by_id_.emplace();
        for (std::size_t i = 0; i < size(); ++i) {
            const Result<std::string> one = record(i);
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
    // By id and by slug; made when the first one is asked for.
    std::optional<std::unordered_map<std::string, std::size_t>> by_id_;
};

Result<Records> read_records(std::string text) {
    const std::size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    if (first == std::string::npos)
        return Error(Code::bad_shape, "no record in the file");
    if (text[first] == '{' || text[first] == '[') {
        Result<kit::JsonRecords> file = kit::read_json_records(std::move(text), list_paths);
        if (file.has_error())
            return file.error();
        return Records(std::move(file.value()));
    }
    Result<kit::CsvTable> table = kit::CsvTable::read(std::move(text));
    if (table.has_error())
        return table.error();
    if (const Result<void> fits = check_columns(*table); fits.has_error())
        return fits.error();
    return Records(std::move(table.value()));
}

} // namespace

Result<std::unique_ptr<net::HttpClient>> make_listing_file(std::string text) {
    Result<Records> records = read_records(std::move(text));
    if (records.has_error())
        return records.error();
    const bool empty = std::visit([](const auto& file) { return size_of(file) == 0; }, *records);
    if (empty)
        return Error(Code::bad_shape, "no record in the file");
    return std::unique_ptr<net::HttpClient>(std::make_unique<ListingFile>(std::move(*records)));
}

} // namespace moisson::udata
