// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The directory of a ZIP file is read here; inflating is the business of net's decoder, to which a
// deflated member is shown as the gzip file it nearly is: its checksum and size become the trailer.
#include "kit/archive.hpp"

#include "net/decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b";
constexpr std::string_view member_magic = "PK\x03\x04";
constexpr std::string_view entry_magic = "PK\x01\x02";
constexpr std::string_view end_magic = "PK\x05\x06";
constexpr std::size_t member_bytes = 30;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t comment_bytes_max = 0xFFFF;
constexpr std::uint32_t in_zip64 = 0xFFFF'FFFF;
constexpr std::uint32_t stored = 0;
constexpr std::uint32_t deflated = 8;

// `bytes` little-endian bytes at `at`; the caller has checked that they are there.
std::uint32_t number(std::string_view text, std::size_t at, std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes; i > 0; --i)
        value = value << 8U | static_cast<unsigned char>(text[at + i - 1]);
    return value;
}

void append_number(std::string& out, std::uint32_t value) {
    for (int i = 0; i < 4; ++i, value >>= 8U)
        out += static_cast<char>(value & 0xFFU);
}

struct Member {
    std::string_view packed;
    std::uint32_t method = 0;
    std::uint32_t crc = 0;
    std::uint32_t bytes = 0;
};

bool is_no_document(std::string_view name) {
    return name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store");
}

Error damaged(std::string_view why) {
    return Error(Code::protocol_error, "zip: " + std::string(why));
}

// Where the packed bytes of the entry at `at` of the directory are.
Result<Member> member_of(std::string_view zip, std::size_t at) {
    if ((number(zip, at + 8, 2) & 1U) != 0)
        return Error(Code::bad_shape, "zip: the member is encrypted");
    Member member;
    member.method = number(zip, at + 10, 2);
    member.crc = number(zip, at + 16, 4);
    member.bytes = number(zip, at + 24, 4);
    const std::uint32_t packed = number(zip, at + 20, 4);
    const std::uint32_t offset = number(zip, at + 42, 4);
    if (packed == in_zip64 || member.bytes == in_zip64 || offset == in_zip64)
        return Error(Code::too_large, "zip: a member of 4 GB or more");
    if (zip.size() < member_bytes || offset > zip.size() - member_bytes ||
        !zip.substr(offset).starts_with(member_magic))
        return damaged("the directory leads nowhere");
    const std::size_t begin =
        offset + member_bytes + number(zip, offset + 26, 2) + number(zip, offset + 28, 2);
    if (begin > zip.size() || packed > zip.size() - begin)
        return Error(Code::truncated, "zip: the member ends early");
    member.packed = zip.substr(begin, packed);
    return member;
}

Result<Member> only_member(std::string_view zip) {
    const std::size_t tail = std::min(zip.size(), end_bytes + comment_bytes_max);
    // The comment behind the mark has 64 KiB at most: not the whole file is searched.
    const std::size_t last = zip.size() - std::min(zip.size(), tail);
    const std::size_t found_at = zip.substr(last).rfind(end_magic);
    const std::size_t end = found_at == zip.npos ? zip.npos : last + found_at;
    if (end == std::string_view::npos || zip.size() - end < end_bytes)
        return Error(Code::truncated, "zip: no directory at the end");
    std::size_t at = number(zip, end + 16, 4);
    std::optional<std::size_t> found;
    for (std::uint32_t i = number(zip, end + 10, 2); i > 0; --i) {
        if (at > end || end - at < entry_bytes || !zip.substr(at).starts_with(entry_magic))
            return damaged("broken directory");
        const std::size_t name_bytes = number(zip, at + 28, 2);
        const std::string_view name = zip.substr(at + entry_bytes, name_bytes);
        if (!is_no_document(name)) {
            if (found)
                return Error(Code::bad_shape, "zip: more than one member");
            found = at;
        }
        at += entry_bytes + name_bytes + number(zip, at + 30, 2) + number(zip, at + 32, 2);
    }
    if (!found)
        return Error(Code::bad_shape, "zip: no member");
    return member_of(zip, *found);
}

// Takes the pieces of a part of `body` in order, each forgotten behind it.
template <class Use>
std::optional<Error> each_piece(const net::Body& body, std::string_view part, Use use) {
    for (; !part.empty(); part.remove_prefix(std::min(part.size(), net::body_piece_bytes))) {
        const std::string_view piece = part.substr(0, net::body_piece_bytes);
        std::optional<Error> error = use(piece);
        body.forget(piece);
        if (error)
            return error;
    }
    return std::nullopt;
}

// `part` of `packed` between a head and a tail of its own, inflated into a spool.
Result<net::Body> inflated(
    const net::Body& packed,
    std::string_view head,
    std::string_view part,
    std::string_view tail,
    const net::SpoolOptions& options,
    std::size_t bytes_max
) {
    net::Spool spool(options);
    net::BodyDecoder decoder("gzip", bytes_max, &spool);
    const auto write = [&](std::string_view piece) { return decoder.write(piece); };
    if (auto error = write(head))
        return std::move(*error);
    if (auto error = each_piece(packed, part, write))
        return std::move(*error);
    if (auto error = write(tail))
        return std::move(*error);
    if (auto error = decoder.finish())
        return std::move(*error);
    return spool.finish();
}

Result<net::Body>
copied(const net::Body& packed, const Member& member, const net::SpoolOptions& options) {
    net::Spool spool(options);
    uLong crc = 0;
    const auto take = [&](std::string_view piece) {
        crc = crc32_z(crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
        return spool.append(piece);
    };
    if (auto error = each_piece(packed, member.packed, take))
        return std::move(*error);
    if (crc != member.crc)
        return damaged("wrong checksum");
    return spool.finish();
}

Result<net::Body>
unzipped(const net::Body& packed, const net::SpoolOptions& options, std::size_t bytes_max) {
    const Result<Member> member = only_member(packed.view());
    if (member.has_error())
        return member.error();
    if (member->bytes > bytes_max)
        return Error(Code::too_large, "zip: announces " + std::to_string(member->bytes) + " bytes");
    if (member->method == stored)
        return copied(packed, *member, options);
    if (member->method != deflated)
        return Error(Code::bad_shape, "zip: method " + std::to_string(member->method));
    constexpr std::string_view head("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    std::string tail;
    append_number(tail, member->crc);
    append_number(tail, member->bytes);
    return inflated(packed, head, member->packed, tail, options, bytes_max);
}

} // namespace

Packing packing_of(std::string_view bytes) {
    if (bytes.starts_with(gzip_magic))
        return Packing::gzip;
    if (bytes.starts_with(member_magic) || bytes.starts_with(end_magic))
        return Packing::zip;
    return Packing::none;
}

Result<net::Body>
unpacked(net::Body packed, const net::SpoolOptions& spool, std::size_t bytes_max) {
    switch (packing_of(packed.view())) {
    case Packing::gzip:
        return inflated(packed, {}, packed.view(), {}, spool, bytes_max);
    case Packing::zip:
        return unzipped(packed, spool, bytes_max);
    case Packing::none:
        break;
    }
    return packed;
}

Result<std::string> unpacked(std::string bytes, std::size_t bytes_max) {
    net::SpoolOptions memory;
    memory.memory_bytes_max = std::numeric_limits<std::size_t>::max();
    Result<net::Body> body = unpacked(net::Body(std::move(bytes)), memory, bytes_max);
    if (body.has_error())
        return body.error();
    return body->take();
}

} // namespace moisson::kit
