package org.loupe.io;

import java.io.IOException;
import java.util.Optional;

/**
 * The tags that DigitalMicrograph writes into its TIFFs: 65003 and 65004 name the units of x and y,
 * 65009 and 65010 hold the size of a pixel in them.
 */
final class GatanTags {

  private static final int UNIT_X = 65_003;
  private static final int UNIT_Y = 65_004;
  private static final int SCALE_X = 65_009;
  private static final int SCALE_Y = 65_010;

  private GatanTags() {}

  static Optional<PixelScale> scale(TiffDirectory tags) throws IOException {
    Optional<Double> x = tags.number(SCALE_X);
    Optional<Double> y = tags.number(SCALE_Y);
    if (x.isEmpty() || y.isEmpty() || !tags.has(UNIT_X)) {
      return Optional.empty();
    }
    String unitX = tags.text(UNIT_X);
    String unitY = tags.has(UNIT_Y) ? tags.text(UNIT_Y) : unitX;
    return Optional.of(
        new PixelScale(
            x.get(),
            unitX,
            y.get(),
            unitY,
            "DigitalMicrograph tag " + SCALE_X + " (unit " + unitX + ")"));
  }
}
