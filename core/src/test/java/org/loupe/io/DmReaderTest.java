package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.loupe.io.DmBuilder.axis;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

class DmReaderTest {

  /** A scale is stored as a float. */
  private static final double FLOAT_PRECISION = 1e-7;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"3, true", "3, false", "4, true", "4, false"})
  void imageOfEitherVersionAndByteOrderIsRead(int version, boolean little) throws IOException {
    DmBuilder builder =
        new DmBuilder(version, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    byte[] file =
        builder
            .tag("Version", 7)
            .thumbnail()
            .image(
                "survey",
                10,
                builder.shorts(4, 1, 2, 3, 4, 5, 65_535),
                axis(3, 0.25, "nm"),
                axis(2, 0.25, "nm"))
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.dm3", file);
    assertThat(micrograph.format()).isEqualTo("DM" + version);
    assertThat(micrograph.width()).isEqualTo(3);
    assertThat(micrograph.height()).isEqualTo(2);
    assertThat(micrograph.bits()).isEqualTo(16);
    assertThat(micrograph.image().samples()).containsExactly(1, 2, 3, 4, 5, 65_535);
    assertThat(micrograph.calibration())
        .contains(new Calibration(0.25, 0.25, "DM" + version + " calibration (Units=nm)"));
    assertThat(micrograph.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nm, 0.5, 0.5",
    "\u00b5m, 0.0005, 0.5",
    "\u03bcm, 0.0005, 0.5",
    "um, 0.0005, 0.5",
    "micron, 0.0005, 0.5",
    "\u00c5, 5, 0.5",
    "\u212b, 5, 0.5",
    "A, 5, 0.5",
    "pm, 500, 0.5",
    "' nm ', 0.5, 0.5",
  })
  void everySpellingOfAUnitIsUnderstood(String unit, double scale, double nm) throws IOException {
    assertThat(read(unit, scale, unit, scale).calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(nm, within(nm * FLOAT_PRECISION));
  }

  @Test
  void unitsOfWidthAndHeightMayDiffer() throws IOException {
    Calibration calibration = read("nm", 1, "A", 2).calibration().orElseThrow();
    assertThat(calibration.pixelWidthNm()).isEqualTo(1);
    assertThat(calibration.pixelHeightNm()).isCloseTo(0.2, within(1e-12));
    assertThat(calibration.isSquare()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0.03125, states 0.0312500 without a unit",
    "nm, 0, outside 1 pm to 10 µm",
    "nm, -1, outside 1 pm to 10 µm",
    "nm, 20000, outside 1 pm to 10 µm",
    "furlong, 1, furlong",
  })
  void scaleThatCannotBeBelievedIsUnknownAndNoted(String unit, double scale, String told)
      throws IOException {
    Micrograph micrograph = read(unit, scale, unit, scale);
    assertThat(micrograph.calibration()).isEmpty();
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .startsWith("pixel size unknown")
        .contains(told);
  }

  @Test
  void imageWithoutUnitAndScaleIsUncalibratedWithoutANote() throws IOException {
    Micrograph micrograph = read("", 1, "", 1);
    assertThat(micrograph.calibration()).isEmpty();
    assertThat(micrograph.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1/nm", "nm^-1", "nm-1", "nm⁻¹", "mrad", "1/\u00c5"})
  void diffractionPatternIsRefused(String unit) {
    assertThatThrownBy(() -> read(unit, 0.01, unit, 0.01))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space")
        .hasMessageContaining(unit);
  }

  private Micrograph read(String unitX, double scaleX, String unitY, double scaleY)
      throws IOException {
    DmBuilder builder = DmBuilder.dm3();
    byte[] file =
        builder
            .image(
                "",
                2,
                builder.floats(1.5f, -2, 3, 4),
                axis(2, scaleX, unitX),
                axis(2, scaleY, unitY))
            .bytes();
    return Fixtures.read(folder, "a.dm3", file);
  }

  @Test
  void sectionsOfAStackAreFrames() throws IOException {
    DmBuilder builder = DmBuilder.dm4();
    Path path = folder.resolve("stack.dm4");
    Files.write(
        path,
        builder
            .image(
                "tilts",
                1,
                builder.shorts(2, 1, 2, 3, 4, -5, -6),
                axis(2, 1, "nm"),
                axis(1, 1, "nm"),
                axis(3, 1, ""))
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(3);
      assertThat(file.frame(0).image().samples()).containsExactly(1, 2);
      assertThat(file.frame(2).image().samples()).containsExactly(-5, -6);
      assertThat(file.title(2)).isEqualTo("tilts");
    }
  }

  @Test
  void spectrumBesideAnImageIsSkippedWithANote() throws IOException {
    DmBuilder builder = DmBuilder.dm3();
    Path path = folder.resolve("two.dm3");
    Files.write(
        path,
        builder
            .image("EELS", 2, builder.floats(1, 2), axis(2, 0.1, "eV"))
            .image("map", 2, builder.floats(1, 2, 3, 4), axis(2, 1, "nm"), axis(2, 1, "nm"))
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(1);
      assertThat(file.title(0)).isEqualTo("map");
      assertThat(file.frame(0).notes())
          .singleElement()
          .asString()
          .contains("skipped", "\"EELS\"", "one-dimensional");
    }
  }

  @Test
  void dataThatIsNoImageIsRefusedByName() {
    DmBuilder builder = DmBuilder.dm3();
    assertThatThrownBy(
            () ->
                Fixtures.read(
                    folder,
                    "a.dm3",
                    builder
                        .image("EELS", 2, builder.floats(1, 2), axis(2, 0.1, "eV"))
                        .image("FFT", 3, builder.floats(1, 2), axis(1, 1, ""), axis(1, 1, ""))
                        .image(
                            "SI",
                            2,
                            builder.floats(1, 2, 3, 4, 5, 6, 7, 8),
                            axis(2, 1, "nm"),
                            axis(2, 1, "nm"),
                            axis(2, 1, "eV"))
                        .image(
                            "4D",
                            2,
                            builder.floats(1),
                            axis(1, 1, ""),
                            axis(1, 1, ""),
                            axis(1, 1, ""),
                            axis(1, 1, ""))
                        .bytes()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContainingAll(
            "\"EELS\" is one-dimensional",
            "\"FFT\" is complex",
            "\"SI\" holds spectra",
            "\"4D\" has 4 dimensions");
  }

  @Test
  void colorIsStoredBlueFirst() throws IOException {
    byte[] pixels = {(byte) 10, (byte) 200, (byte) 90, 0};
    byte[] file =
        DmBuilder.dm3()
            .image("", 23, new DmBuilder.Samples(3, 1, pixels), axis(1, 1, ""), axis(1, 1, ""))
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.dm3", file);
    // 0.299 * 90 + 0.587 * 200 + 0.114 * 10 = 145.45
    assertThat(micrograph.image().samples()).containsExactly(145);
    assertThat(micrograph.bits()).isEqualTo(8);
    assertThat(micrograph.notes()).contains(Luma.NOTE);
  }

  @Test
  void imageLargerThanItsSamplesIsAnError() {
    DmBuilder builder = DmBuilder.dm3();
    byte[] file =
        builder
            .image("", 2, builder.floats(1, 2, 3), axis(40_000, 1, ""), axis(40_000, 1, ""))
            .bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.dm3", file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("40000 x 40000")
        .hasMessageContaining("has 12 bytes");
  }

  @Test
  void groupsNestedWithoutEndAreAnError() {
    Object value = 1;
    for (int i = 0; i < 100; i++) {
      value = DmBuilder.group(new DmBuilder.Tag("deeper", value));
    }
    byte[] file = DmBuilder.dm3().tag("root", value).bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.dm3", file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("nested too deep");
  }

  @Test
  void metadataListsEveryTagWithItsPath() throws IOException {
    DmBuilder builder = DmBuilder.dm4();
    Path path = folder.resolve("a.dm4");
    Files.write(
        path,
        builder
            .tag("Microscope", DmBuilder.group(new DmBuilder.Tag("Voltage", 200_000.0)))
            .tag("Corner", new int[] {3, -4})
            .image("one", 2, builder.floats(1), axis(1, 0.5, "nm"), axis(1, 0.5, "nm"))
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.metadata())
          .contains(
              new MetadataTag("Microscope.Voltage", "200000.0"),
              new MetadataTag("Corner", "[3, -4]"),
              new MetadataTag("ImageList.0.ImageData.Calibrations.Dimension.0.Units", "nm"),
              new MetadataTag("ImageList.0.ImageData.Calibrations.Dimension.1.Scale", "0.5"));
      assertThat(file.metadata()).noneMatch(tag -> tag.value().length() > 200);
    }
  }
}
