// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_dictionary.hpp"

#include "core/assert.hpp"
#include "store/raw_codec.hpp"
#include "store/zstd_frame.hpp"

#include <zdict.h>

namespace moisson::store {
namespace {

constexpr std::size_t held_out_every = 4;

struct FreeDictionary {
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
    void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

Error no_dictionary() {
    return Error(Code::table_damaged, "dictionary cannot be read");
}

std::string train(const std::vector<std::string>& records, std::int64_t& count) {
    std::string samples;
    std::vector<std::size_t> sizes;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (i % held_out_every == 0)
            continue;
        samples += records[i];
        sizes.push_back(records[i].size());
    }
    count = static_cast<std::int64_t>(sizes.size());
    std::string dictionary(dictionary_bytes_max, '\0');
    const std::size_t size = ZDICT_trainFromBuffer(
        dictionary.data(),
        dictionary.size(),
        samples.data(),
        sizes.data(),
        static_cast<unsigned>(sizes.size())
    );
    dictionary.resize(ZDICT_isError(size) == 0 ? size : 0);
    return dictionary;
}

} // namespace

struct RawDictionary::Digested {
    std::unique_ptr<ZSTD_CDict, FreeDictionary> compressing;
    std::unique_ptr<ZSTD_DDict, FreeDictionary> reading;
    unsigned zstd_id = 0;
};

RawDictionary::~RawDictionary() = default;

Result<std::shared_ptr<const RawDictionary>>
RawDictionary::make(std::int64_t id, std::string_view bytes) {
    const unsigned zstd_id = ZDICT_getDictID(bytes.data(), bytes.size());
    if (zstd_id == 0)
        return no_dictionary();
    auto digested = std::make_unique<Digested>();
    digested->zstd_id = zstd_id;
    digested->compressing.reset(ZSTD_createCDict(bytes.data(), bytes.size(), zstd_level));
    digested->reading.reset(ZSTD_createDDict(bytes.data(), bytes.size()));
    if (!digested->compressing || !digested->reading)
        return no_dictionary();
    std::shared_ptr<RawDictionary> out(new RawDictionary());
    out->id_ = id;
    out->digested_ = std::move(digested);
    return std::shared_ptr<const RawDictionary>(std::move(out));
}

std::string RawDictionary::compress(std::string_view raw) const {
    std::string out(ZSTD_compressBound(raw.size()), '\0');
    const std::size_t size = ZSTD_compress_usingCDict(
        compression_context(),
        out.data(),
        out.size(),
        raw.data(),
        raw.size(),
        digested_->compressing.get()
    );
    MOISSON_ASSERT(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

Result<std::string> RawDictionary::decompress(std::string_view frame) const {
    if (ZSTD_getDictID_fromFrame(frame.data(), frame.size()) != digested_->zstd_id)
        return Error(Code::table_damaged, "raw record is of another dictionary");
    return read_frame(frame, [this](std::string& out, std::string_view bytes) {
        return ZSTD_decompress_usingDDict(
            decompression_context(),
            out.data(),
            out.size(),
            bytes.data(),
            bytes.size(),
            digested_->reading.get()
        );
    });
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
