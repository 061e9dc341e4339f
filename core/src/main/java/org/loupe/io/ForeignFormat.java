package org.loupe.io;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of file formats that people mistake for micrographs, or that are not read yet. */
final class ForeignFormat {

  private ForeignFormat() {}

  /** Returns whether {@code head} begins the file that TIA writes beside those of a series. */
  static boolean isEmi(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith("JK\0\2");
  }

  /** Returns the name of the format that starts with {@code head}, if it is a well-known one. */
  static Optional<String> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("GIF8")) {
      return Optional.of("GIF");
    }
    if (text.startsWith("%PDF")) {
      return Optional.of("PDF");
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return Optional.of("ZIP");
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of("WebP");
    }
    if (text.startsWith("\0\0\0\fjP  ") || text.startsWith("\u00ffO\u00ffQ")) {
      return Optional.of("JPEG 2000");
    }
    String start = text.stripLeading();
    if (start.startsWith("<?xml") || start.startsWith("<svg") || start.startsWith("<!DOCTYPE")) {
      return Optional.of("XML or HTML");
    }
    return Optional.empty();
  }
}
