// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a statement answered, in PostgreSQL's binary format.
#include "core/assert.hpp"
#include "store/connection.hpp"

#include <libpq-fe.h>

#include <bit>
#include <cstring>

namespace moisson::store {
namespace {

std::uint64_t read_bytes(const char* bytes, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

} // namespace

void Rows::Clear::operator()(pg_result* result) const {
    PQclear(result);
}
Rows::Rows(pg_result* result) : result_(result) {}
int Rows::size() const {
    return PQntuples(result_.get());
}

std::int64_t Rows::affected() const {
    const char* count = PQcmdTuples(result_.get());
    return *count == '\0' ? 0 : std::stoll(count);
}

bool Rows::is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Rows::text(int row, int column) const {
    return {
        PQgetvalue(result_.get(), row, column),
        static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

bool Rows::boolean(int row, int column) const {
    return text(row, column) == std::string_view("\1", 1);
}

std::int64_t Rows::int64(int row, int column) const {
    const std::string_view bytes = text(row, column);
    const std::uint64_t value = read_bytes(bytes.data(), static_cast<int>(bytes.size()));
    if (bytes.size() == 8)
        return static_cast<std::int64_t>(value);
    if (bytes.size() == 4)
        return static_cast<std::int32_t>(value);
    MOISSON_ASSERT(bytes.size() == 2);
    return static_cast<std::int16_t>(value);
}

double Rows::float8(int row, int column) const {
    return std::bit_cast<double>(int64(row, column));
}

Uuid Rows::uuid(int row, int column) const {
    const std::string_view bytes = text(row, column);
    Uuid uuid;
    MOISSON_ASSERT(bytes.size() == uuid.bytes.size());
    std::memcpy(uuid.bytes.data(), bytes.data(), bytes.size());
    return uuid;
}

Instant Rows::instant(int row, int column) const {
    return wire::from_pg_micros(int64(row, column));
}

std::vector<std::string> Rows::texts(int row, int column) const {
    std::vector<std::string> out;
    const std::string_view bytes = text(row, column);
    if (bytes.size() < 20)
        return out;
    const char* at = bytes.data() + 12;
    const auto count = static_cast<int>(read_bytes(at, 4));
    at += 8;
    for (int i = 0; i < count; ++i) {
        const auto length = static_cast<std::int32_t>(read_bytes(at, 4));
        at += 4;
        if (length < 0)
            continue;
        out.emplace_back(at, static_cast<std::size_t>(length));
        at += length;
    }
    return out;
}

std::optional<std::int64_t> Rows::optional_int64(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(int64(row, column));
}
std::optional<Instant> Rows::optional_instant(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(instant(row, column));
}
std::optional<Uuid> Rows::optional_uuid(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(uuid(row, column));
}

} // namespace moisson::store
