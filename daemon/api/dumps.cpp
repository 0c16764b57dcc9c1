// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/dumps: what stands on the shelf, and its files with ranges. No database.
#include "api/byte_range.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "async/offload.hpp"
#include "views/dump_shelf.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace moisson::api {
namespace {

constexpr std::size_t part_bytes = 256 * 1024;

// An open file on its way out: it can be read to its end though the dump goes meanwhile.
class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    bool is_open() const { return descriptor_ >= 0; }

    // The next part; SPOOL_FAILED when it is shorter than was promised.
    Result<std::string> next() {
        std::string out(static_cast<std::size_t>(std::min<std::int64_t>(left, part_bytes)), '\0');
        if (out.empty())
            return out;
        ssize_t count = 0;
        do {
            count = ::pread(descriptor_, out.data(), out.size(), at);
        } while (count < 0 && errno == EINTR);
        if (count <= 0)
            return Error(Code::spool_failed, "file of a dump cannot be read");
        out.resize(static_cast<std::size_t>(count));
        at += count;
        left -= count;
        return out;
    }

    std::int64_t at = 0;
    std::int64_t left = 0;

private:
    int descriptor_;
};

asio::awaitable<Result<std::string>>
next_part(std::shared_ptr<OpenFile> file, asio::any_io_executor disk) {
    if (!disk)
        co_return file->next();
    auto job = [file] { return std::make_unique<Result<std::string>>(file->next()); };
    std::unique_ptr<Result<std::string>> part = co_await offload(disk, std::move(job));
    co_return std::move(*part);
}

std::string file_path(const views::Dump& dump, const views::DumpFile& file) {
    return fmt::format("{}/{}/{}", routes::api_dumps, dump.name, file.name);
}

Json file_json(const routes::PublicUrl& url, const views::Dump& dump, const views::DumpFile& file) {
    return {
        {"name", file.name},
        {"url", url.absolute(file_path(dump, file))},
        {"media_type", views::dump_media_type(file.name)},
        {"bytes", file.bytes},
        {"sha256", file.sha256},
        {"rows", file.rows}};
}

Json dump_json(const routes::PublicUrl& url, const views::Dump& dump) {
    Json files = Json::array();
    for (const views::DumpFile& file : dump.files)
        files.push_back(file_json(url, dump, file));
    return {
        {"name", dump.name},
        {"created_at", to_iso8601(dump.created_at)},
        {"change_number", dump.change_number},
        {"files", std::move(files)}};
}

bool is_same(const net::ServerRequest& request, std::string_view etag) {
    for (const auto& [name, value] : request.headers)
        if (name == "if-none-match" && (value == "*" || value.find(etag) != std::string::npos))
            return true;
    return false;
}

// A range of another file would join two dumps.
bool range_holds(const net::ServerRequest& request, std::string_view etag) {
    const std::string_view condition = net::header(request.headers, "if-range");
    return condition.empty() || condition == etag;
}

net::ServerResponse send_file(
    const Site& site,
    const Call& call,
    const views::Dump& dump,
    const views::DumpFile& file
) {
    const std::string etag = fmt::format("\"{}\"", file.sha256);
    net::ServerResponse response;
    response.content_type = std::string(views::dump_media_type(file.name));
    response.etag = false;
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Last-Modified", to_http_date(dump.created_at));
    response.headers.emplace_back("Accept-Ranges", "bytes");
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"{}\"", file.name)
    );
    if (is_same(call.request, etag)) {
        response.status = 304;
        return response;
    }
    ByteRange range;
    range.count = file.bytes;
    if (range_holds(call.request, etag))
        range = read_range(net::header(call.request.headers, "range"), file.bytes);
    if (range.kind == ByteRange::Kind::beyond) {
        net::ServerResponse refused = problem(
            416,
            "range-not-satisfiable",
            "Intervalle hors du fichier",
            fmt::format("Le fichier a {} octets.", file.bytes),
            call.request
        );
        refused.headers.emplace_back("Content-Range", fmt::format("bytes */{}", file.bytes));
        return refused;
    }
    auto open = std::make_shared<OpenFile>(site.options.dumps->path_of(dump, file));
    if (!open->is_open())
        return problem_of(Error(Code::not_found), call.request);
    open->at = range.first;
    open->left = range.count;
    if (range.kind == ByteRange::Kind::part) {
        response.status = 206;
        response.headers.emplace_back(
            "Content-Range",
            fmt::format("bytes {}-{}/{}", range.first, range.first + range.count - 1, file.bytes)
        );
    }
    response.stream_bytes = static_cast<std::uint64_t>(range.count);
    response.stream = [open, disk = site.options.disk] { return next_part(open, disk); };
    return response;
}

net::ServerResponse
show_file(const Site& site, const Call& call, const std::optional<views::Dump>& dump) {
    if (dump)
        for (const views::DumpFile& file : dump->files)
            if (file.name == call.id)
                return send_file(site, call, *dump, file);
    return problem_of(Error(Code::not_found), call.request);
}

} // namespace

net::ServerResponse list_dumps(const Site& site, const Call& call) {
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    Json latest = Json::object();
    Json data = Json::array();
    const routes::PublicUrl& url = site.options.public_url;
    if (site.options.dumps)
        for (const views::Dump& dump : site.options.dumps->dumps()) {
            if (data.empty())
                for (const views::DumpFile& file : dump.files)
                    latest[file.name] =
                        url.absolute(fmt::format("{}/{}", routes::api_dumps, file.name));
            data.push_back(dump_json(url, dump));
        }
    body["latest"] = std::move(latest);
    body["data"] = std::move(data);
    return json_response(body);
}

net::ServerResponse newest_dump_file(const Site& site, const Call& call) {
    return show_file(site, call, site.options.dumps ? site.options.dumps->newest() : std::nullopt);
}

net::ServerResponse dated_dump_file(const Site& site, const Call& call) {
    std::string_view name = call.request.path;
    name.remove_prefix(std::min(name.size(), routes::api_dumps.size() + 1));
    name = name.substr(0, name.find('/'));
    return show_file(
        site,
        call,
        site.options.dumps ? site.options.dumps->find(name) : std::nullopt
    );
}

} // namespace moisson::api
