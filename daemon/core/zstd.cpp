// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/zstd.hpp"

#include "core/assert.hpp"

#include <zdict.h>
#include <zstd.h>

#include <new>
#include <utility>

namespace moisson {

namespace {

struct FreeZstd {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
    void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

template <class Context>
Context* context_of_thread(Context* create()) {
    thread_local const std::unique_ptr<Context, FreeZstd> context(create());
    if (!context)
        throw std::bad_alloc();
    return context.get();
}

// `pack(context, to, room, from, size)` as zstd does.
template <class Pack>
std::string packed(std::string_view bytes, Pack pack) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_CCtx* const context = context_of_thread(ZSTD_createCCtx);
    const std::size_t size = pack(context, out.data(), out.size(), bytes.data(), bytes.size());
    MOISSON_ASSERT(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

} // namespace

struct ZstdDictionary::Digested {
    std::unique_ptr<ZSTD_CDict, FreeZstd> packing;
    std::unique_ptr<ZSTD_DDict, FreeZstd> reading;
};

ZstdDictionary::ZstdDictionary(std::string bytes)
    : bytes_(std::move(bytes)), digested_(std::make_unique<Digested>()) {}
ZstdDictionary::~ZstdDictionary() = default;

std::shared_ptr<const ZstdDictionary> ZstdDictionary::make(std::string bytes, int level) {
    const unsigned id = ZDICT_getDictID(bytes.data(), bytes.size());
    if (id == 0)
        return nullptr;
    std::shared_ptr<ZstdDictionary> out(new ZstdDictionary(std::move(bytes)));
    out->id_ = id;
    Digested& digested = *out->digested_;
    digested.packing.reset(ZSTD_createCDict(out->bytes_.data(), out->bytes_.size(), level));
    digested.reading.reset(ZSTD_createDDict(out->bytes_.data(), out->bytes_.size()));
    if (!digested.packing || !digested.reading)
        return nullptr;
    return out;
}

std::size_t ZstdDictionary::memory_bytes() const {
    return bytes_.capacity() + ZSTD_sizeof_CDict(digested_->packing.get()) +
           ZSTD_sizeof_DDict(digested_->reading.get());
}

std::string train_zstd(const std::vector<std::string_view>& records, std::size_t bytes_max) {
    std::string samples;
    std::vector<std::size_t> sizes;
    for (const std::string_view record : records) {
        samples += record;
        sizes.push_back(record.size());
    }
    std::string bytes(bytes_max, '\0');
    const std::size_t size = ZDICT_trainFromBuffer(
        bytes.data(),
        bytes.size(),
        samples.data(),
        sizes.data(),
        static_cast<unsigned>(sizes.size())
    );
    bytes.resize(ZDICT_isError(size) == 0 ? size : 0);
    return bytes;
}

std::string zstd_pack(std::string_view bytes, int level) {
    return packed(bytes, [level](ZSTD_CCtx* context, auto... places) {
        return ZSTD_compressCCtx(context, places..., level);
    });
}

std::string zstd_pack(std::string_view bytes, const ZstdDictionary& dictionary) {
    const ZSTD_CDict* const digested = dictionary.digested_->packing.get();
    return packed(bytes, [digested](ZSTD_CCtx* context, auto... places) {
        return ZSTD_compress_usingCDict(context, places..., digested);
    });
}

ZstdFault zstd_unpack(
    std::string_view frame,
    const ZstdDictionary* dictionary,
    std::size_t size_max,
    std::string& out
) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > size_max)
        return ZstdFault::no_frame;
    const unsigned wanted = dictionary == nullptr ? 0 : dictionary->id_;
    if (ZSTD_getDictID_fromFrame(frame.data(), frame.size()) != wanted)
        return ZstdFault::other_dictionary;
    out.resize(static_cast<std::size_t>(size));
    // Without a dictionary it is null, which zstd takes as that.
    const std::size_t written = ZSTD_decompress_usingDDict(
        context_of_thread(ZSTD_createDCtx),
        out.data(),
        out.size(),
        frame.data(),
        frame.size(),
        dictionary == nullptr ? nullptr : dictionary->digested_->reading.get()
    );
    return ZSTD_isError(written) != 0 || written != size ? ZstdFault::damaged : ZstdFault::none;
}

std::size_t zstd_unpacked_size(std::string_view frame) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return 0;
    return static_cast<std::size_t>(size);
}

} // namespace moisson
