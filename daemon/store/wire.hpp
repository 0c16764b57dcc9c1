// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parameters of one statement and rows of a binary COPY: values in PostgreSQL's binary format.
#pragma once

#include "core/digest.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

// A text that is bytea on the other side.
struct Bytes {
    std::string_view view;
};

inline Bytes bytes_of(const Digest& digest) {
    return Bytes{{reinterpret_cast<const char*>(digest.data()), digest.size()}};
}

// What make_interval(secs => ...) wants.
inline double in_seconds(std::chrono::duration<double> value) {
    return value.count();
}

namespace wire {
void put16(std::string& out, std::int16_t value);
void put32(std::string& out, std::int32_t value);
void put64(std::string& out, std::int64_t value);
// Microseconds since 2000-01-01, PostgreSQL's epoch.
std::int64_t to_pg_micros(Instant instant);
Instant from_pg_micros(std::int64_t micros);
std::string text_array(std::span<const std::string> values);
std::string uuid_array(std::span<const Uuid> values);
std::string int64_array(std::span<const std::int64_t> values);
} // namespace wire

// $1, $2... in order, with their types: statements need no casts.
class Params {
public:
    Params() = default;
    template <class... T>
    explicit Params(const T&... values) {
        (add(values), ...);
    }

    void add(std::string_view text);
    void add(const std::string& text) { add(std::string_view(text)); }
    void add(const char* text) { add(std::string_view(text)); }
    void add(bool value);
    void add(std::int64_t value);
    void add(int value) { add(static_cast<std::int64_t>(value)); }
    void add(double value);
    void add(const Uuid& uuid);
    void add(Instant instant);
    void add(Bytes bytes);
    void add(const std::vector<std::string>& texts);
    void add(const std::vector<Uuid>& uuids);
    void add(const std::vector<std::int64_t>& numbers);
    template <class T>
    void add(const std::optional<T>& value) {
        if (value) {
            add(*value);
        } else {
            add(T{});
            values_.back().null = true;
        }
    }

    int size() const { return static_cast<int>(values_.size()); }
    struct Arrays {
        std::vector<unsigned> types;
        std::vector<const char*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
    };
    // Views into this object.
    Arrays arrays() const;

private:
    struct Value {
        unsigned type = 0;
        std::string bytes;
        bool null = false;
    };
    std::vector<Value> values_;
};

// Appends rows of COPY ... (FORMAT binary) to a buffer.
class CopyRow {
public:
    CopyRow(std::string& out, std::int16_t columns) : out_(out) { wire::put16(out_, columns); }

    CopyRow& null();
    CopyRow& text(std::string_view value);
    CopyRow& bytes(std::string_view value) { return text(value); }
    CopyRow& boolean(bool value);
    CopyRow& int16(std::int16_t value);
    CopyRow& int32(std::int32_t value);
    CopyRow& int64(std::int64_t value);
    CopyRow& uuid(const Uuid& value);
    CopyRow& instant(Instant value);
    CopyRow& texts(std::span<const std::string> values);
    CopyRow& int64s(std::span<const std::int64_t> values);
    CopyRow& uuids(std::span<const Uuid> values);
    CopyRow& optional_uuid(const std::optional<Uuid>& value) {
        return value ? uuid(*value) : null();
    }
    CopyRow& optional_instant(const std::optional<Instant>& value) {
        return value ? instant(*value) : null();
    }
    CopyRow& optional_int64(const std::optional<std::int64_t>& value) {
        return value ? int64(*value) : null();
    }

private:
    std::string& out_;
};

} // namespace moisson::store
