// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/extents.hpp"

namespace moisson::search {
namespace {

bool overlap_in_longitude(const Box& a, const Box& b) {
    if (a.west > a.east) {
        Box east = a;
        east.east = 180;
        Box west = a;
        west.west = -180;
        return overlap_in_longitude(east, b) || overlap_in_longitude(west, b);
    }
    if (b.west > b.east)
        return overlap_in_longitude(b, a);
    return a.west <= b.east && b.west <= a.east;
}

} // namespace

bool overlap(const Box& a, const Box& b) {
    return a.south <= b.north && b.south <= a.north && overlap_in_longitude(a, b);
}

} // namespace moisson::search
