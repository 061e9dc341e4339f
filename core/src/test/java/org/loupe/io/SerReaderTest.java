package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.micrograph.Micrograph;

class SerReaderTest {

  private static final double TWO_ROUNDINGS = 1e-15;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsAreTurnedOverSoThatTheTopComesFirst(boolean wide) throws IOException {
    byte[] file = new SeriesBuilder(wide).image(2, 3, 2e-9, 2e-9, 1, 2, 3, 4, 5, 65_535).bytes();
    Micrograph micrograph = Fixtures.read(folder, "a_1.ser", file);
    assertThat(micrograph.width()).isEqualTo(2);
    assertThat(micrograph.height()).isEqualTo(3);
    assertThat(micrograph.image().samples()).containsExactly(5, 65_535, 3, 4, 1, 2);
    assertThat(micrograph.calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(2, within(TWO_ROUNDINGS));
  }

  @Test
  void elementsAreFramesEachWithItsOwnCalibration() throws IOException {
    Path path = folder.resolve("a_1.ser");
    Files.write(
        path,
        new SeriesBuilder(false)
            .image(1, 1, 1e-9, 1e-9, 7)
            .image(2, 1, 3e-9, 3e-9, 8, 9)
            .stoppedBefore(1)
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(2);
      assertThat(file.frame(1).image().samples()).containsExactly(8, 9);
      assertThat(file.frame(1).calibration().orElseThrow().pixelSizeNm())
          .isCloseTo(3, within(TWO_ROUNDINGS));
      assertThat(file.frame(0).notes()).anyMatch(note -> note.contains("stopped after 2 of 3"));
    }
  }

  @Test
  void modeOfTheMicroscopeStandsInTheFileBeside() throws IOException {
    byte[] series = new SeriesBuilder(true).image(1, 1, 1e-9, 1e-9, 7).bytes();
    assertThat(Fixtures.read(folder, "alone_1.ser", series).notes())
        .anyMatch(note -> note.contains("no EMI file"));
    Files.write(folder.resolve("a.emi"), SeriesBuilder.emi(" TEM uP SA Zoom Image"));
    assertThat(Fixtures.read(folder, "a_1.ser", series).notes()).isEmpty();
    Files.write(folder.resolve("s.emi"), SeriesBuilder.emi("STEM nP SA Zoom Diffraction"));
    assertThat(Fixtures.read(folder, "s_1.ser", series).calibration()).isPresent();
    Files.write(folder.resolve("d.emi"), SeriesBuilder.emi(" TEM uP SA Zoom Diffraction"));
    assertThatThrownBy(() -> Fixtures.read(folder, "d_1.ser", series))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space");
  }

  @Test
  void metadataJoinsBothFiles() throws IOException {
    Path path = folder.resolve("a_1.ser");
    Files.write(path, new SeriesBuilder(true).image(1, 1, 1e-9, 1e-9, 7).bytes());
    Files.write(folder.resolve("a.emi"), SeriesBuilder.emi("TEM"));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.metadata())
          .contains(new MetadataTag("SER.CalibrationDeltaX", "1.0E-9"))
          .anyMatch(tag -> tag.name().endsWith("Data/Value") && tag.value().equals("TEM"));
    }
  }

  @Test
  void spectraAndComplexDataAreRefused() {
    assertThatThrownBy(
            () ->
                Fixtures.read(
                    folder,
                    "a.ser",
                    new SeriesBuilder(true).spectra().image(1, 1, 1, 1, 7).bytes()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("spectra");
    assertThatThrownBy(
            () ->
                Fixtures.read(
                    folder,
                    "a.ser",
                    new SeriesBuilder(true).element(9, 1, 1, 1e-9, 1e-9, 7, 7, 7, 7).bytes()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("complex");
  }

  @Test
  void seriesWithoutARecordedImageIsAnError() {
    assertThatThrownBy(
            () -> Fixtures.read(folder, "a.ser", new SeriesBuilder(true).stoppedBefore(3).bytes()))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("0 of 3");
  }

  @Test
  void emiFileAloneIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emi", SeriesBuilder.emi("TEM")))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(".ser");
  }

  /** Descriptions stand between copies of the images: here one crosses the searched window. */
  @ParameterizedTest
  @ValueSource(ints = {0, (1 << 20) - 20, (1 << 20) - 5, 1 << 20, 3 << 20})
  void descriptionIsFoundAnywhereInTheEmiFile(int before) throws IOException {
    byte[] series = new SeriesBuilder(true).image(1, 1, 1e-9, 1e-9, 7).bytes();
    ByteArrayOutputStream emi = new ByteArrayOutputStream();
    emi.writeBytes(SeriesBuilder.emi("TEM uP SA Zoom Image"));
    emi.writeBytes(new byte[before]);
    emi.writeBytes(SeriesBuilder.emi("TEM uP SA Zoom Diffraction"));
    Files.write(folder.resolve("a.emi"), emi.toByteArray());
    assertThat(Fixtures.read(folder, "a_1.ser", series).notes()).isEmpty();
    assertThatThrownBy(() -> Fixtures.read(folder, "a_2.ser", series))
        .isInstanceOf(UnsupportedFormatException.class);
    assertThat(Fixtures.read(folder, "a_3.ser", series).notes())
        .anyMatch(note -> note.contains("no EMI file"));
  }
}
