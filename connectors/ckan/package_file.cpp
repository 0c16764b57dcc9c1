// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/package_file.hpp"

#include "core/json_access.hpp"
#include "core/utf8.hpp"
#include "kit/json_records.hpp"
#include "kit/record_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::ckan {
namespace {

constexpr std::array<std::string_view, 4> list_paths{"", "result", "result.results", "results"};
constexpr std::int64_t rows_usual = 10;
constexpr std::int64_t rows_max = 1'000;

class PackageFile final : public net::HttpClient {
public:
    PackageFile(kit::JsonRecords packages, Filters filters)
        : packages_(std::move(packages)), filters_(std::move(filters)) {
        for (std::size_t i = 0; i < packages_.records.size(); ++i) {
            if (is_found(i))
                found_.push_back(i);
        }
    }

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        co_return answer(request);
    }

private:
    Result<net::Response> answer(const net::Request& request) {
        const std::string_view url = request.url;
        const std::string_view path = url.substr(0, url.find('?'));
        if (path.ends_with("/api/3/action/package_show"))
            return show(request);
        if (!path.ends_with("/api/3/action/package_search"))
            return kit::not_in_file();
        // Packages by their ids are shown one by one.
        const std::string fq = kit::parameter_in(url, "fq").value_or(std::string());
        if (fq.starts_with("id:") || fq.starts_with("(id:"))
            return kit::not_in_file();
        if (kit::parameter_in(url, "fl") && packages_.broken > 0)
            return Error(Code::incomplete_crawl, "the file could only be read in part");
        return search(request);
    }

    Result<net::Response> search(const net::Request& request) const {
        const auto count = static_cast<std::int64_t>(found_.size());
        const std::int64_t start = kit::number_in(request.url, "start", 0, 0, count);
        const std::int64_t rows = kit::number_in(request.url, "rows", rows_usual, 0, rows_max);
        std::string body =
            R"({"success":true,"result":{"count":)" + std::to_string(count) + R"(,"results":[)";
        for (std::int64_t i = start; i < std::min(count, start + rows); ++i) {
            const std::size_t record = found_[static_cast<std::size_t>(i)];
            if (packages_.records[record].broken)
                return *packages_.records[record].broken;
            if (i > start)
                body += ',';
            body += packages_.at(record);
        }
        return kit::answer_to(request, body + "]}}");
    }

    Result<net::Response> show(const net::Request& request) {
        if (!by_id_)
            identify();
        const auto found = by_id_->find(kit::parameter_in(request.url, "id").value_or(""));
        if (found == by_id_->end())
            return kit::not_in_file();
        std::string body = R"({"success":true,"result":)";
        body += packages_.at(found->second);
        return kit::answer_to(request, body + "}");
    }

    // What may be read by nobody is found, so that it is told.
    bool is_found(std::size_t record) const {
        if (filters_.empty() || packages_.records[record].broken)
            return true;
        const std::optional<json::Value> package = parsed(record);
        return !package || passes(*package, filters_);
    }

    std::optional<json::Value> parsed(std::size_t record) const {
        Result<json::Value> value = json::parse(repair_utf8(packages_.at(record)).text);
        if (value.has_error() || !value->is_object())
            return std::nullopt;
        return std::move(value.value());
    }

    void identify() {
        by_id_.emplace();
        for (std::size_t i = 0; i < packages_.records.size(); ++i) {
            if (packages_.records[i].broken)
                continue;
            const std::optional<json::Value> package = parsed(i);
            if (!package)
                continue;
            for (const std::string_view key : {"id", "name"}) {
                if (std::string id = json::scalar(*package, key); !id.empty())
                    by_id_->try_emplace(std::move(id), i);
            }
        }
    }

    kit::JsonRecords packages_;
    Filters filters_;
    // Packages that pass the filters, in the order of the file.
    std::vector<std::size_t> found_;
    // By id and by name; made when the first one is asked for.
    std::optional<std::unordered_map<std::string, std::size_t>> by_id_;
};

} // namespace

Result<std::unique_ptr<net::HttpClient>> make_package_file(std::string text, Filters filters) {
    Result<kit::JsonRecords> packages = kit::read_json_records(std::move(text), list_paths);
    if (packages.has_error())
        return packages.error();
    if (packages->records.empty())
        return Error(Code::bad_shape, "no record in the file");
    return std::unique_ptr<net::HttpClient>(
        std::make_unique<PackageFile>(std::move(packages.value()), std::move(filters))
    );
}

} // namespace moisson::ckan
