// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/file_client.hpp"

#include "ckan/package_file.hpp"
#include "core/assert.hpp"
#include "kit/archive.hpp"
#include "kit/record_file.hpp"
#include "udata/listing_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

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
    DocumentFile(std::string type, net::Body bytes)
        : type_(std::move(type)), bytes_(std::move(bytes)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        if (address_.empty())
            address_ = request.url;
        if (request.url != address_)
            co_return kit::not_in_file();
        if (!request.spool || !bytes_.is_in_file())
            co_return kit::answer_to(request, std::string(bytes_.view()), type_);
        net::Response response = kit::answer_to(request, std::string(), type_);
        response.spooled = bytes_;
        co_return response;
    }

private:
    std::string type_;
    net::Body bytes_;
    std::string address_;
};

// Unpacked in memory, once.
Result<std::string> text_of(net::Body bytes, std::size_t bytes_max) {
    net::SpoolOptions memory;
    memory.memory_bytes_max = std::numeric_limits<std::size_t>::max();
    Result<net::Body> whole = kit::unpacked(std::move(bytes), memory, bytes_max);
    if (whole.has_error())
        return whole.error();
    std::string text = whole->take();
    whole.value() = net::Body();
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return Error(Code::bad_shape, "UTF-16: to be saved again as UTF-8");
    return text;
}

Result<std::unique_ptr<net::HttpClient>> make_record_file(
    const Source& source,
    net::Body bytes,
    std::optional<net::Body> resources,
    std::size_t bytes_max
) {
    Result<std::string> text = text_of(std::move(bytes), bytes_max);
    if (text.has_error())
        return text.error();
    if (file_form(source.connector) == FileForm::packages)
        return ckan::make_package_file(std::move(*text), source.filters);
    if (!resources)
        return udata::make_listing_file(std::move(*text));
    Result<std::string> table = text_of(std::move(*resources), bytes_max);
    if (table.has_error())
        return table.error();
    return udata::make_listing_file(std::move(*text), std::move(*table));
}

Error too_large(const std::string& path, std::uintmax_t bytes) {
    return Error(Code::too_large, fmt::format("{}: {} bytes", path, bytes));
}

// Errors: those of read_file that show before it is read.
Result<void> check_file(const std::string& path, std::size_t bytes_max) {
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
    if (!error && size > bytes_max)
        return too_large(path, size);
    return {};
}

} // namespace

FileForm file_form(std::string_view connector) {
    if (connector == "datajson" || connector == "dcat" || connector == "json")
        return FileForm::document;
    if (connector == "udata")
        return FileForm::listing;
    return connector == "ckan" ? FileForm::packages : FileForm::none;
}

Result<net::Body> read_file(const std::string& path, const kit::DocumentOptions& options) {
    if (const Result<void> readable = check_file(path, options.bytes_max); readable.has_error())
        return readable.error();
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return Error(Code::not_found, path + ": no right to read it");
    net::Spool spool(options.spool);
    std::vector<char> buffer(net::body_piece_bytes);
    bool empty = true;
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const std::string_view piece(buffer.data(), static_cast<std::size_t>(in.gcount()));
        empty = empty && piece.find_first_not_of(" \t\r\n") == std::string_view::npos;
        // It may have grown meanwhile.
        if (spool.size() + piece.size() > options.bytes_max)
            return too_large(path, spool.size() + piece.size());
        if (auto failure = spool.append(piece))
            return std::move(*failure);
    }
    if (in.bad())
        return Error(Code::not_found, path + ": reading failed");
    if (empty)
        return Error(Code::bad_shape, path + ": the file is empty");
    return spool.finish();
}

Result<std::unique_ptr<net::HttpClient>> make_file_client(
    const Source& source,
    std::string_view name,
    net::Body bytes,
    const kit::DocumentOptions& options,
    std::optional<net::Body> resources
) {
    const FileForm form = file_form(source.connector);
    MOISSON_ASSERT(form != FileForm::none);
    MOISSON_ASSERT(!resources || form == FileForm::listing);
    if (form != FileForm::document)
        return make_record_file(source, std::move(bytes), std::move(resources), options.bytes_max);
    std::string type = type_of(name);
    // The other connectors of documents unpack what they are given; an API gives nothing packed.
    if (source.connector == "json") {
        Result<net::Body> document =
            kit::unpacked(std::move(bytes), options.spool, options.bytes_max);
        if (document.has_error())
            return document.error();
        bytes = std::move(document.value());
        type = "application/json";
    }
    return std::unique_ptr<net::HttpClient>(
        std::make_unique<DocumentFile>(std::move(type), std::move(bytes))
    );
}

} // namespace moisson::cli
