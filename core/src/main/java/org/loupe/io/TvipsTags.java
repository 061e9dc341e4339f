package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header of TVIPS cameras (EM-Menu): the tag 37706 holds it or says where in the file it lies.
 * From version 2 on it states the size of a pixel in nanometres.
 */
final class TvipsTags {

  static final int HEADER = 37_706;

  private static final int LONG = 4;
  private static final int PIXEL_SIZE_X = 2968;
  private static final int PIXEL_SIZE_Y = 2972;

  private TvipsTags() {}

  static Optional<PixelScale> scale(TiffDirectory tags) throws IOException {
    if (!tags.has(HEADER)) {
      return Optional.empty();
    }
    ByteSource source = tags.source();
    long start =
        tags.type(HEADER) == LONG && tags.count(HEADER) == 1
            ? tags.integer(HEADER, 0)
            : tags.position(HEADER);
    if (start < 0 || start > source.size() - PIXEL_SIZE_Y - 4) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(source.bytes(start, PIXEL_SIZE_Y + 4)).order(tags.order());
    if (header.getInt(0) < 2) {
      return Optional.empty(); // The first version has no pixel size.
    }
    return Optional.of(
        new PixelScale(
            header.getFloat(PIXEL_SIZE_X),
            "nm",
            header.getFloat(PIXEL_SIZE_Y),
            "nm",
            "TVIPS header (PixelSizeX)"));
  }
}
