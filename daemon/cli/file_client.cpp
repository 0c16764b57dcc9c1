// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/file_client.hpp"

#include "ckan/package_file.hpp"
#include "core/assert.hpp"
#include "core/limits.hpp"
#include "kit/archive.hpp"
#include "kit/record_file.hpp"
#include "udata/listing_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace moisson::cli {
namespace {

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
    DocumentFile(std::string type, std::string bytes)
        : type_(std::move(type)), bytes_(std::move(bytes)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        if (address_.empty())
            address_ = request.url;
        if (request.url != address_)
            co_return kit::not_in_file();
        co_return kit::answer_to(request, bytes_, type_);
    }

private:
    std::string type_;
    std::string bytes_;
    std::string address_;
};

Result<std::unique_ptr<net::HttpClient>> make_record_file(const Source& source, std::string bytes) {
    Result<std::string> text = kit::unpacked(std::move(bytes), limits::document_body_bytes);
    if (text.has_error())
        return text.error();
    if (file_form(source.connector) == FileForm::packages)
        return ckan::make_package_file(std::move(text.value()), source.filters);
    return udata::make_listing_file(std::move(text.value()));
}

} // namespace

FileForm file_form(std::string_view connector) {
    if (connector == "datajson" || connector == "dcat" || connector == "json")
        return FileForm::document;
    if (connector == "udata")
        return FileForm::listing;
    return connector == "ckan" ? FileForm::packages : FileForm::none;
}

Result<std::string> read_file(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return Error(Code::not_found, path + ": no such file");
    if (fs::is_directory(status))
        return Error(Code::invalid_argument, path + ": a folder, not a file");
    if (!fs::is_regular_file(status))
        return Error(Code::invalid_argument, path + ": not a file");
    const std::uintmax_t size = fs::file_size(path, error);
    if (!error && size > limits::document_body_bytes)
        return Error(Code::too_large, fmt::format("{}: {} bytes", path, size));
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return Error(Code::not_found, path + ": no right to read it");
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad())
        return Error(Code::not_found, path + ": reading failed");
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos)
        return Error(Code::bad_shape, path + ": the file is empty");
    return bytes;
}

Result<std::unique_ptr<net::HttpClient>>
make_file_client(const Source& source, std::string_view name, std::string bytes) {
    MOISSON_ASSERT(file_form(source.connector) != FileForm::none);
    if (file_form(source.connector) != FileForm::document)
        return make_record_file(source, std::move(bytes));
    std::string type = type_of(name);
    // The other connectors of documents unpack what they are given; an API gives nothing packed.
    if (source.connector == "json") {
        Result<std::string> text = kit::unpacked(std::move(bytes), limits::document_body_bytes);
        if (text.has_error())
            return text.error();
        bytes = std::move(text.value());
        type = "application/json";
    }
    return std::unique_ptr<net::HttpClient>(
        std::make_unique<DocumentFile>(std::move(type), std::move(bytes))
    );
}

} // namespace moisson::cli
