#pragma once

#include <string>
#include <string_view>

#include "dikast/bytes.hpp"
#include "dikast/error.hpp"

namespace dikast {

/// Bitcoin alphabet, as CIDv0 uses it.
[[nodiscard]] std::string base58_encode(ByteView bytes);
/// At most 1024 characters. Errors: base.invalid.
[[nodiscard]] Result<Bytes> base58_decode(std::string_view text);

/// RFC 4648 section 6, lower case, no padding (multibase 'b').
[[nodiscard]] std::string base32_encode(ByteView bytes);
/// Either case, no padding, unused bits zero. Errors: base.invalid.
[[nodiscard]] Result<Bytes> base32_decode(std::string_view text);

/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string base64_encode(ByteView bytes);
/// With or without padding, unused bits zero. Errors: base.invalid.
[[nodiscard]] Result<Bytes> base64_decode(std::string_view text);

/// Appends `value` so that it stays inside one path segment or query value (RFC 3986 section 2.3:
/// everything but unreserved characters as %XX).
void append_percent_encoded(std::string& out, std::string_view value);

}  // namespace dikast
