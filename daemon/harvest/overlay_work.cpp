// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/overlay_work.hpp"

#include "harvest/rules.hpp"

namespace moisson::harvest {

Digest with_corrections(const Digest& base, std::span<const Correction> corrections) {
    if (corrections.empty())
        return base;
    Sha256 digest;
    const auto field = [&digest](std::string_view text) {
        digest.update(std::to_string(text.size()));
        digest.update(":");
        digest.update(text);
    };
    // Raised when the same corrections are kept otherwise, so that only what is corrected is mapped
    // again. 2: with their action.
    field("2");
    field(to_hex(base));
    for (const Correction& one : corrections) {
        field(one.field);
        field(to_string(one.action));
        field(one.value);
        field(one.when.field);
        field(one.when.value);
        // Published with the value; the author is not.
        field(one.reason);
    }
    return digest.finish();
}

std::vector<Correction> corrections_of(const PageContext& context, DatasetId dataset) {
    std::vector<Correction> out = context.overlays.of_source;
    const auto own = context.overlays.of_dataset.find(dataset);
    if (own != context.overlays.of_dataset.end())
        out.insert(out.end(), own->second.begin(), own->second.end());
    return out;
}

PageContext make_page_context(
    const kit::Connector& connector,
    const Portal& portal,
    Recipe recipe,
    store::SourceOverlays overlays
) {
    PageContext context;
    context.connector = &connector;
    context.scheme = connector.scheme();
    context.portal_key = portal.key;
    context.portal_url = portal.url;
    overlays.of_source
        .insert(overlays.of_source.begin(), recipe.corrections.begin(), recipe.corrections.end());
    const Digest mapping =
        mapping_version(connector.scheme(), connector.mapping_version(), recipe.digest);
    context.versions.usual = with_corrections(mapping, overlays.of_source);
    for (const auto& [dataset, corrections] : overlays.of_dataset)
        context.versions.own[dataset] = with_corrections(context.versions.usual, corrections);
    context.left_out_version = context.versions.usual;
    context.recipe = std::move(recipe);
    context.overlays = std::move(overlays);
    return context;
}

void leave_out_own_records(
    PageContext& context,
    std::string_view own_url,
    const Portal& portal,
    const Source& source
) {
    const std::vector<std::string> neighbours = {portal.url, source.url, source.public_url};
    context.own_site = OwnSite(own_url, neighbours);
    context.left_out_version = context.versions.usual;
    if (context.own_site.base().empty())
        return;
    Sha256 digest;
    digest.update(to_hex(context.versions.usual));
    digest.update(context.own_site.base());
    context.left_out_version = digest.finish();
}

} // namespace moisson::harvest
