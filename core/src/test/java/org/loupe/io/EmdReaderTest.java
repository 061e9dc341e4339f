package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.micrograph.Micrograph;

class EmdReaderTest {

  private static final double TWO_ROUNDINGS = 1e-15;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"n_m, 0.5", "[n_m], 0.5", "nm, 0.5", "u_m, 500", "[A], 0.05"})
  void unitsOfNcemAreUnderstood(String unit, double nm) throws IOException {
    byte[] file =
        EmdFixtures.ncem(
            new int[][] {{1, 2, 3}, {4, 5, -6}},
            new String[] {unit, unit},
            new double[] {0, 0.5},
            new double[] {1, 1.5, 2});
    Micrograph micrograph = Fixtures.read(folder, "a.emd", file);
    assertThat(micrograph.width()).isEqualTo(3);
    assertThat(micrograph.height()).isEqualTo(2);
    assertThat(micrograph.bits()).isEqualTo(32);
    assertThat(micrograph.image().samples()).containsExactly(1, 2, 3, 4, 5, -6);
    assertThat(micrograph.calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(nm, within(nm * TWO_ROUNDINGS));
  }

  @Test
  void firstAxisOfThreeIsThatOfTheFrames() throws IOException {
    Path path = folder.resolve("a.emd");
    Files.write(
        path,
        EmdFixtures.ncem(
            new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}},
            new String[] {"s", "nm", "nm"},
            new double[] {0, 1, 2},
            new double[] {0},
            new double[] {0, 2}));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(3);
      assertThat(file.title(1)).isEqualTo("image");
      assertThat(file.frame(1).image().samples()).containsExactly(3, 4);
    }
  }

  @Test
  void reciprocalUnitIsRefused() {
    byte[] file =
        EmdFixtures.ncem(
            new float[][] {{1, 2}, {3, 4}},
            new String[] {"[n_m^-1]", "[n_m^-1]"},
            new double[] {0, 1},
            new double[] {0, 1});
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emd", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space");
  }

  @Test
  void spectraAreRefusedByName() {
    byte[] file = EmdFixtures.ncem(new float[] {1, 2}, new String[] {"eV"}, new double[] {0, 1});
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emd", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("\"image\" is one-dimensional");
  }

  /** The chunks of Velox are frames; others cut frames, or hold several. */
  @ParameterizedTest
  @CsvSource({"3, 5, 1", "2, 2, 1", "3, 5, 2", "2, 3, 2", "1, 1, 1"})
  void veloxStackIsReadFromChunksOfAnyShape(int rows, int columns, int frames) throws IOException {
    short[][][] data = new short[3][5][2];
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        for (int f = 0; f < 2; f++) {
          data[y][x][f] = (short) (40_000 + 1000 * f + 10 * y + x);
        }
      }
    }
    Path path = folder.resolve("a.emd");
    Files.write(
        path, EmdFixtures.velox(data, new int[] {rows, columns, frames}, "m", 5e-10, 25e-11));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(2);
      assertThat(file.title(0)).isEqualTo("HAADF");
      for (int f = 0; f < 2; f++) {
        Micrograph frame = file.frame(f);
        assertThat(frame.bits()).isEqualTo(16);
        for (int i = 0; i < 15; i++) {
          assertThat(frame.image().at(i % 5, i / 5))
              .isEqualTo(40_000 + 1000 * f + 10 * (i / 5) + i % 5);
        }
        assertThat(frame.calibration().orElseThrow().pixelSizeNm())
            .isCloseTo(f == 0 ? 0.5 : 0.25, within(TWO_ROUNDINGS));
      }
    }
  }

  @Test
  void fourierTransformOfVeloxIsRefused() {
    byte[] file = EmdFixtures.velox(new short[2][2][1], new int[] {2, 2, 1}, "1/m", 1e8);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emd", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space");
  }

  @Test
  void metadataIsListedWithItsPath() throws IOException {
    Path path = folder.resolve("a.emd");
    Files.write(path, EmdFixtures.velox(new short[2][2][1], new int[] {2, 2, 1}, "m", 5e-10));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.metadata())
          .anyMatch(
              tag ->
                  tag.name().endsWith("/Metadata.BinaryResult.PixelSize.width")
                      && tag.value().equals("5.0E-10"));
    }
  }

  @Test
  void hdf5WithoutAnImageIsRefused() {
    byte[] file = EmdFixtures.file(hdf -> hdf.putDataset("numbers", new int[] {1, 2}));
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emd", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("without an image");
  }
}
