// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/file_client.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "kit/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace moisson::cli {
namespace {

net::Response response_of(const net::Request& request, std::string type, std::string body) {
    net::Response response;
    response.status = 200;
    response.url = request.url;
    response.headers.emplace_back("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

Error not_in_file() {
    return Error(Code::http_4xx, "404 not in the file");
}

std::string type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
        {".json", "application/json"},
        {".jsonld", "application/ld+json"},
        {".rdf", "application/rdf+xml"},
        {".xml", "application/xml"},
        {".ttl", "text/turtle"},
        {".nt", "application/n-triples"},
        {".gz", "application/gzip"},
        {".zip", "application/zip"},
    }};
    for (const auto& [end, type] : types)
        if (name.ends_with(end))
            return std::string(type);
    return "application/octet-stream";
}

// The address asked first is the file; a document has no other.
class DocumentFile final : public net::HttpClient {
public:
    DocumentFile(std::string type, net::Body bytes)
        : type_(std::move(type)), bytes_(std::move(bytes)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        if (address_.empty())
            address_ = request.url;
        if (request.url != address_)
            co_return not_in_file();
        if (!request.spool || !bytes_.is_in_file())
            co_return response_of(request, type_, std::string(bytes_.view()));
        net::Response response = response_of(request, type_, {});
        response.spooled = bytes_;
        co_return response;
    }

private:
    std::string type_;
    net::Body bytes_;
    std::string address_;
};

std::int64_t parameter(std::string_view url, std::string_view name, std::int64_t usual) {
    for (const char before : {'?', '&'}) {
        const std::string wanted = before + std::string(name) + "=";
        const std::size_t at = url.find(wanted);
        if (at == std::string_view::npos)
            continue;
        const std::string_view text = url.substr(at + wanted.size());
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end != text.data())
            return value;
    }
    return usual;
}

// The action API of a catalogue that holds these lines.
class CkanLines final : public net::HttpClient {
public:
    explicit CkanLines(std::vector<std::string> packages) : packages_(std::move(packages)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        constexpr std::string_view action = "/api/3/action/package_search";
        if (request.url.find(action) == std::string::npos)
            co_return not_in_file();
        co_return response_of(request, "application/json", page(request.url));
    }

private:
    std::string page(std::string_view url) const {
        const auto count = static_cast<std::int64_t>(packages_.size());
        const std::int64_t start = std::clamp<std::int64_t>(parameter(url, "start", 0), 0, count);
        const std::int64_t rows = std::clamp<std::int64_t>(parameter(url, "rows", 10), 0, 1000);
        std::string body =
            fmt::format(R"({{"success":true,"result":{{"count":{},"results":[)", count);
        for (std::int64_t i = start; i < std::min(count, start + rows); ++i) {
            if (i > start)
                body += ',';
            body += packages_[static_cast<std::size_t>(i)];
        }
        return body + "]}}";
    }

    std::vector<std::string> packages_;
};

// Lines that are no JSON object would break the page they are on.
Result<std::unique_ptr<net::HttpClient>> ckan_lines(std::string packed) {
    Result<std::string> bytes = kit::unpacked(std::move(packed), limits::document_body_bytes);
    if (bytes.has_error())
        return bytes.error();
    const std::string text = repair_utf8(*bytes).text;
    std::vector<std::string> packages;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const Result<json::Value> value = json::parse(line);
        if (value.has_error() || !value->is_object())
            return Error(Code::bad_shape, fmt::format("line {} is no JSON object", number));
        packages.emplace_back(line);
    }
    if (packages.empty())
        return Error(Code::bad_shape, "no line");
    return std::unique_ptr<net::HttpClient>(std::make_unique<CkanLines>(std::move(packages)));
}

} // namespace

FileForm file_form(std::string_view connector) {
    if (connector == "datajson" || connector == "dcat" || connector == "json")
        return FileForm::document;
    return connector == "ckan" ? FileForm::ckan_lines : FileForm::none;
}

Result<net::Body> read_file(const std::string& path, const kit::DocumentOptions& options) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        return Error(Code::not_found, path + ": " + error.message());
    if (size > options.bytes_max)
        return Error(Code::too_large, fmt::format("{}: {} bytes", path, size));
    std::ifstream in(path, std::ios::binary);
    net::Spool spool(options.spool);
    std::vector<char> piece(net::body_piece_bytes);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        if (auto failure = spool.append(std::string_view(piece.data(), got)))
            return std::move(*failure);
    }
    if (!in.eof())
        return Error(Code::not_found, path);
    return spool.finish();
}

Result<std::unique_ptr<net::HttpClient>>
make_file_client(FileForm form, std::string_view name, net::Body bytes) {
    if (form == FileForm::ckan_lines)
        return ckan_lines(bytes.take());
    return std::unique_ptr<net::HttpClient>(
        std::make_unique<DocumentFile>(type_of(name), std::move(bytes))
    );
}

} // namespace moisson::cli
