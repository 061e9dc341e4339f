package org.loupe.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loupe.micrograph.LengthUnit;

/**
 * The tag 34118 of Zeiss SmartSEM: first lines of bare numbers, of which the fourth is the size, in
 * meters, of a pixel of an image 1024 pixels wide; then pairs of lines, a name and "text = value
 * unit".
 *
 * <p>AP_PIXEL_SIZE repeats the first number with four digits; AP_IMAGE_PIXEL_SIZE, in newer files,
 * is that of the stored image, and AP_WIDTH its field. The number in the first lines, scaled to the
 * width, has the most digits and is taken where it agrees with these; where it does not, as after
 * cropping, AP_IMAGE_PIXEL_SIZE is.
 */
final class ZeissTags {

  static final int SEM = 34_118;

  private static final int PIXEL_SIZE_LINE = 3;
  private static final double REFERENCE_WIDTH = 1024;

  private static final Pattern QUANTITY =
      Pattern.compile("[^=]*=\\s*([-+0-9.eE]{1,40})\\s*(\\S*)\\s*");

  private ZeissTags() {}

  static Optional<PixelScale> scale(TiffDirectory tags, int width, List<String> notes)
      throws IOException {
    List<String> lines = tags.text(SEM).lines().toList();
    if (lines.size() <= PIXEL_SIZE_LINE) {
      return Optional.empty();
    }
    Map<String, Double> lengths = lengths(lines);
    Optional<PixelScale> stated =
        Optional.ofNullable(lengths.get("AP_IMAGE_PIXEL_SIZE"))
            .map(nm -> scale(nm, "AP_IMAGE_PIXEL_SIZE"));
    Optional<PixelScale> field =
        Optional.ofNullable(lengths.get("AP_WIDTH"))
            .map(nm -> scale(nm / width, "AP_WIDTH / image width"));
    Optional<PixelScale> precise =
        Numbers.parse(lines.get(PIXEL_SIZE_LINE))
            .filter(meters -> meters > 0)
            .map(
                meters ->
                    scale(
                        meters * 1e9 * REFERENCE_WIDTH / width, "pixel size x 1024 / image width"));
    if (precise.isEmpty()) {
      return stated.or(() -> field);
    }
    Optional<PixelScale> check = stated.or(() -> field);
    if (check.isPresent() && !agree(check.get(), precise.get())) {
      notes.add(
          "sources of the pixel size disagree: "
              + PixelScale.number(check.get().x())
              + " nm ("
              + check.get().source()
              + ") is used, "
              + PixelScale.number(precise.get().x())
              + " nm ("
              + precise.get().source()
              + ") is not; was the image cropped or resized?");
      return check;
    }
    return precise;
  }

  private static PixelScale scale(double nm, String name) {
    return new PixelScale(nm, "nm", nm, "nm", "Zeiss tag " + SEM + " (" + name + ")");
  }

  private static boolean agree(PixelScale one, PixelScale other) {
    return Math.abs(one.x() - other.x())
        <= CalibrationChain.AGREEMENT * Math.max(one.x(), other.x());
  }

  /** Returns the lengths of the tag by name, in nanometres. */
  private static Map<String, Double> lengths(List<String> lines) {
    Map<String, Double> lengths = new HashMap<>();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i).startsWith("AP_")) {
        Matcher matcher = QUANTITY.matcher(lines.get(i + 1));
        if (matcher.matches()) {
          Optional<Double> value = Numbers.parse(matcher.group(1)).filter(v -> v > 0);
          Optional<LengthUnit> unit = LengthUnit.parse(matcher.group(2));
          if (value.isPresent() && unit.isPresent()) {
            lengths.putIfAbsent(lines.get(i).strip(), unit.get().toNanometers(value.get()));
          }
        }
      }
    }
    return lengths;
  }
}
