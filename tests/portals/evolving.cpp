// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue of the day, made when first asked.
#include "portals/evolving.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace moisson::portals {
namespace {

constexpr std::size_t days_kept = 3;

class Days {
public:
    explicit Days(GeneratorOptions options) : options_(std::move(options)) {}

    std::shared_ptr<const Catalogue> at(Instant now) {
        const auto day = std::chrono::floor<std::chrono::days>(now) - options_.epoch;
        const std::int64_t number = std::max<std::int64_t>(0, day.count());
        const std::lock_guard lock(mutex_);
        std::shared_ptr<const Catalogue>& catalogue = catalogues_[number];
        if (!catalogue) {
            options_.day = number;
            catalogue = generate(options_);
        }
        const std::shared_ptr<const Catalogue> result = catalogue;
        while (catalogues_.size() > days_kept)
            catalogues_.erase(
                catalogues_.begin()->first == number ? std::prev(catalogues_.end())
                                                     : catalogues_.begin()
            );
        return result;
    }

private:
    GeneratorOptions options_;
    std::mutex mutex_;
    std::map<std::int64_t, std::shared_ptr<const Catalogue>> catalogues_;
};

} // namespace

CatalogueAt evolving(GeneratorOptions options) {
    return
        [days = std::make_shared<Days>(std::move(options))](Instant now) { return days->at(now); };
}

} // namespace moisson::portals
