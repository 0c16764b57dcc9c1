// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_dictionaries.hpp"

#include "core/digest.hpp"
#include "store/connection.hpp"
#include "store/raw_codec.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

Result<RawDictionaries::Pointer> load(Connection& connection, std::int64_t id) {
    const Rows rows = connection.exec_prepared(
        "select bytes, encode(digest, 'hex') from dictionary where id = $1",
        Params(id)
    );
    if (rows.size() == 0)
        return Error(Code::table_damaged, fmt::format("no dictionary {}", id));
    if (to_hex(sha256(rows.text(0, 0))) != rows.text(0, 1))
        return Error(Code::table_damaged, fmt::format("dictionary {} is not what it was", id));
    return RawDictionary::make(id, rows.text(0, 0));
}

} // namespace

Result<RawDictionaries::Pointer>
RawDictionaries::find(Connection& connection, std::optional<std::int64_t> id) {
    if (!id)
        return Pointer();
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(*id); found != known_.end())
        return found->second;
    Result<Pointer> loaded = load(connection, *id);
    if (loaded)
        known_.emplace(*id, *loaded);
    return loaded;
}

Result<std::string> RawDictionaries::read(
    Connection& connection,
    std::int64_t codec,
    std::optional<std::int64_t> id,
    std::string_view bytes
) {
    const Result<Pointer> dictionary = find(connection, id);
    if (!dictionary)
        return dictionary.error();
    return decompress_raw(codec, dictionary->get(), bytes);
}

} // namespace moisson::store
