// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_dictionary.hpp"

#include "core/limits.hpp"
#include "core/zstd.hpp"
#include "store/raw_codec.hpp"

namespace moisson::store {
namespace {

constexpr std::size_t held_out_every = 4;

std::string train(const std::vector<std::string>& records, std::int64_t& count) {
    std::vector<std::string_view> samples;
    for (std::size_t i = 0; i < records.size(); ++i)
        if (i % held_out_every != 0)
            samples.push_back(records[i]);
    count = static_cast<std::int64_t>(samples.size());
    return train_zstd(samples, dictionary_bytes_max);
}

} // namespace

RawDictionary::~RawDictionary() = default;

Result<std::shared_ptr<const RawDictionary>>
RawDictionary::make(std::int64_t id, std::string_view bytes) {
    auto digested = ZstdDictionary::make(std::string(bytes), raw_level);
    if (!digested)
        return Error(Code::table_damaged, "dictionary cannot be read");
    std::shared_ptr<RawDictionary> out(new RawDictionary());
    out->id_ = id;
    out->digested_ = std::move(digested);
    return std::shared_ptr<const RawDictionary>(std::move(out));
}

std::string RawDictionary::compress(std::string_view raw) const {
    return zstd_pack(raw, *digested_);
}

Result<std::string> RawDictionary::decompress(std::string_view frame) const {
    return read_raw_frame(frame, digested_.get());
}

Result<std::string> read_raw_frame(std::string_view frame, const ZstdDictionary* dictionary) {
    std::string out;
    switch (zstd_unpack(frame, dictionary, limits::record_bytes * 2, out)) {
    case ZstdFault::no_frame:
        return Error(Code::table_damaged, "raw record is no zstd frame");
    case ZstdFault::other_dictionary:
        return Error(Code::table_damaged, "raw record is of another dictionary");
    case ZstdFault::damaged:
        return Error(Code::table_damaged, "raw record cannot be decompressed");
    case ZstdFault::none:
        break;
    }
    return out;
}

std::optional<DictionaryTrial>
try_dictionary(const std::vector<std::string>& records, const RawDictionary* current) {
    DictionaryTrial trial;
    trial.bytes = train(records, trial.trained_on);
    if (trial.bytes.empty())
        return std::nullopt;
    const auto candidate = RawDictionary::make(0, trial.bytes);
    if (!candidate)
        return std::nullopt;
    for (std::size_t i = 0; i < records.size(); i += held_out_every) {
        const std::string today =
            current == nullptr ? compress_raw(records[i]) : current->compress(records[i]);
        trial.bytes_before += static_cast<std::int64_t>(today.size());
        trial.bytes_after += static_cast<std::int64_t>((*candidate)->compress(records[i]).size());
        ++trial.measured;
    }
    return trial;
}

} // namespace moisson::store
