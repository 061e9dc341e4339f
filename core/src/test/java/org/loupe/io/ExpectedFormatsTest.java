package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.loupe.SharedData;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Every item of the shared table of real files, expected.tsv, as an independent reader saw it:
 * shape, type, pixel size, smallest, largest, mean and first value.
 */
class ExpectedFormatsTest {

  // The columns of the table.
  private static final int FILE = 0;
  private static final int ITEM = 1;
  private static final int SHAPE = 2;
  private static final int TYPE = 3;
  private static final int SCALES = 5;
  private static final int UNITS = 6;
  private static final int PIXEL_NM = 7;
  private static final int MIN = 8;
  private static final int MAX = 9;
  private static final int MEAN = 10;
  private static final int FIRST = 11;
  private static final int TITLE = 12;
  private static final int NOTE = 14;

  /** Pixel sizes in the table have nine significant digits; some files hold them as floats. */
  private static final double PIXEL_SIZE = 1e-6;

  /** Sums of floats in another order, and nine digits in the table. */
  private static final double SUMMATION = 1e-6;

  /** Items that are no micrograph, and a part of the message that says so. */
  private static final Map<String, String> REFUSED =
      Map.of("dm3/08_carbon.dm3#0", "one-dimensional");

  /** Items skipped beside an image, and a part of the note on that image. */
  private static final Map<String, String> SKIPPED =
      Map.of(
          "dm3/multi_signal.dm3#1", "\"Plot\" is one-dimensional",
          "emd/fei_example_dpc_titles.emd#1", "\"DPC\" is complex");

  /** Items whose pixel size is outside 1 pm to 10 µm and so not believed. */
  private static final Map<String, String> NOT_BELIEVED =
      Map.of("tiff/FEI-Helios-navcam.tif#0", "263974");

  /** Items whose pixel size the table gives with fewer digits: half of the last one, relative. */
  private static final Map<String, Double> ROUNDED = Map.of("tiff/olympus_SIS.tif#1", 2.1e-5);

  private static final Pattern PAGES = Pattern.compile("(\\d+) pages of (\\d+)x(\\d+).*");

  @TestFactory
  Stream<DynamicTest> itemsAreAsTheIndependentReaderSawThem() throws IOException {
    Path table = SharedData.require("formats/expected.tsv");
    List<String> lines = Files.readAllLines(table);
    assertThat(lines).hasSize(68);
    return lines.stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(row -> dynamicTest(row[FILE] + "#" + row[ITEM], () -> check(row)));
  }

  private static void check(String[] row) throws IOException {
    String item = row[FILE] + "#" + row[ITEM];
    Path path = SharedData.require("formats/" + row[FILE]);
    if (REFUSED.containsKey(item)) {
      assertThatThrownBy(() -> MicrographReaders.open(path))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(REFUSED.get(item));
      return;
    }
    try (MicrographFile file = MicrographReaders.open(path)) {
      if (SKIPPED.containsKey(item)) {
        assertThat(file.frame(0).notes()).anyMatch(note -> note.contains(SKIPPED.get(item)));
        return;
      }
      List<Micrograph> frames = frames(file, row);
      checkShape(row, frames);
      checkPixelSize(row, item, frames);
      if (!row[MIN].isEmpty()) {
        checkSamples(row, frames);
      }
    }
  }

  /** Returns the frames that a row is about: those of its title, or all. */
  private static List<Micrograph> frames(MicrographFile file, String[] row) throws IOException {
    List<Micrograph> all = new ArrayList<>();
    List<Micrograph> titled = new ArrayList<>();
    for (int i = 0; i < file.frames(); i++) {
      Micrograph frame = file.frame(i);
      assertThat(file.pixels(i)).isEqualTo((long) frame.width() * frame.height());
      all.add(frame);
      if (!row[TITLE].isEmpty() && file.title(i).equals(row[TITLE])) {
        titled.add(all.get(i));
      }
    }
    return row[NOTE].contains("match by title") ? titled : all;
  }

  private static void checkShape(String[] row, List<Micrograph> frames) {
    Matcher pages = PAGES.matcher(row[SHAPE]);
    long[] shape =
        pages.matches()
            ? new long[] {
              Long.parseLong(pages.group(1)),
              Long.parseLong(pages.group(2)),
              Long.parseLong(pages.group(3))
            }
            : Arrays.stream(row[SHAPE].split("x", -1)).mapToLong(Long::parseLong).toArray();
    long count = shape.length == 3 ? shape[0] : 1;
    assertThat(frames).as("frames").hasSize((int) count);
    for (Micrograph frame : frames) {
      assertThat(frame.height()).isEqualTo((int) shape[shape.length - 2]);
      assertThat(frame.width()).isEqualTo((int) shape[shape.length - 1]);
      Matcher bits = Pattern.compile("\\D*(\\d+).*").matcher(row[TYPE]);
      // The independent reader turns all of Velox's samples into 64 bits.
      if (bits.matches() && !row[TYPE].startsWith("[") && !row[TYPE].equals("float64")) {
        assertThat(frame.bits()).isEqualTo(Integer.parseInt(bits.group(1)));
      }
    }
  }

  private static void checkPixelSize(String[] row, String item, List<Micrograph> frames) {
    for (Micrograph frame : frames) {
      Optional<Calibration> calibration = frame.calibration();
      if (row[PIXEL_NM].isEmpty() || NOT_BELIEVED.containsKey(item)) {
        assertThat(calibration).isEmpty();
        String reason = NOT_BELIEVED.getOrDefault(item, "");
        assertThat(String.join("\n", frame.notes())).contains(reason);
        continue;
      }
      double expected = Double.parseDouble(row[PIXEL_NM]);
      double tolerance = ROUNDED.getOrDefault(item, PIXEL_SIZE);
      assertThat(calibration).isPresent();
      assertThat(calibration.orElseThrow().pixelWidthNm())
          .isCloseTo(expected, within(tolerance * expected));
      String[] scales = row[SCALES].split(";", -1);
      String[] units = row[UNITS].split(";", -1);
      String unitY = units[units.length - 2];
      if (unitY.equals(units[units.length - 1])) {
        double ratio =
            Double.parseDouble(scales[scales.length - 2])
                / Double.parseDouble(scales[scales.length - 1]);
        assertThat(calibration.orElseThrow().pixelHeightNm())
            .isCloseTo(expected * ratio, within(tolerance * expected * ratio));
      } else {
        assertThat(calibration.orElseThrow().isSquare()).isFalse();
      }
    }
  }

  private static void checkSamples(String[] row, List<Micrograph> frames) {
    float first = frames.get(0).image().samples()[0];
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long count = 0;
    for (Micrograph frame : frames) {
      for (float sample : frame.image().samples()) {
        min = Math.min(min, sample);
        max = Math.max(max, sample);
        sum += sample;
        count++;
      }
    }
    assertThat((double) first).as("first").isCloseTo(number(row[FIRST]), tolerance(row[FIRST]));
    assertThat(min).as("min").isCloseTo(number(row[MIN]), tolerance(row[MIN]));
    assertThat(max).as("max").isCloseTo(number(row[MAX]), tolerance(row[MAX]));
    double mean = number(row[MEAN]);
    assertThat(sum / count)
        .as("mean")
        .isCloseTo(mean, within(SUMMATION * Math.max(1, Math.abs(mean))));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  /** Half of the last digit that the table shows; integers are exact. */
  private static Offset<Double> tolerance(String text) {
    BigDecimal shown = new BigDecimal(text);
    return within(shown.scale() > 0 ? shown.ulp().doubleValue() * 0.500001 : 0);
  }
}
