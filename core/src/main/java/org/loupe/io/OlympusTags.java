package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The block of Olympus Soft Imaging Solutions, to which the tag 33560 points: the mark SIS0, date,
 * name, and a list of parts; part 1 states the size of a pixel as a number and the exponent of a
 * power of ten, in meters.
 */
final class OlympusTags {

  static final int SIS = 33_560;

  private static final int HEADER_BYTES = 60;
  private static final int PARTS = 58;
  private static final int PART_BYTES = 8;
  private static final int GENERAL = 1;
  private static final int GENERAL_BYTES = 28;
  private static final int EXPONENT = 10;
  private static final int PIXEL_X = 12;
  private static final int PIXEL_Y = 20;

  private OlympusTags() {}

  static Optional<PixelScale> scale(TiffDirectory tags) throws IOException {
    if (!tags.has(SIS)) {
      return Optional.empty();
    }
    ByteSource source = tags.source();
    long start = tags.integer(SIS, 0);
    if (!fits(source, start, HEADER_BYTES)) {
      return Optional.empty();
    }
    ByteBuffer header = little(source.bytes(start, HEADER_BYTES));
    byte[] mark = new byte[4];
    header.get(0, mark);
    int parts = header.getShort(PARTS);
    if (!new String(mark, StandardCharsets.ISO_8859_1).equals("SIS0")
        || parts < 1
        || !fits(source, start + HEADER_BYTES, parts * PART_BYTES)) {
      return Optional.empty();
    }
    ByteBuffer list = little(source.bytes(start + HEADER_BYTES, parts * PART_BYTES));
    for (int i = 0; i < parts; i++) {
      long offset = list.getInt(i * PART_BYTES + 4) & 0xFFFF_FFFFL;
      if (list.getShort(i * PART_BYTES) == GENERAL && fits(source, offset, GENERAL_BYTES)) {
        ByteBuffer general = little(source.bytes(offset, GENERAL_BYTES));
        double unit = Math.pow(10, general.getShort(EXPONENT));
        return Optional.of(
            PixelScale.meters(
                general.getDouble(PIXEL_X) * unit,
                general.getDouble(PIXEL_Y) * unit,
                "Olympus SIS tag " + SIS));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(ByteSource source, long offset, int length) {
    return offset >= 0 && length <= source.size() - offset;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
