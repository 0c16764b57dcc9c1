// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/wire.hpp"

#include <bit>

namespace moisson::store {
namespace {

// Type numbers of pg_type.dat; they never change.
constexpr unsigned oid_bool = 16;
constexpr unsigned oid_bytea = 17;
constexpr unsigned oid_int8 = 20;
constexpr unsigned oid_text = 25;
constexpr unsigned oid_float8 = 701;
constexpr unsigned oid_timestamptz = 1184;
constexpr unsigned oid_uuid = 2950;
constexpr unsigned oid_text_array = 1009;
constexpr unsigned oid_int8_array = 1016;
constexpr unsigned oid_uuid_array = 2951;

constexpr std::int64_t pg_epoch_micros = 946'684'800'000'000;

template <class Unsigned>
void put(std::string& out, Unsigned value) {
    for (int shift = static_cast<int>(sizeof(Unsigned)) * 8 - 8; shift >= 0; shift -= 8)
        out += static_cast<char>(static_cast<unsigned char>(value >> shift));
}

std::string_view uuid_view(const Uuid& uuid) {
    return {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()};
}

std::string array_head(unsigned element, std::size_t count) {
    std::string out;
    wire::put32(out, count == 0 ? 0 : 1);
    wire::put32(out, 0);
    wire::put32(out, static_cast<std::int32_t>(element));
    if (count != 0) {
        wire::put32(out, static_cast<std::int32_t>(count));
        wire::put32(out, 1);
    }
    return out;
}

} // namespace

namespace wire {

void put16(std::string& out, std::int16_t value) {
    put(out, static_cast<std::uint16_t>(value));
}
void put32(std::string& out, std::int32_t value) {
    put(out, static_cast<std::uint32_t>(value));
}
void put64(std::string& out, std::int64_t value) {
    put(out, static_cast<std::uint64_t>(value));
}

std::int64_t to_pg_micros(Instant instant) {
    return instant.time_since_epoch().count() - pg_epoch_micros;
}
Instant from_pg_micros(std::int64_t micros) {
    return Instant(std::chrono::microseconds(micros + pg_epoch_micros));
}

std::string text_array(std::span<const std::string> values) {
    std::string out = array_head(oid_text, values.size());
    for (const std::string& value : values) {
        put32(out, static_cast<std::int32_t>(value.size()));
        out += value;
    }
    return out;
}

std::string uuid_array(std::span<const Uuid> values) {
    std::string out = array_head(oid_uuid, values.size());
    out.reserve(out.size() + values.size() * 20);
    for (const Uuid& value : values) {
        put32(out, 16);
        out += uuid_view(value);
    }
    return out;
}

std::string int64_array(std::span<const std::int64_t> values) {
    std::string out = array_head(oid_int8, values.size());
    for (const std::int64_t value : values) {
        put32(out, 8);
        put64(out, value);
    }
    return out;
}

} // namespace wire

void Params::add(std::string_view text) {
    values_.push_back({oid_text, std::string(text), false});
}
void Params::add(bool value) {
    values_.push_back({oid_bool, std::string(1, value ? '\1' : '\0'), false});
}
void Params::add(std::int64_t value) {
    std::string bytes;
    wire::put64(bytes, value);
    values_.push_back({oid_int8, std::move(bytes), false});
}
void Params::add(double value) {
    std::string bytes;
    wire::put64(bytes, std::bit_cast<std::int64_t>(value));
    values_.push_back({oid_float8, std::move(bytes), false});
}
void Params::add(const Uuid& uuid) {
    values_.push_back({oid_uuid, std::string(uuid_view(uuid)), false});
}
void Params::add(Instant instant) {
    std::string bytes;
    wire::put64(bytes, wire::to_pg_micros(instant));
    values_.push_back({oid_timestamptz, std::move(bytes), false});
}
void Params::add(Bytes bytes) {
    values_.push_back({oid_bytea, std::string(bytes.view), false});
}
void Params::add(const std::vector<std::string>& texts) {
    values_.push_back({oid_text_array, wire::text_array(texts), false});
}
void Params::add(const std::vector<Uuid>& uuids) {
    values_.push_back({oid_uuid_array, wire::uuid_array(uuids), false});
}
void Params::add(const std::vector<std::int64_t>& numbers) {
    values_.push_back({oid_int8_array, wire::int64_array(numbers), false});
}

Params::Arrays Params::arrays() const {
    Arrays out;
    for (const Value& value : values_) {
        out.types.push_back(value.type);
        out.values.push_back(value.null ? nullptr : value.bytes.data());
        out.lengths.push_back(static_cast<int>(value.bytes.size()));
        out.formats.push_back(1);
    }
    return out;
}

CopyRow& CopyRow::null() {
    wire::put32(out_, -1);
    return *this;
}
CopyRow& CopyRow::text(std::string_view value) {
    wire::put32(out_, static_cast<std::int32_t>(value.size()));
    out_ += value;
    return *this;
}
CopyRow& CopyRow::boolean(bool value) {
    wire::put32(out_, 1);
    out_ += value ? '\1' : '\0';
    return *this;
}
CopyRow& CopyRow::int16(std::int16_t value) {
    wire::put32(out_, 2);
    wire::put16(out_, value);
    return *this;
}
CopyRow& CopyRow::int32(std::int32_t value) {
    wire::put32(out_, 4);
    wire::put32(out_, value);
    return *this;
}
CopyRow& CopyRow::int64(std::int64_t value) {
    wire::put32(out_, 8);
    wire::put64(out_, value);
    return *this;
}
CopyRow& CopyRow::uuid(const Uuid& value) {
    return text(uuid_view(value));
}
CopyRow& CopyRow::instant(Instant value) {
    return int64(wire::to_pg_micros(value));
}
CopyRow& CopyRow::texts(std::span<const std::string> values) {
    return text(wire::text_array(values));
}
CopyRow& CopyRow::int64s(std::span<const std::int64_t> values) {
    return text(wire::int64_array(values));
}
CopyRow& CopyRow::uuids(std::span<const Uuid> values) {
    return text(wire::uuid_array(values));
}

} // namespace moisson::store
